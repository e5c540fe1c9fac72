package dev.holdover.model.layout;

/**
 * Which 4 KiB blocks of a slot's image differ, or may differ, from one peer's copy: a bit each, in
 * the NVRAM. A bit is set before the write that makes it true is committed, and cleared only when
 * the peer has said that it holds the block. A word of the map that can't be read any more counts as all
 * dirty; of the map of a pre-image no such guess is safe.
 */
public final class DirtyMap {
    private final NvramAccess nvram;
    private final long base;
    private final int blocks;
    private final boolean guesses;

    /** @param peer which of the slot's peers, from zero */
    public DirtyMap(NvramLayout layout, NvramAccess nvram, long slotBase, int peer) {
        this(nvram, slotBase + layout.dirtyMap() + peer * layout.mapBytes(), layout.blocks(), true);
    }

    private DirtyMap(NvramAccess nvram, long base, int blocks, boolean guesses) {
        this.nvram = nvram;
        this.base = base;
        this.blocks = blocks;
        this.guesses = guesses;
    }

    /** The map of the blocks that a pre-image holds. */
    static DirtyMap ofPreImage(NvramLayout layout, NvramAccess nvram, long slotBase) {
        return new DirtyMap(nvram, slotBase + layout.preImageMap(), layout.blocks(), false);
    }

    public boolean get(int block) {
        return (load(block) >>> block & 1) != 0;
    }

    public void set(int block) {
        long old = load(block);
        if ((old >>> block & 1) == 0) {
            nvram.putLong(word(block), old | 1L << block);
        }
    }

    public void clear(int block) {
        long old = load(block);
        if ((old >>> block & 1) != 0) {
            nvram.putLong(word(block), old & ~(1L << block));
        }
    }

    public void setAll() {
        for (int block = 0; block < blocks; block += 64) {
            nvram.putLong(word(block), allOf(block));
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
        long bits = load(from) >>> from << from;
        for (int first = from & ~63; ; ) {
            if (bits != 0) {
                return first + Long.numberOfTrailingZeros(bits);
            }
            first += 64;
            if (first >= blocks) {
                return -1;
            }
            bits = load(first);
        }
    }

    public int count() {
        int count = 0;
        for (int block = 0; block < blocks; block += 64) {
            count += Long.bitCount(load(block));
        }
        return count;
    }

    /** The word of the map that holds {@code block}'s bit. */
    private long load(int block) {
        try {
            return nvram.getLong(word(block));
        } catch (UncorrectableError error) {
            if (!guesses) {
                throw error;
            }
            long all = allOf(block & ~63);
            nvram.putLong(word(block), all);
            return all;
        }
    }

    private long allOf(int first) {
        int bits = Math.min(64, blocks - first);
        return bits == 64 ? -1L : (1L << bits) - 1;
    }

    private long word(int block) {
        return base + (block >>> 6) * 8L;
    }
}
