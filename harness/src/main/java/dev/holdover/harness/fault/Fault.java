package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;

/** A failure that can be injected, with its page for the catalogue. */
public abstract class Fault implements Deed {
    /**
     * What there is to know of a fault.
     *
     * @param word its name in scenario files
     * @param target what kind of component it strikes
     * @param told what the timeline says when it strikes
     * @param toldHealed what the timeline says when it heals; empty: it never heals by itself
     * @param breaks what it breaks
     * @param heals how it ends, with {@code for} and without
     * @param knownAs the names by which hardware people know it
     */
    public record Page(
            String word, Target target, String told, String toldHealed, String breaks, String heals, String knownAs) {}

    private final Page page;

    Fault(Page page) {
        this.page = page;
    }

    public final Page page() {
        return page;
    }

    @Override
    public final String word() {
        return page.word();
    }

    @Override
    public final Target target() {
        return page.target();
    }

    @Override
    public final String told() {
        return page.told();
    }

    /** Whether a step may say {@code for}. */
    public final boolean canHeal() {
        return !page.toldHealed().isEmpty();
    }

    /** Whether it is over as soon as it has struck, so that the world is whole though nobody heals it. */
    public boolean passes() {
        return false;
    }

    /** Ends it. */
    public void heal(Cluster cluster, String name) {
        throw new UnsupportedOperationException(word() + " does not heal");
    }
}
