package dev.holdover.harness.workload;

import dev.holdover.harness.world.RandomStream;

/** What all clients do: they number what they write, from one, and pause between two operations. */
abstract class NumberedClient {
    private final long everyLowNs;
    private final long everyHighNs;
    private final RandomStream random;
    private long lastWriteId;

    /** @param everyLowNs shortest pause between two operations; {@code everyHighNs} longest */
    NumberedClient(long everyLowNs, long everyHighNs, RandomStream random) {
        this.everyLowNs = everyLowNs;
        this.everyHighNs = everyHighNs;
        this.random = random;
    }

    final RandomStream random() {
        return random;
    }

    /** How long it waits before its next operation. */
    final long pauseNs() {
        return random.between(everyLowNs, everyHighNs);
    }

    /** A number for the next write. */
    final long newWriteId() {
        return ++lastWriteId;
    }

    /** Whether any write was ever made. */
    final boolean hasWritten() {
        return lastWriteId > 0;
    }
}
