package dev.holdover.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.story.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReportTest {
    private static final Run RUN = new Run(System::nanoTime);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brown-out",
                "hostile-wire",
                "learn-cycle",
                "nic-answers-while-firmware-is-down",
                "raid5-degraded-host-crash",
                "three-hosts-one-crashes"
            })
    void changesNothing(String name) throws IOException {
        Scenario scenario = Tool.scenario(name);
        Outcome plain = RUN.play(scenario, 3);
        Outcome watched = RunReport.write(folder, RUN, scenario, 3);
        assertEquals(plain.traceHash(), watched.traceHash());
        assertEquals(plain.checkpoints(), watched.checkpoints());
        assertEquals(plain.story(), watched.story());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Stream.of("vcd", "pcapng", "jsonl", "html", "svg", "png")
                            .map(suffix -> name + "-3." + suffix)
                            .collect(Collectors.toSet()),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void writesTheSameTwice() throws IOException {
        Scenario scenario = Tool.scenario("host-crash", "duration=120ms");
        RunReport report = RunReport.whole();
        report.write(folder, RUN.play(scenario, 1, report));
        byte[] wave = Files.readAllBytes(folder.resolve("host-crash-1.vcd"));
        byte[] packets = Files.readAllBytes(folder.resolve("host-crash-1.pcapng"));
        report.write(folder, RUN.play(scenario, 1, report));
        assertTrue(Arrays.equals(wave, Files.readAllBytes(folder.resolve("host-crash-1.vcd"))));
        assertTrue(Arrays.equals(packets, Files.readAllBytes(folder.resolve("host-crash-1.pcapng"))));
    }

    @Test
    void tellsTheWholeHistoryWithNamesAndNumbers() throws IOException {
        Scenario scenario = Tool.scenario("console-fences-a-host-for-good");
        Outcome outcome = RunReport.write(folder, RUN, scenario, 1);
        List<JsonNode> lines = lines(outcome);
        assertEquals(outcome.traceHash(), lines.get(0).get("traceHash").asText());
        assertEquals("pass", lines.get(lines.size() - 1).get("verdict").asText());
        assertEquals(
                outcome.checkpoints(),
                lines.stream()
                        .filter(line -> line.has("checkpoint"))
                        .map(line -> line.get("hash").asText())
                        .toList());
        List<JsonNode> acknowledged = named(lines, "write-acknowledged");
        assertEquals(outcome.writesAcknowledged(), acknowledged.size());
        assertTrue(acknowledged.stream().allMatch(line -> line.get("b").asLong() > 0));
        assertEquals(
                named(lines, "console-said").size(),
                named(lines, "console-line").size());
        // What has words is what the story tells, but that it tells a console's line in one.
        List<String> told = new ArrayList<>();
        for (JsonNode line : lines) {
            if (line.has("what") && !line.get("name").asText().equals("console-said")) {
                String console = line.get("name").asText().equals("console-line") ? "console: " : "";
                told.add(line.get("timeNanos").asText() + " " + line.get("who").asText() + " "
                        + line.get("kind").asText() + " " + console
                        + line.get("what").asText());
            }
        }
        assertEquals(outcome.story().stream().map(RunReportTest::text).toList(), told);
    }

    @Test
    void namesFaultsHealsAndViolations() throws IOException {
        Scenario scenario = Tool.scenario("lan-a-switch-dies", "expect[0].within=1us");
        Outcome outcome = RunReport.write(folder, RUN, scenario, 1);
        List<JsonNode> lines = lines(outcome);
        assertEquals(
                List.of("fault"),
                named(lines, "switch-failure").stream()
                        .map(line -> line.get("kind").asText())
                        .distinct()
                        .filter(kind -> !kind.equals("heal"))
                        .toList());
        JsonNode broken = named(lines, "expectation").get(0);
        assertEquals("violation", broken.get("kind").asText());
        assertEquals(outcome.violations().get(0).text(), broken.get("what").asText());
        assertEquals("fail", lines.get(lines.size() - 1).get("verdict").asText());
    }

    private static String text(Journal.Line line) {
        String kind = line.kind().name().toLowerCase(Locale.ROOT);
        return line.timeNs() + " " + line.who() + " " + kind + " " + line.what();
    }

    private static List<JsonNode> named(List<JsonNode> lines, String name) {
        return lines.stream()
                .filter(line -> line.has("name") && line.get("name").asText().equals(name))
                .toList();
    }

    private List<JsonNode> lines(Outcome outcome) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(RunReport.name(outcome) + ".jsonl"))) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }
}
