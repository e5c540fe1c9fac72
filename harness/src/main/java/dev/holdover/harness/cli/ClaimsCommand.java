package dev.holdover.harness.cli;

import dev.holdover.harness.report.Palette;
import dev.holdover.harness.report.StoryReport;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says which claims are shown by which scenarios. */
@Command(
        name = "claims",
        sortOptions = false,
        description = {
            "Lists the claims and what shows them.",
            "Plays the scenarios; each claim is listed with those that show it, and their verdict."
        },
        footer = {"", "Examples:", "  holdover claims", "  holdover claims my-scenarios"})
final class ClaimsCommand extends Subcommand {
    private static final long SEED = 1;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The folder of scenarios. Default: scenarios, beside the launcher.")
    private @Nullable Path folder;

    ClaimsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Scenario> scenarios =
                ScenarioFiles.load(console, List.of(folder == null ? console.scenarios() : folder), List.of());
        List<Outcome> outcomes = new ArrayList<>();
        try (Progress progress = new Progress(console)) {
            for (Scenario scenario : scenarios) {
                progress.doing(outcomes.size() + 1, scenarios.size(), scenario.name());
                outcomes.add(Player.play(scenario, SEED, List.of()));
            }
        }
        console.print(report(outcomes, console.palette()));
        return outcomes.stream().allMatch(Outcome::passed) ? Status.HELD : Status.BROKEN;
    }

    private static List<String> report(List<Outcome> outcomes, Palette palette) {
        List<String> lines = new ArrayList<>();
        int shown = 0;
        for (int claim = 1; claim <= ClaimTexts.ALL.size(); claim++) {
            lines.add(palette.bold(String.format("%2d  %s", claim, ClaimTexts.ALL.get(claim - 1))));
            int before = lines.size();
            boolean holds = true;
            for (Outcome outcome : outcomes) {
                if (outcome.scenario().claims().contains(claim)) {
                    lines.add("    " + verdict(outcome, palette));
                    holds &= outcome.passed();
                }
            }
            if (lines.size() == before) {
                lines.add("    " + palette.faint("no scenario shows it yet"));
            } else if (holds) {
                shown++;
            }
        }
        lines.add("");
        lines.add(shown + " of " + ClaimTexts.ALL.size() + " claims are shown, by " + outcomes.size()
                + (outcomes.size() == 1 ? " scenario" : " scenarios"));
        return lines;
    }

    private static String verdict(Outcome outcome, Palette palette) {
        String name = outcome.scenario().name();
        return outcome.passed()
                ? palette.good("pass") + " " + name
                : palette.bad("FAIL") + " " + name + ": "
                        + palette.text(StoryReport.told(outcome.violations().get(0)));
    }
}
