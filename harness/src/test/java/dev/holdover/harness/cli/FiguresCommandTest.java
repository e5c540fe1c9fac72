package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.figure.Figure;
import dev.holdover.harness.report.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresCommandTest {
    private static final Path PROJECT = Path.of("..");

    @TempDir
    Path folder;

    @Test
    void everyFigureKeepsItsLimit() {
        Terminal told = Terminal.run(Palette.PLAIN, PROJECT, "figures", "--seeds", "1");
        assertEquals(Status.HELD, told.status(), told.out() + told.err());
        assertEquals(Figure.values().length + 2, told.lines().size());
        assertTrue(told.out().endsWith("seeds 1 to 1, all within their limits\n"), told.out());
    }

    @Test
    void aFigureBeyondItsLimitIsSaidToBe() throws IOException {
        copyScenarios();
        slower(
                "host-crash.yaml",
                "hosts: [alpha, beta]",
                "hosts: [alpha, beta]\ncards: { a: { in: alpha, missed: 7 } }");
        Terminal told = Terminal.run("figures", "--seeds", "1", folder.toString());
        assertEquals(Status.BROKEN, told.status(), told.err());
        assertTrue(told.lines().get(2).matches("loss of the heartbeat seen .* host-crash.yaml  EXCEEDED"), told.out());
    }

    @Test
    void aStoryThatDoesNotShowWhatIsMeasuredIsNamed() throws IOException {
        copyScenarios();
        slower("host-hang.yaml", "fault: host-hang", "fault: host-crash");
        Terminal told = Terminal.run("figures", "--seeds", "1", folder.toString());
        assertEquals(Status.BROKEN, told.status());
        assertTrue(told.err().contains("host-hang.yaml: can't measure 'hang to served, less the drain'"), told.err());
    }

    private void copyScenarios() throws IOException {
        for (Figure figure : Figure.values()) {
            Path file = folder.resolve(figure.scenario());
            if (!Files.exists(file)) {
                Files.copy(PROJECT.resolve("scenarios").resolve(figure.scenario()), file);
            }
        }
    }

    /** Changes a scenario, and expects nothing more of it. */
    private void slower(String name, String what, String into) throws IOException {
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf("expect:")).replace(what, into));
    }
}
