package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.check.Resynced;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.story.Journal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    private static final Scenario SCENARIO =
            ScenarioFile.load(Path.of("story.yaml"), """
            scenario: Nothing happens
            duration: 20ms
            hosts: [alpha, beta]
            """.getBytes(StandardCharsets.UTF_8), Run.vocabulary(), List.of());

    @Test
    void findsNoDifferenceBetweenEqualRuns() {
        assertEquals(Optional.empty(), Determinism.compare(outcome("a", "b"), outcome("a", "b")));
    }

    @Test
    void takesNoNoticeOfTheTimeThatARunTook() {
        Outcome slow = outcome(9_000, 77, "end", "", "a", "b");
        assertEquals(Optional.empty(), Determinism.compare(outcome(9_000, 1, "end", "", "a", "b"), slow));
    }

    @Test
    void namesTheFirstCheckpointThatDiffers() {
        assertDiffers("checkpoint 2 (events 4097..8192)", outcome("a", "b", "c"), outcome("a", "x", "y"));
        assertDiffers("checkpoint 1 (events 1..4096)", outcome("a"), outcome("x"));
    }

    @Test
    void namesTheEndWhereAllCheckpointsAgree() {
        Outcome first = outcome(9_000, 1, "end", "", "a", "b");
        assertDiffers("checkpoint 3 (events 8193..9000)", first, outcome(9_000, 1, "other", "", "a", "b"));
        assertDiffers("checkpoint 3 (events 8193..9003)", first, outcome(9_003, 1, "other", "", "a", "b"));
    }

    @Test
    void namesTheEndOfTheShorterRun() {
        assertDiffers("checkpoint 3 (events 8193..12288)", outcome("a", "b"), outcome("a", "b", "c"));
    }

    @Test
    void noticesThatOnlyTheStoryDiffers() {
        Optional<Violation> difference = Determinism.compare(
                outcome(9_000, 1, "end", "one", "a", "b"), outcome(9_000, 1, "end", "another", "a", "b"));
        assertEquals(
                "two runs have one trace hash but tell different stories",
                difference.orElseThrow().text());
    }

    @Test
    void playsTheSameTwiceWhateverTheClockSays() {
        AtomicLong clock = new AtomicLong();
        Run run = new Run(() -> clock.addAndGet(1_000_003));
        Outcome outcome = Determinism.play(run, SCENARIO, 3);
        assertTrue(outcome.passed(), outcome.violations().toString());
        assertEquals(1_000_003, outcome.wallNanos());
    }

    private static void assertDiffers(String where, Outcome first, Outcome second) {
        Violation violation = Determinism.compare(first, second).orElseThrow();
        assertEquals(26, violation.number());
        assertEquals("determinism", violation.name());
        assertEquals("two runs differ first at " + where, violation.text());
    }

    private static Outcome outcome(String... checkpoints) {
        return outcome(checkpoints.length * 4096L + 100, 1, "of " + String.join("", checkpoints), "", checkpoints);
    }

    private static Outcome outcome(long events, long wallNanos, String hash, String told, String... checkpoints) {
        return new Outcome(
                SCENARIO,
                1,
                List.of(),
                events,
                20_000_000,
                wallNanos,
                hash,
                List.of(checkpoints),
                List.of(new Journal.Line(1, "alpha", told, Journal.Kind.EVENT)),
                0,
                new Resynced(0, 0));
    }
}
