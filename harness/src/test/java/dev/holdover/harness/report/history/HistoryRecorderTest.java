package dev.holdover.harness.report.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Measure;
import dev.holdover.harness.report.history.History.Series;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.report.history.History.Step;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.story.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recorder keeps is what happened. */
class HistoryRecorderTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final long MS = 1_000_000;

    private static final String MANY_FAULTS = """
            scenario: Rails, a wire, a link and a processor fail one by one
            duration: 900ms
            hosts: [alpha, beta]
            feeds:
              room-1: { powers: [alpha] }
              room-2: { powers: [beta] }
            when:
              - { at: 100ms, fault: mains-loss, on: room-1, for: 100ms }
              - { at: 400ms, fault: link-down, on: lan-a, for: 50ms }
              - { at: 500ms, fault: firmware-crash, on: beta.card }
              - { at: 600ms, fault: pcie-link-down, on: beta.card, for: 20ms }
            """;

    @TempDir
    private Path folder;

    private record Recorded(Outcome outcome, History history) {
        Span at(String component, String aspect, long ns) {
            return lane(component, aspect).spans().stream()
                    .filter(span -> span.fromNs() <= ns && ns < span.toNs())
                    .findFirst()
                    .orElseThrow();
        }

        Lane lane(String component, String aspect) {
            return history.lanes().stream()
                    .filter(lane ->
                            lane.component().equals(component) && lane.aspect().equals(aspect))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(component + " " + aspect));
        }

        long told(String who, String what) {
            return outcome.story().stream()
                    .filter(line -> line.who().equals(who) && line.what().startsWith(what))
                    .mapToLong(Journal.Line::timeNs)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(who + " " + what));
        }
    }

    private static Recorded record(Scenario scenario) {
        HistoryRecorder recorder = new HistoryRecorder();
        Outcome outcome = new Run(() -> 0).play(scenario, 1, recorder);
        return new Recorded(outcome, recorder.history(outcome));
    }

    private static Scenario stored(String name) {
        return ScenarioFile.load(SCENARIOS.resolve(name), Run.vocabulary(), List.of());
    }

    private Scenario written(String text) throws IOException {
        return ScenarioFile.load(Files.writeString(folder.resolve("it.yaml"), text), Run.vocabulary(), List.of());
    }

    @Test
    void runIsTheSameWithAndWithoutIt() throws IOException {
        for (Scenario scenario : List.of(
                stored("host-crash.yaml"),
                stored("everything-at-once-on-three-cards.yaml"),
                stored("learn-cycle.yaml"),
                written(MANY_FAULTS))) {
            Outcome without = new Run(() -> 0).play(scenario, 1);
            assertEquals(without, record(scenario).outcome(), scenario.name());
        }
    }

    @Test
    void hostCrashMovesTheRoleAtTheMomentsThatTheStoryTells() {
        Recorded run = record(stored("host-crash.yaml"));
        assertTrue(run.outcome().passed());
        long crashNs = run.told("alpha", "crashes");
        long shutNs = run.told("alpha.card", "gate shut");
        long claimedNs = run.told("beta.card", "epoch 2 is ours");

        assertEquals("running", run.at("alpha", "host", crashNs - 1).value());
        assertEquals("crashed", run.at("alpha", "host", crashNs).value());
        assertEquals(crashNs, run.at("alpha", "host", crashNs).fromNs());
        assertEquals("up", run.at("beta", "driver of beta.card", crashNs).value());
        assertEquals("open", run.at("alpha.card", "gates", shutNs - 1).value());
        assertEquals("host shut out", run.at("alpha.card", "gates", shutNs).value());
        assertEquals(
                new Span(
                        run.at("alpha.card", "personality 1 (home)", crashNs).fromNs(),
                        shutNs,
                        "active, epoch 1",
                        Tone.OWNER,
                        1),
                run.at("alpha.card", "personality 1 (home)", crashNs));
        Span taken = run.at("beta.card", "personality 1", claimedNs);
        assertEquals("active, epoch 2", taken.value());
        assertEquals(claimedNs, taken.fromNs());
        assertEquals(run.history().endNs(), taken.toNs());
        assertEquals("main", run.at("alpha.card", "power", crashNs).value());
    }

    @Test
    void lanesHaveNoGapsAndNoTwoNeighboursAreTheSame() {
        Recorded run = record(stored("everything-at-once-on-three-cards.yaml"));
        for (Lane lane : run.history().lanes()) {
            long nextNs = 0;
            String last = "";
            for (Span span : lane.spans()) {
                assertEquals(nextNs, span.fromNs(), lane.component() + " " + lane.aspect());
                assertTrue(span.toNs() > span.fromNs(), lane.component() + " " + lane.aspect() + " " + span);
                assertTrue(!span.value().equals(last), lane.component() + " " + lane.aspect() + " " + span);
                nextNs = span.toNs();
                last = span.value();
            }
            assertEquals(run.history().endNs(), nextNs, lane.component() + " " + lane.aspect());
        }
    }

    @Test
    void everyFaultIsSeenInItsLaneForAsLongAsItLasts() throws IOException {
        Recorded run = record(written(MANY_FAULTS));
        assertEquals(new Span(100 * MS, 200 * MS, "battery", Tone.WARN, 1), run.at("alpha.card", "power", 150 * MS));
        assertEquals(new Span(100 * MS, 200 * MS, "off", Tone.OFF, 1), run.at("alpha", "host", 150 * MS));
        assertEquals(new Span(400 * MS, 450 * MS, "down", Tone.BAD, 1), run.at("lan-a", "wire", 420 * MS));
        assertEquals("crashed", run.at("beta.card", "processor", 500 * MS).value());
        assertEquals(500 * MS, run.at("beta.card", "processor", 500 * MS).fromNs());
        Span link = run.at("beta.card", "PCIe link", 615 * MS);
        assertEquals(new Span(600 * MS, 620 * MS, "down", Tone.BAD, 1), link);
    }

    @Test
    void marksAreTheLinesOfTheStory() throws IOException {
        Recorded run = record(written(MANY_FAULTS));
        List<Mark> expected = run.outcome().story().stream()
                .map(line -> new Mark(line.timeNs(), line.kind(), line.who(), line.what(), 0))
                .toList();
        assertEquals(expected, run.history().marks());
        assertEquals(
                List.of(100 * MS, 400 * MS, 500 * MS, 600 * MS),
                run.history().marks().stream()
                        .filter(mark -> mark.kind() == Journal.Kind.FAULT)
                        .map(Mark::atNs)
                        .toList());
    }

    @Test
    void seriesCountWhatWasAcknowledgedAndWhatTheBatteriesLose() throws IOException {
        Recorded run = record(written(MANY_FAULTS));
        List<Long> at = run.history().sampledNs();
        Series charge = series(run, Measure.CHARGE, "alpha.card");
        int before = last(at, 100 * MS);
        int after = last(at, 199 * MS);
        assertTrue(charge.values().get(after) < charge.values().get(before), "no energy was used");
        Series acknowledged = series(run, Measure.ACKNOWLEDGED, "personality 1");
        double lastBytes = acknowledged.values().get(at.size() - 1);
        assertTrue(lastBytes > 0 && lastBytes % 512 == 0, "bytes " + lastBytes);
        for (int i = 1; i < at.size(); i++) {
            assertTrue(at.get(i) > at.get(i - 1), "samples are out of order");
            assertTrue(acknowledged.values().get(i) >= acknowledged.values().get(i - 1), "acknowledged less");
        }
        // With the wire cut the owner has what its peer has not.
        double cutBytes = series(run, Measure.UNSENT, "personality 1").values().get(last(at, 449 * MS));
        assertTrue(cutBytes > 0, "nothing is unsent behind a cut wire");
        assertEquals(0.0, series(run, Measure.UNSENT, "personality 1").values().get(last(at, 399 * MS)), 3 * 4096.0);
    }

    private static Series series(Recorded run, Measure measure, String name) {
        return run.history().series().stream()
                .filter(each -> each.measure() == measure && each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int last(List<Long> at, long ns) {
        int found = 0;
        while (found + 1 < at.size() && at.get(found + 1) <= ns) {
            found++;
        }
        return found;
    }

    @Test
    void stepsAreTheLastEventsInOrderWithWhatWasDoneAmongThem() throws IOException {
        Recorded run = record(written(MANY_FAULTS));
        List<Step> steps = run.history().steps();
        assertEquals(Recent.MOST, steps.size());
        for (int i = 1; i < steps.size(); i++) {
            assertTrue(steps.get(i).atNs() >= steps.get(i - 1).atNs(), "step " + i);
        }
        long firstNs = steps.get(0).atNs();
        for (Journal.Line line : run.outcome().story()) {
            if (line.kind() != Journal.Kind.EVENT && line.timeNs() > firstNs) {
                assertTrue(
                        steps.contains(new Step(line.timeNs(), line.kind(), line.who(), line.what())), line.toString());
            }
        }
    }

    @Test
    void ofAFailureTheEndIsTheViolation() throws IOException {
        Recorded run = record(written(MANY_FAULTS + """
                expect:
                  - { see: claimed, on: beta.card, within: 1ns of mains-loss }
                """));
        assertEquals(1, run.outcome().violations().size());
        Step last = run.history().steps().get(run.history().steps().size() - 1);
        assertEquals(Journal.Kind.VIOLATION, last.kind());
        assertEquals(run.outcome().violations().get(0).text(), last.what());
    }

    @Test
    void threeDaysOfSilenceKeepWhatHappenedBeforeThemSharp() {
        Recorded run = record(stored("three-days-asleep.yaml"));
        assertEquals(73L * 3600 * 1000 * MS, run.history().endNs());
        long early =
                run.history().sampledNs().stream().filter(ns -> ns < 110 * MS).count();
        assertTrue(early > 100, early + " samples of the time in which there was load");
        assertTrue(
                run.lane("alpha.card", "processor").spans().stream()
                        .anyMatch(span -> span.value().equals("sleeping")
                                && span.toNs() - span.fromNs() > 71L * 3600 * 1000 * MS),
                "the sleep is not seen");
    }

    @Test
    void recorderIsForOneRun() {
        HistoryRecorder recorder = new HistoryRecorder();
        Scenario scenario = stored("host-crash.yaml");
        new Run(() -> 0).play(scenario, 1, recorder);
        assertThrows(IllegalStateException.class, () -> new Run(() -> 0).play(scenario, 1, recorder));
    }
}
