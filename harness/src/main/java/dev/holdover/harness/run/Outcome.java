package dev.holdover.harness.run;

import dev.holdover.harness.check.Resynced;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.story.Journal;
import java.util.List;

/**
 * What came of one run.
 *
 * @param violations none: everything held
 * @param events number of events
 * @param virtualNanos how long the story took in its world
 * @param wallNanos how long it took here
 * @param traceHash 32 hexadecimal digits over every event
 * @param checkpoints the hash after every 4,096 events
 * @param story what happened, in order
 * @param writesAcknowledged how many writes became durable
 * @param resynced what the resyncs sent, against what differed
 */
public record Outcome(
        Scenario scenario,
        long seed,
        List<Violation> violations,
        long events,
        long virtualNanos,
        long wallNanos,
        String traceHash,
        List<String> checkpoints,
        List<Journal.Line> story,
        long writesAcknowledged,
        Resynced resynced) {
    /** Copies the lists. */
    public Outcome {
        violations = List.copyOf(violations);
        checkpoints = List.copyOf(checkpoints);
        story = List.copyOf(story);
    }

    public boolean passed() {
        return violations.isEmpty();
    }
}
