package dev.holdover.harness.cli;

import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for mistakes in scenarios. */
@Command(
        name = "check",
        sortOptions = false,
        description = {"Looks for mistakes in scenarios.", "Plays nothing. Tells each mistake with its line and column."
        },
        footer = {"", "Examples:", "  holdover check scenarios/host-crash.yaml", "  holdover check scenarios --quiet"})
final class CheckCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Scenario files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Writes nothing about files without mistakes.")
    private boolean quiet;

    CheckCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Vocabulary vocabulary = Run.vocabulary();
        int status = Status.HELD;
        for (Path file : ScenarioFiles.expand(paths)) {
            try {
                Scenario scenario = ScenarioFile.load(file, vocabulary, List.of());
                if (!quiet) {
                    console.print(console.palette().text("ok " + scenario.name() + ": " + scenario.title()));
                }
            } catch (ScenarioException e) {
                e.problems().forEach(console::complainOf);
                status = Status.BAD_INPUT;
            }
        }
        return status;
    }
}
