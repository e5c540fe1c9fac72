package dev.holdover.model.card;

import dev.holdover.model.time.Scheduler;
import java.util.Arrays;

/**
 * The processor's timers. Each has one deadline and at most one call pending: a call that comes before
 * a deadline that was moved asks for the next one.
 */
final class Timers {
    private static final long UNARMED = -1;

    private final Scheduler scheduler;
    private final int kind;
    private final long[] deadlines;
    private final long[] calls;
    private final boolean[] missed;

    /** @param kind the event by which a timer is called, with its number and the time asked for */
    Timers(Scheduler scheduler, int kind, int count) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.deadlines = new long[count];
        this.calls = new long[count];
        this.missed = new boolean[count];
        Arrays.fill(calls, UNARMED);
        reset();
    }

    /** Forgets every deadline. */
    void reset() {
        Arrays.fill(deadlines, UNARMED);
        Arrays.fill(missed, false);
    }

    void arm(int id, long atNs) {
        deadlines[id] = Math.max(atNs, scheduler.nowNs());
        call(id);
    }

    void disarm(int id) {
        deadlines[id] = UNARMED;
    }

    /** A call came; says whether the timer is due. It is then no longer armed. */
    boolean due(int id, long askedForNs, long nowNs) {
        if (calls[id] != askedForNs) {
            return false;
        }
        calls[id] = UNARMED;
        if (deadlines[id] == UNARMED) {
            return false;
        }
        if (deadlines[id] > nowNs) {
            call(id);
            return false;
        }
        deadlines[id] = UNARMED;
        return true;
    }

    /** A due timer found the processor hung. */
    void miss(int id) {
        missed[id] = true;
    }

    /** The processor runs again: what it missed is due now. */
    void catchUp() {
        for (int id = 0; id < missed.length; id++) {
            if (missed[id]) {
                missed[id] = false;
                arm(id, scheduler.nowNs());
            }
        }
    }

    private void call(int id) {
        if (calls[id] == UNARMED || calls[id] > deadlines[id]) {
            calls[id] = deadlines[id];
            scheduler.at(deadlines[id], kind, id, deadlines[id]);
        }
    }
}
