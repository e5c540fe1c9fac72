package dev.holdover.harness.cli;

import dev.holdover.harness.check.Violation;
import dev.holdover.harness.run.Determinism;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays everything twice under different circumstances. */
@Command(
        name = "verify-determinism",
        sortOptions = false,
        description = {
            "Plays scenarios twice and prints their trace hashes.",
            "The second time is after a garbage collection and in another order. The hashes must be the same on "
                    + "every machine and JVM."
        },
        footer = {
            "",
            "Examples:",
            "  holdover verify-determinism scenarios --seeds 3",
            "  HOLDOVER_JAVA_OPTS=-Xint holdover verify-determinism scenarios/host-crash.yaml"
        })
final class VerifyDeterminismCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Scenario files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            converter = Count.class,
            description = "Plays each with the seeds from 1 to N. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    VerifyDeterminismCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Scenario> scenarios = ScenarioFiles.load(console, paths, List.of());
        int status = Status.HELD;
        try (Progress progress = new Progress(console)) {
            for (int seed = 1; seed <= seeds; seed++) {
                progress.doing(seed, seeds, "seed " + seed);
                for (String difference : differences(scenarios, seed, progress)) {
                    console.complain(difference);
                    status = Status.BROKEN;
                }
            }
        }
        return status;
    }

    private List<String> differences(List<Scenario> scenarios, long seed, Progress progress) {
        List<Outcome> first = new ArrayList<>();
        scenarios.forEach(scenario -> first.add(Player.playOnce(scenario, seed)));
        if (scenarios.size() == 1) {
            Player.playOnce(scenarios.get(0), seed + 1); // something else in between
        }
        System.gc();
        List<Outcome> second = new ArrayList<>();
        for (int i = scenarios.size() - 1; i >= 0; i--) {
            second.add(0, Player.playOnce(scenarios.get(i), seed));
        }
        progress.clear();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            Scenario scenario = scenarios.get(i);
            console.print(scenario.file() + " seed " + seed + " " + first.get(i).traceHash());
            Optional<Violation> difference = Determinism.compare(first.get(i), second.get(i));
            difference.ifPresent(each -> differences.add(scenario.file() + " seed " + seed + ": " + each.text()
                    + "; repeat with " + Player.commandLine(scenario, seed, List.of())));
        }
        return differences;
    }
}
