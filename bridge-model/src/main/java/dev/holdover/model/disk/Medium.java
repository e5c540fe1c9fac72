package dev.holdover.model.disk;

import java.util.Arrays;

/**
 * The medium, in pages of eight units of 512 bytes. A page takes memory when it is first written; one that never was
 * is zeros. A mask names units of a page, the first with bit 0.
 */
final class Medium {
    static final int UNIT = 512;
    static final int UNITS = 8;
    static final int PAGE = UNIT * UNITS;

    private static final int FIRST_CAPACITY = 64;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int ABSENT = -1;

    private final LatentErrors errors = new LatentErrors();
    private long[] numbers = new long[FIRST_CAPACITY];
    private byte[][] pages = new byte[FIRST_CAPACITY][];
    private int size;

    Medium() {
        Arrays.fill(numbers, ABSENT);
    }

    LatentErrors errors() {
        return errors;
    }

    /** Stores the units of a page that {@code mask} names; {@code from[at]} is where the page's first unit would be. */
    void write(long page, int mask, byte[] from, int at) {
        int slot = make(page);
        byte[] bytes = pages[slot];
        for (int unit = 0; unit < UNITS; unit++) {
            if ((mask >> unit & 1) != 0) {
                System.arraycopy(from, at + unit * UNIT, bytes, unit * UNIT, UNIT);
            }
        }
        written(page, mask);
    }

    /** Zeros: nothing to store where there never was anything. */
    void zero(long page, int mask) {
        int slot = find(page);
        for (int unit = 0; unit < UNITS && numbers[slot] == page; unit++) {
            if ((mask >> unit & 1) != 0) {
                Arrays.fill(pages[slot], unit * UNIT, (unit + 1) * UNIT, (byte) 0);
            }
        }
        written(page, mask);
    }

    void read(long page, int mask, byte[] into, int at) {
        int slot = find(page);
        boolean there = numbers[slot] == page;
        for (int unit = 0; unit < UNITS; unit++) {
            int to = at + unit * UNIT;
            if ((mask >> unit & 1) == 0) {
                continue;
            }
            if (there) {
                System.arraycopy(pages[slot], unit * UNIT, into, to, UNIT);
            } else {
                Arrays.fill(into, to, to + UNIT, (byte) 0);
            }
        }
    }

    /** A bit flips, and nobody is told. */
    void flip(long page, int bit) {
        int slot = make(page);
        pages[slot][bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    /** Whether one of the units can't be read. */
    boolean unreadable(long page, int mask) {
        for (int unit = 0; unit < UNITS && !errors.none(); unit++) {
            if ((mask >> unit & 1) != 0 && errors.at(page * UNITS + unit)) {
                return true;
            }
        }
        return false;
    }

    private void written(long page, int mask) {
        for (int unit = 0; unit < UNITS && !errors.none(); unit++) {
            if ((mask >> unit & 1) != 0) {
                errors.remove(page * UNITS + unit, page * UNITS + unit + 1);
            }
        }
    }

    private int make(long page) {
        int slot = find(page);
        if (numbers[slot] == page) {
            return slot;
        }
        if (2 * (size + 1) > numbers.length) {
            grow();
            slot = find(page);
        }
        numbers[slot] = page;
        pages[slot] = new byte[PAGE];
        size++;
        return slot;
    }

    /** The page's slot, or the empty one where it would be. */
    private int find(long page) {
        int last = numbers.length - 1;
        int slot = (int) (page * MIX >>> Integer.SIZE) & last;
        while (numbers[slot] != page && numbers[slot] != ABSENT) {
            slot = slot + 1 & last;
        }
        return slot;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        byte[][] oldPages = pages;
        numbers = new long[2 * oldNumbers.length];
        pages = new byte[numbers.length][];
        Arrays.fill(numbers, ABSENT);
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != ABSENT) {
                int slot = find(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                pages[slot] = oldPages[i];
            }
        }
    }
}
