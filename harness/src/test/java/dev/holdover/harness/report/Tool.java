package dev.holdover.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that read what reports are made of, and what is played for them. */
public final class Tool {
    private Tool() {}

    /** Runs a program that must succeed, and says what it wrote to its standard output. */
    public static String run(Path folder, String... command) throws IOException, InterruptedException {
        boolean there = List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .anyMatch(each -> Files.isExecutable(Path.of(each, command[0])));
        assumeTrue(there, "no " + command[0]);
        Path err = folder.resolve("stderr.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaints = Files.readString(err).replaceAll("Running as user \"root\".*\\R", "");
        assertEquals(0, process.waitFor(), out + complaints);
        assertEquals("", complaints);
        return out;
    }

    /** A scenario of the product's own. */
    public static Scenario scenario(String name, String... sets) {
        Path file = Path.of("..", "scenarios", name + ".yaml");
        return ScenarioFile.load(file, Run.vocabulary(), List.of(sets));
    }
}
