package dev.holdover.model.disk;

/**
 * The volatile cache: pages of which some units are newer than the medium's. What is written over in the cache may
 * have reached the medium before, and when the cache is full its oldest page does; nothing else tells in
 * which order units do.
 */
final class WriteCache {
    private static final int PAGES = 256;

    private final Medium medium;
    private final DiskChance chance;
    private final int atomicUnits;
    private final long[] numbers = new long[PAGES];
    private final int[] dirty = new int[PAGES];
    private byte[] bytes = new byte[0];
    private int used;
    private int next;

    /** @param atomicUnits the units of a logical block: they reach the medium together */
    WriteCache(Medium medium, DiskChance chance, int atomicUnits) {
        this.medium = medium;
        this.chance = chance;
        this.atomicUnits = atomicUnits;
    }

    /** Whether so many pages are better not cached at all. */
    static boolean tooLarge(long pages) {
        return pages > PAGES / 2;
    }

    void write(long page, int mask, byte[] from, int at) {
        int slot = find(page);
        if (slot < 0) {
            slot = take(page);
        }
        int over = dirty[slot] & mask;
        if (over != 0 && chance.between(0, 1) == 1) {
            medium.write(page, over, bytes, slot * Medium.PAGE);
        }
        for (int unit = 0; unit < Medium.UNITS; unit++) {
            if ((mask >> unit & 1) != 0) {
                int to = slot * Medium.PAGE + unit * Medium.UNIT;
                System.arraycopy(from, at + unit * Medium.UNIT, bytes, to, Medium.UNIT);
            }
        }
        dirty[slot] |= mask;
    }

    /** Reads what it has of {@code mask}, and says what that is. */
    int read(long page, int mask, byte[] into, int at) {
        int slot = find(page);
        if (slot < 0) {
            return 0;
        }
        int hit = dirty[slot] & mask;
        for (int unit = 0; unit < Medium.UNITS; unit++) {
            if ((hit >> unit & 1) != 0) {
                int from = slot * Medium.PAGE + unit * Medium.UNIT;
                System.arraycopy(bytes, from, into, at + unit * Medium.UNIT, Medium.UNIT);
            }
        }
        return hit;
    }

    /** Something newer goes to the medium: what is here must not follow it. */
    void drop(long page, int mask) {
        int slot = find(page);
        if (slot >= 0) {
            clean(slot, mask);
        }
    }

    /** Everything goes to the medium. */
    void flush() {
        for (int slot = 0; slot < PAGES && used > 0; slot++) {
            destage(slot);
        }
    }

    /** Power is lost: a part has reached the medium, the rest is gone. */
    void lose() {
        for (int slot = 0; slot < PAGES && used > 0; slot++) {
            if (dirty[slot] != 0) {
                int landed = subset(dirty[slot]);
                if (landed != 0) {
                    medium.write(numbers[slot], landed, bytes, slot * Medium.PAGE);
                }
                clean(slot, dirty[slot]);
            }
        }
    }

    /** Of the units in {@code mask}, those that landed: often none or all, for these are what others forget. */
    int subset(int mask) {
        long kind = chance.between(0, 3);
        if (kind <= 1) {
            return kind == 0 ? 0 : mask;
        }
        int blocks = Medium.UNITS / atomicUnits;
        long drawn = chance.between(0, (1L << blocks) - 1);
        int landed = 0;
        for (int unit = 0; unit < Medium.UNITS; unit++) {
            landed |= (int) (drawn >> unit / atomicUnits & 1) << unit;
        }
        return landed & mask;
    }

    /** What a flush has to move. */
    long dirtyBytes() {
        int units = 0;
        for (int slot = 0; slot < PAGES && used > 0; slot++) {
            units += Integer.bitCount(dirty[slot]);
        }
        return (long) units * Medium.UNIT;
    }

    private int take(long page) {
        if (bytes.length == 0) {
            bytes = new byte[PAGES * Medium.PAGE];
        }
        int slot = next;
        next = (next + 1) % PAGES;
        destage(slot);
        numbers[slot] = page;
        used++;
        return slot;
    }

    private void destage(int slot) {
        if (dirty[slot] != 0) {
            medium.write(numbers[slot], dirty[slot], bytes, slot * Medium.PAGE);
            clean(slot, dirty[slot]);
        }
    }

    private void clean(int slot, int mask) {
        dirty[slot] &= ~mask;
        if (dirty[slot] == 0) {
            used--;
        }
    }

    private int find(long page) {
        for (int slot = 0; slot < PAGES && used > 0; slot++) {
            if (dirty[slot] != 0 && numbers[slot] == page) {
                return slot;
            }
        }
        return -1;
    }
}
