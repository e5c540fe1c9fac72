package dev.holdover.harness.check;

import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.World;
import java.util.ArrayList;
import java.util.List;

/** Collects violations; the first one ends the run, for what follows from it says nothing new. */
public final class Violations {
    private final World world;
    private final Journal journal;
    private final List<Violation> all = new ArrayList<>();

    public Violations(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    /** An invariant is broken. */
    public void broken(Invariant invariant, String who, String text) {
        if (all.isEmpty()) {
            journal.told(Journal.Kind.VIOLATION, who, invariant.word(), text, world.nowNs());
            all.add(new Violation(invariant.number(), invariant.word(), world.nowNs(), who + ": " + text));
            world.stop();
        }
    }

    /** Something that the scenario demands was not seen, or was seen though it must not. */
    public void unmet(String text) {
        journal.told(Journal.Kind.VIOLATION, "scenario", "expectation", text, world.nowNs());
        all.add(new Violation(0, "expectation", world.nowNs(), text));
    }

    public boolean none() {
        return all.isEmpty();
    }

    public List<Violation> all() {
        return List.copyOf(all);
    }
}
