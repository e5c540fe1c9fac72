package dev.holdover.harness.run;

import dev.holdover.harness.check.Invariant;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.TraceHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Watches invariant 26: one seed, one history. */
public final class Determinism {
    private Determinism() {}

    /** Plays {@code scenario} twice; what comes of it is the first run's, and violation 26 if the second differs. */
    public static Outcome play(Run run, Scenario scenario, long seed) {
        return play(run, scenario, seed, (world, cluster, witnesses, journal) -> {});
    }

    /** The same; {@code spectator} sees the first run only, so that one that changes something is found out. */
    public static Outcome play(Run run, Scenario scenario, long seed, Spectator spectator) {
        Outcome first = run.play(scenario, seed, spectator);
        Optional<Violation> difference = compare(first, run.play(scenario, seed));
        return difference.isEmpty() ? first : with(first, difference.get());
    }

    /** Holds two runs of one scenario and seed against each other, and names the first checkpoint that differs. */
    public static Optional<Violation> compare(Outcome first, Outcome second) {
        return difference(first, second)
                .map(text -> new Violation(
                        Invariant.DETERMINISM.number(), Invariant.DETERMINISM.word(), first.virtualNanos(), text));
    }

    private static Optional<String> difference(Outcome first, Outcome second) {
        int both = Math.min(first.checkpoints().size(), second.checkpoints().size());
        for (int i = 0; i < both; i++) {
            if (!first.checkpoints().get(i).equals(second.checkpoints().get(i))) {
                return Optional.of(parted(i, (i + 1L) * TraceHash.INTERVAL));
            }
        }
        if (!first.traceHash().equals(second.traceHash()) || first.events() != second.events()) {
            long last = Math.max(first.events(), second.events());
            return Optional.of(parted(both, Math.min(last, (both + 1L) * TraceHash.INTERVAL)));
        }
        return sameTold(first, second)
                ? Optional.empty()
                : Optional.of("two runs have one trace hash but tell different stories");
    }

    private static String parted(int checkpoint, long lastEvent) {
        return "two runs differ first at checkpoint " + (checkpoint + 1) + " (events "
                + ((long) checkpoint * TraceHash.INTERVAL + 1) + ".." + lastEvent + ")";
    }

    private static boolean sameTold(Outcome first, Outcome second) {
        return first.story().equals(second.story()) && first.violations().equals(second.violations());
    }

    private static Outcome with(Outcome outcome, Violation violation) {
        List<Violation> violations = new ArrayList<>(outcome.violations());
        violations.add(violation);
        List<Journal.Line> story = new ArrayList<>(outcome.story());
        story.add(new Journal.Line(violation.timeNs(), "harness", violation.text(), Journal.Kind.VIOLATION));
        return new Outcome(
                outcome.scenario(),
                outcome.seed(),
                violations,
                outcome.events(),
                outcome.virtualNanos(),
                outcome.wallNanos(),
                outcome.traceHash(),
                outcome.checkpoints(),
                story,
                outcome.writesAcknowledged(),
                outcome.resynced());
    }
}
