package dev.holdover.firmware.store;

import dev.holdover.model.disk.DiskOpcode;

/**
 * Zeroes a region: both headers first, flushed, so that a cut leaves nothing that would be taken for an image; then
 * the rest, flushed.
 */
final class Wiper {
    private static final int BLOCKS_AT_ONCE = 4096;

    private final Medium medium;
    private final Pending pending;
    private final StoreMap map;
    private long zeroed;
    private boolean flushing;
    private long flushedUpTo;

    Wiper(Medium medium, Pending pending, StoreMap map) {
        this.medium = medium;
        this.pending = pending;
        this.map = map;
    }

    /** From the beginning. */
    void begin() {
        zeroed = 0;
        flushing = false;
        flushedUpTo = 0;
    }

    boolean done() {
        return flushedUpTo >= map.blocks();
    }

    /** Its last command has ended well. */
    void ended() {
        if (flushing) {
            flushedUpTo = zeroed;
        }
    }

    /** Gives the next command; says false if the disk takes none. */
    boolean step() {
        if (!medium.open()) {
            return false;
        }
        boolean headers = zeroed < StoreMap.HEADERS;
        flushing = zeroed > flushedUpTo && (zeroed == StoreMap.HEADERS || zeroed >= map.blocks());
        if (flushing) {
            return pending.submit(DiskOpcode.FLUSH, 0, 0);
        }
        long most = headers ? StoreMap.HEADERS : BLOCKS_AT_ONCE;
        int count = (int) Math.min(most, map.blocks() - zeroed);
        long from = map.first() + zeroed;
        zeroed += count;
        return pending.submit(DiskOpcode.WRITE_ZEROES, from, count);
    }
}
