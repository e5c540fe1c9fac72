package dev.holdover.harness.cli;

import static dev.holdover.harness.cli.Terminal.FAILING;
import static dev.holdover.harness.cli.Terminal.STORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdover.harness.report.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    Path folder;

    private String good = "";
    private String bad = "";

    @BeforeEach
    void write() {
        good = Terminal.write(folder.resolve("good.yaml"), STORY);
        bad = Terminal.write(folder.resolve("bad.yaml"), FAILING);
    }

    @Test
    void tellsTheStoryAsAnAlignedTimeline() {
        Terminal told = Terminal.run("run", good);
        assertEquals(Status.HELD, told.status(), told.err());
        assertEquals("", told.err());
        assertEquals("A host crashes and its peer serves on", told.lines().get(0));
        assertEquals("claims 1, 2, good, seed 1", told.lines().get(1));
        assertTrue(told.lines().contains("    40.000 ms  alpha       x crashes"), told.out());
        List<String> timeline = told.lines().stream()
                .filter(line -> line.matches(" +\\d+\\.\\d{3} ms .*"))
                .toList();
        assertTrue(timeline.size() > 10, told.out());
        for (String line : timeline) {
            assertTrue(line.matches("[ \\d]{6}\\.\\d{3} ms  (alpha|beta|alpha\\.card|beta\\.card) +[x> ] \\S.*"), line);
            assertEquals(' ', line.charAt(25), line);
        }
        assertTrue(told.out().contains("\npass: every invariant held"), told.out());
        assertTrue(
                told.out()
                        .matches("(?s).*\n  [\\d,]+ events, 0\\.200 s virtual in \\d+\\.\\d{3} s, "
                                + "[\\d,]+ writes acknowledged\n  trace [0-9a-f]{32}\n"),
                told.out());
    }

    @Test
    void tellsTheSameWithColoursOnATerminal() {
        Terminal told = Terminal.run(new Palette(true, true), folder, "run", good);
        assertTrue(told.out().contains("\u001b[1;31m✗ crashes\u001b[0m"), told.out());
        String plain = told.out().replaceAll("\u001b\\[[0-9;]*m", "");
        assertTrue(plain.contains("    40.000 ms  alpha       ✗ crashes\n"), plain);
        assertTrue(plain.contains("claims 1, 2 · good · seed 1\n"), plain);
    }

    @Test
    void saysWhatBrokeAndHowToRepeatIt() {
        Terminal told = Terminal.run("run", bad, "--seed", "7", "--set", "duration=150ms");
        assertEquals(Status.BROKEN, told.status());
        assertEquals("", told.err());
        assertTrue(told.out().contains("\nFAIL: a promise was broken\n  expectation at 150 ms: expected "), told.out());
        assertTrue(
                told.out().endsWith("\n  repeat with ./holdover run " + bad + " --seed 7 --set duration=150ms\n"),
                told.out());
        assertTrue(told.out().contains(" ms  scenario    ! expected "), told.out());
    }

    @Test
    void writesOneLineForEachOfAFolderWhenQuiet() {
        Terminal told = Terminal.run("run", folder.toString(), "--quiet");
        assertEquals(Status.BROKEN, told.status());
        assertEquals(3, told.lines().size(), told.out());
        assertTrue(told.lines().get(0).startsWith("FAIL bad seed 1 expectation at 200 ms: "), told.out());
        assertTrue(told.lines().get(1).matches("pass good seed 1 trace [0-9a-f]{32}"), told.out());
        assertTrue(told.lines().get(2).matches("FAIL 1 passed, 1 failed, in \\d+\\.\\d{3} s"), told.out());
        assertEquals(List.of("holdover: repeat with ./holdover run " + bad + " --seed 1"), told.complaints());
    }

    @Test
    void writesJsonAndNothingElse() throws IOException {
        Terminal told = Terminal.run("run", bad, good, "--json");
        assertEquals(Status.BROKEN, told.status());
        assertEquals(2, told.lines().size(), told.out());
        JsonNode failed = new ObjectMapper().readTree(told.lines().get(0));
        JsonNode passed = new ObjectMapper().readTree(told.lines().get(1));
        List<String> keys = List.of(
                "scenario",
                "seed",
                "verdict",
                "violations",
                "claims",
                "events",
                "virtualNanos",
                "wallNanos",
                "traceHash");
        assertEquals(keys, keys(failed));
        assertEquals(keys, keys(passed));
        assertEquals("good", passed.get("scenario").asText());
        assertEquals(1, passed.get("seed").asLong());
        assertEquals("pass", passed.get("verdict").asText());
        assertEquals("[1,2]", passed.get("claims").toString());
        assertEquals(200_000_000, passed.get("virtualNanos").asLong());
        assertTrue(passed.get("events").asLong() > 0 && passed.get("wallNanos").asLong() > 0);
        assertTrue(passed.get("traceHash").asText().matches("[0-9a-f]{32}"));
        assertEquals("fail", failed.get("verdict").asText());
        JsonNode violation = failed.get("violations").get(0);
        assertEquals(List.of("number", "name", "timeNanos", "text"), keys(violation));
        assertEquals("expectation", violation.get("name").asText());
    }

    @Test
    void writesTheTraceAsJsonLines() throws IOException {
        Path trace = folder.resolve("trace.jsonl");
        Terminal told = Terminal.run("run", good, "--quiet", "--trace", trace.toString());
        assertEquals(Status.HELD, told.status(), told.err());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(trace)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertEquals(List.of("scenario", "seed", "traceHash"), keys(lines.get(0)));
        assertEquals(List.of("timeNanos", "who", "kind", "what"), keys(lines.get(1)));
        assertTrue(lines.stream().anyMatch(line -> line.path("kind").asText().equals("fault")));
        JsonNode last = lines.get(lines.size() - 1);
        assertEquals(List.of("checkpoint", "events", "hash"), keys(last));
        assertEquals(last.get("checkpoint").asLong() * 4096, last.get("events").asLong());
    }

    @Test
    void drawsFromTheSeed() {
        String ranged = Terminal.write(folder.resolve("ranged.yaml"), STORY.replace("at: 40ms", "at: 40ms..60ms"));
        String first = Terminal.run("run", ranged, "-q", "--seed", "1").out();
        assertEquals(first, Terminal.run("run", ranged, "-q").out());
        assertFalse(
                first.equals(Terminal.run("run", ranged, "-q", "--seed", "2").out()));
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
