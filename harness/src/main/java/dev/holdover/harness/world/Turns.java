package dev.holdover.harness.world;

import java.util.ArrayDeque;
import java.util.Deque;

/** One host's turn at a time: who wants one while another's is open, waits for its end. */
final class Turns {
    private final Deque<Host> parked = new ArrayDeque<>();
    private boolean taken;

    /** Takes the turn, or parks {@code host} until it is free. */
    boolean take(Host host) {
        if (taken) {
            if (!parked.contains(host)) {
                parked.add(host);
            }
            return false;
        }
        taken = true;
        return true;
    }

    void release() {
        taken = false;
        while (!parked.isEmpty()) {
            parked.remove().wantTurn();
        }
    }
}
