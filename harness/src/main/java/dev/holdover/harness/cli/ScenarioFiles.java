package dev.holdover.harness.cli;

import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Vocabulary;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and loads the scenarios that a command line names. */
final class ScenarioFiles {
    private static final String SUFFIX = ".yaml";

    private ScenarioFiles() {}

    /** A folder stands for the scenarios in it, by name. */
    static List<Path> expand(List<Path> paths) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(inFolder(path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    /** Loads all; if some are wrong, complains of each and stops at the last. */
    static List<Scenario> load(Console console, List<Path> paths, List<String> sets) {
        Vocabulary vocabulary = Run.vocabulary();
        List<Scenario> scenarios = new ArrayList<>();
        List<ScenarioException> wrong = new ArrayList<>();
        for (Path file : expand(paths)) {
            try {
                scenarios.add(ScenarioFile.load(file, vocabulary, sets));
            } catch (ScenarioException e) {
                wrong.add(e);
            }
        }
        if (!wrong.isEmpty()) {
            ScenarioException last = wrong.remove(wrong.size() - 1);
            wrong.forEach(e -> console.complain(String.valueOf(e.getMessage())));
            throw last;
        }
        return scenarios;
    }

    private static List<Path> inFolder(Path folder) {
        List<Path> found;
        try (Stream<Path> entries = Files.list(folder)) {
            found = entries.filter(file -> file.toString().endsWith(SUFFIX) && !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (AccessDeniedException e) {
            throw Refusal.badInput(folder + ": may not be read; check its permissions", e);
        } catch (IOException e) {
            throw Refusal.badInput(folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
        if (found.isEmpty()) {
            throw Refusal.badInput(folder + ": no scenarios in this folder; their names end in " + SUFFIX);
        }
        return found;
    }
}
