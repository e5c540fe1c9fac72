package dev.holdover.harness.workload;

import dev.holdover.harness.world.RandomStream;

/** What a personality writes on its volume of the disk array; it outlives hosts, as {@link Client} does. */
public final class VolumeClient {
    private static final int FLUSH_EVERY = 8;
    private static final int THROUGH_EVERY = 5;

    private final int personality;
    private final long everyLowNs;
    private final long everyHighNs;
    private final int sectors;
    private final RandomStream random;
    private long lastWriteId;
    private int operations;

    /**
     * @param everyLowNs shortest pause between two commands; {@code everyHighNs} longest
     * @param sectors size of the volume in sectors
     */
    public VolumeClient(int personality, long everyLowNs, long everyHighNs, int sectors, RandomStream random) {
        this.personality = personality;
        this.everyLowNs = everyLowNs;
        this.everyHighNs = everyHighNs;
        this.sectors = sectors;
        this.random = random;
    }

    int personality() {
        return personality;
    }

    int sectors() {
        return sectors;
    }

    boolean hasWritten() {
        return lastWriteId > 0;
    }

    long newWriteId() {
        return ++lastWriteId;
    }

    long pauseNs() {
        return random.between(everyLowNs, everyHighNs);
    }

    int anySector() {
        return (int) random.between(0, sectors - 1);
    }

    /** Whether the next command is a flush. */
    boolean wantsFlush() {
        return ++operations % FLUSH_EVERY == 0;
    }

    /** Whether the next write goes past the cache. */
    boolean wantsThrough() {
        return operations % THROUGH_EVERY == 0;
    }
}
