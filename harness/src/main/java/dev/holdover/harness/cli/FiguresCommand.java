package dev.holdover.harness.cli;

import dev.holdover.harness.figure.Figure;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the numbers that the claims have. */
@Command(
        name = "figures",
        sortOptions = false,
        description = {
            "Measures the numbers that the claims have, against their limits.",
            "Each is measured in one scenario, in virtual time, with many seeds."
        },
        footer = {"", "Examples:", "  holdover figures", "  holdover figures --seeds 200"})
final class FiguresCommand extends Subcommand {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The folder of scenarios. Default: scenarios, beside the launcher.")
    private @Nullable Path folder;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20",
            converter = Count.class,
            description = "Seeds 1 to N of each. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    FiguresCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Run run = new Run(System::nanoTime);
        Figure[] figures = Figure.values();
        Table table = new Table();
        table.row("", "median", "worst", "limit", "in");
        boolean held = true;
        try (Progress progress = new Progress(console)) {
            for (int i = 0; i < figures.length; i++) {
                double[] values = measure(run, figures[i], progress);
                double worst = values[values.length - 1];
                boolean within = worst <= figures[i].limit();
                held &= within;
                table.row(
                        figures[i].what(),
                        figures[i].text(values[values.length / 2]),
                        figures[i].text(worst),
                        figures[i].text(figures[i].limit()),
                        figures[i].scenario() + (within ? "" : "  EXCEEDED"));
            }
        }
        console.print(table.lines());
        console.print("seeds 1 to " + seeds + (held ? ", all within their limits" : ""));
        return held ? Status.HELD : Status.BROKEN;
    }

    private double[] measure(Run run, Figure figure, Progress progress) {
        Path file = (folder == null ? console.scenarios() : folder).resolve(figure.scenario());
        Scenario scenario =
                ScenarioFiles.load(console, List.of(file), List.of()).get(0);
        double[] values = new double[seeds];
        for (int seed = 1; seed <= seeds; seed++) {
            int done = figure.ordinal() * seeds + seed;
            progress.doing(done, Figure.values().length * seeds, figure.what() + ", seed " + seed);
            try {
                values[seed - 1] = figure.measure(run, scenario, seed);
            } catch (IllegalStateException e) {
                throw Refusal.broken(
                        file + ": can't measure '" + figure.what() + "' with seed " + seed + ": " + e.getMessage()
                                + "; look at " + Player.commandLine(scenario, seed, List.of()),
                        e);
            }
        }
        Arrays.sort(values);
        return values;
    }
}
