package dev.holdover.model.layout;

/**
 * Which 4 KiB blocks of a slot's image differ, or may differ, from one peer's copy: a bit each, in
 * the NVRAM. A bit is set before the write that makes it true is committed, and cleared only when
 * the peer has said that it holds the block.
 */
public final class DirtyMap {
    private final NvramAccess nvram;
    private final long base;
    private final int blocks;

    /** @param peer which of the slot's peers, from zero */
    public DirtyMap(NvramLayout layout, NvramAccess nvram, long slotBase, int peer) {
        this(nvram, slotBase + layout.dirtyMap() + peer * layout.mapBytes(), layout.blocks());
    }

    private DirtyMap(NvramAccess nvram, long base, int blocks) {
        this.nvram = nvram;
        this.base = base;
        this.blocks = blocks;
    }

    /** The map of the blocks that a pre-image holds. */
    static DirtyMap ofPreImage(NvramLayout layout, NvramAccess nvram, long slotBase) {
        return new DirtyMap(nvram, slotBase + layout.preImageMap(), layout.blocks());
    }

    public boolean get(int block) {
        return (nvram.getLong(word(block)) >>> block & 1) != 0;
    }

    public void set(int block) {
        long old = nvram.getLong(word(block));
        if ((old >>> block & 1) == 0) {
            nvram.putLong(word(block), old | 1L << block);
        }
    }

    public void clear(int block) {
        long old = nvram.getLong(word(block));
        if ((old >>> block & 1) != 0) {
            nvram.putLong(word(block), old & ~(1L << block));
        }
    }

    public void setAll() {
        for (int block = 0; block < blocks; block += 64) {
            int bits = Math.min(64, blocks - block);
            nvram.putLong(word(block), bits == 64 ? -1L : (1L << bits) - 1);
        }
    }

    public void clearAll() {
        for (int block = 0; block < blocks; block += 64) {
            nvram.putLong(word(block), 0);
        }
    }

    /** The first dirty block at or after {@code from}, or -1. */
    public int next(int from) {
        if (from >= blocks) {
            return -1;
        }
        long bits = nvram.getLong(word(from)) >>> from << from;
        for (int first = from & ~63; ; ) {
            if (bits != 0) {
                return first + Long.numberOfTrailingZeros(bits);
            }
            first += 64;
            if (first >= blocks) {
                return -1;
            }
            bits = nvram.getLong(word(first));
        }
    }

    public int count() {
        int count = 0;
        for (int block = 0; block < blocks; block += 64) {
            count += Long.bitCount(nvram.getLong(word(block)));
        }
        return count;
    }

    private long word(int block) {
        return base + (block >>> 6) * 8L;
    }
}
