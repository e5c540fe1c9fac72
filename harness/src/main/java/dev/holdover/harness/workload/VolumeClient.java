package dev.holdover.harness.workload;

import dev.holdover.harness.world.RandomStream;

/** What a personality writes on its volume of the disk array; it outlives hosts, as {@link Client} does. */
public final class VolumeClient extends NumberedClient {
    private static final int FLUSH_EVERY = 8;
    private static final int THROUGH_EVERY = 5;

    private final int personality;
    private final int sectors;
    private int operations;

    /**
     * @param everyLowNs shortest pause between two commands; {@code everyHighNs} longest
     * @param sectors size of the volume in sectors
     */
    public VolumeClient(int personality, long everyLowNs, long everyHighNs, int sectors, RandomStream random) {
        super(everyLowNs, everyHighNs, random);
        this.personality = personality;
        this.sectors = sectors;
    }

    int personality() {
        return personality;
    }

    int sectors() {
        return sectors;
    }

    int anySector() {
        return (int) random().between(0, sectors - 1);
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
