package dev.holdover.harness.run;

import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;

/** Sees a run from its first event on. It changes nothing: a run with one has the trace hash of a run without. */
@FunctionalInterface
public interface Spectator {
    /**
     * A world is about to begin.
     *
     * @param world for the time; nothing may be scheduled in it
     * @param cluster what there is, with all names
     * @param witnesses where a {@link dev.holdover.harness.world.Witness} can be added
     * @param journal what the story is written in; it can be listened to
     */
    void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal);
}
