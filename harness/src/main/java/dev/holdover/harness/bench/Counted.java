package dev.holdover.harness.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts what one invocation does, where that is not the same number each time. */
@AuxCounters
@State(Scope.Thread)
public class Counted {
    /** Events that were executed. */
    public long events;
}
