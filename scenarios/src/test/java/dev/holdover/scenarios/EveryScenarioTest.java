package dev.holdover.scenarios;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdover.harness.report.StoryReport;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays each scenario of this folder with the seeds 1 to 20; {@code -Dholdover.seeds=200} plays more. */
class EveryScenarioTest {
    private static final long SEEDS = Long.getLong("holdover.seeds", 20);
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "scenarios"));

    @Test
    void thereAreScenarios() {
        assertFalse(files().isEmpty(), "no scenarios in " + FOLDER.toAbsolutePath());
    }

    @TestFactory
    Stream<DynamicTest> statesItsClaimsAndWhatMustBeSeen() {
        return files().stream()
                .map(file -> dynamicTest(name(file), () -> {
                    Scenario scenario = load(file);
                    assertFalse(scenario.claims().isEmpty(), "no claims: which of the card's does it show?");
                    assertFalse(scenario.expect().isEmpty(), "no expectations: what must be seen?");
                    assertTrue(
                            Files.readString(file).startsWith("# yaml-language-server: $schema=scenario.schema.json\n"),
                            "the first line tells no editor of the schema");
                }));
    }

    @TestFactory
    Stream<DynamicContainer> holdsWithEverySeed() {
        return files().stream()
                .map(file -> dynamicContainer(
                        name(file),
                        LongStream.rangeClosed(1, SEEDS)
                                .mapToObj(seed -> dynamicTest("seed " + seed, () -> assertHolds(file, seed)))));
    }

    private static void assertHolds(Path file, long seed) {
        Outcome outcome = new Run(System::nanoTime).play(load(file), seed);
        if (!outcome.passed()) {
            fail(outcome.violations().stream().map(StoryReport::told).collect(Collectors.joining("; "))
                    + "; repeat with ./holdover run scenarios/" + name(file) + " --seed " + seed);
        }
    }

    private static Scenario load(Path file) {
        return ScenarioFile.load(file, Run.vocabulary(), List.of());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> files() {
        try (Stream<Path> entries = Files.list(FOLDER)) {
            return entries.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
