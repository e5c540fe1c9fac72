package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Register;
import dev.holdover.model.time.Scheduler;
import java.util.Arrays;

/**
 * The dead-man of each window: it closes the window when the lease that the firmware wrote has run out,
 * whether the firmware still runs or not, and in whichever hand the NVRAM is.
 */
final class Leases {
    private static final long NONE = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final int event;
    private final Bridge bridge;
    private final long[] untilNs = new long[Register.LEASE_US.count()];
    private final boolean[] wakes = new boolean[untilNs.length];

    /** @param event the kind of event that {@link #due} answers; its argument is the window */
    Leases(Scheduler scheduler, int event, Bridge bridge) {
        this.scheduler = scheduler;
        this.event = event;
        this.bridge = bridge;
        Arrays.fill(untilNs, NONE);
    }

    /** Power came on: no lease is known, and none is needed. */
    void reset() {
        Arrays.fill(untilNs, NONE);
        Arrays.fill(wakes, false);
    }

    /** The firmware wrote a lease. */
    void written(int window, long us) {
        untilNs[window] = us == 0 ? NONE : scheduler.nowNs() + us * 1000;
        wake(window);
    }

    /** When a window will be closed, or {@link Long#MAX_VALUE}. */
    long untilNs(int window) {
        return untilNs[window];
    }

    /** Brings the registers up to date. */
    void refresh() {
        for (int window = 0; window < untilNs.length; window++) {
            long leftNs = untilNs[window] == NONE ? 0 : Math.max(1_000, untilNs[window] - scheduler.nowNs());
            bridge.poke(Register.LEASE_US, window, leftNs / 1000);
        }
    }

    /**
     * The event of a window.
     *
     * @return whether its lease ran out just now
     */
    boolean due(int window, long nowNs) {
        wakes[window] = false;
        if (untilNs[window] == NONE) {
            return false;
        }
        if (nowNs < untilNs[window]) {
            wake(window);
            return false;
        }
        bridge.closeWindow(window);
        return true;
    }

    /** Whether the lease of a window has run out. */
    boolean expired(int window) {
        return untilNs[window] <= scheduler.nowNs();
    }

    private void wake(int window) {
        if (untilNs[window] != NONE && !wakes[window]) {
            wakes[window] = true;
            scheduler.at(untilNs[window], event, window, 0);
        }
    }
}
