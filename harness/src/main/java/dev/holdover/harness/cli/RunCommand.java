package dev.holdover.harness.cli;

import dev.holdover.harness.report.JsonReport;
import dev.holdover.harness.report.StoryReport;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays scenarios and tells what happened. */
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "Plays scenarios and tells their stories.",
            "Says whether every invariant and expectation held. Each scenario is played twice, silently the "
                    + "second time, for one seed must give one history."
        },
        footer = {
            "",
            "Examples:",
            "  holdover run scenarios/host-crash.yaml",
            "  holdover run scenarios/host-crash.yaml --seed 7 --set cards.a.nvram=1MiB",
            "  holdover run scenarios --quiet",
            "  holdover run scenarios --json | jq -r '[.scenario, .verdict] | @tsv'",
            "  holdover run scenarios/host-crash.yaml --report out; gtkwave out/host-crash-1.vcd"
        })
final class RunCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Scenario files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            converter = Seed.class,
            description = "What every range is drawn from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Plays with this value instead of the file's, as in when[0].at=50ms.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--json", description = "Writes one JSON object a scenario, and nothing else.")
    private boolean json;

    @Option(names = "--trace", paramLabel = "FILE", description = "Writes the stories and checkpoints as JSON lines.")
    private @Nullable Path trace;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes of each run its signals (.vcd), packets (.pcapng) and whole history (.jsonl), of all "
                    + "junit.xml, and dissectors for Wireshark.")
    private @Nullable Path report;

    @Option(
            names = {"-q", "--quiet"},
            description = "Writes one line a scenario.")
    private boolean quiet;

    RunCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Scenario> scenarios = ScenarioFiles.load(console, paths, sets);
        try (TraceFile traceFile = TraceFile.open(trace);
                ReportFolder folder = ReportFolder.open(report);
                Progress progress = new Progress(console)) {
            long startedNs = System.nanoTime();
            StoryReport story = new StoryReport(console.palette());
            int failed = 0;
            for (int i = 0; i < scenarios.size(); i++) {
                Scenario scenario = scenarios.get(i);
                progress.doing(i + 1, scenarios.size(), scenario.name());
                Outcome outcome = folder.play(scenario, seed, sets);
                progress.clear();
                traceFile.write(outcome);
                tell(outcome, story, i > 0);
                failed += outcome.passed() ? 0 : 1;
            }
            if (scenarios.size() > 1 && !json) {
                String totals = story.totals(scenarios.size() - failed, failed, System.nanoTime() - startedNs);
                console.print(quiet ? List.of(totals) : List.of("", totals));
            }
            return failed == 0 ? Status.HELD : Status.BROKEN;
        }
    }

    private void tell(Outcome outcome, StoryReport story, boolean again) {
        if (json) {
            console.print(JsonReport.verdict(outcome));
        } else if (quiet) {
            console.print(story.brief(outcome));
        } else {
            console.print(again ? List.of("", "") : List.of());
            console.print(story.full(outcome));
        }
        if (!outcome.passed()) {
            String repeat = "repeat with " + Player.commandLine(outcome.scenario(), seed, sets);
            if (json || quiet) {
                console.complain(repeat);
            } else {
                console.print("  " + repeat);
            }
        }
    }
}
