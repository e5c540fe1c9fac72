package dev.holdover.harness.world;

import dev.holdover.model.bus.PcieLink;
import java.util.Arrays;

/**
 * The CPU's write-combining buffers: a few lines of 64 bytes that leave when they are full, when
 * another line needs the place, or at a fence; partly filled ones as several writes, and the lines in
 * no order that a program may rely on.
 */
final class WriteCombiner {
    private static final int LINES = 8;
    private static final int LINE = PcieLink.MAX_PAYLOAD;
    private static final int WORDS = LINE / 8;
    private static final int FULL = (1 << WORDS) - 1;
    private static final long EMPTY = -1;

    /** Sends one posted write. */
    @FunctionalInterface
    interface Sender {
        void send(long offset, byte[] from, int at, int length);
    }

    private final Sender sender;
    private final RandomStream random;
    private final byte[] data = new byte[LINES * LINE];
    private final long[] lines = new long[LINES];
    private final int[] valid = new int[LINES];

    WriteCombiner(Sender sender, RandomStream random) {
        this.sender = sender;
        this.random = random;
        clear();
    }

    /** One aligned word of eight bytes. */
    void store(long offset, byte[] from, int at) {
        long line = offset & -LINE;
        int slot = find(line);
        int word = (int) (offset - line) >>> 3;
        System.arraycopy(from, at, data, slot * LINE + word * 8, 8);
        valid[slot] |= 1 << word;
        if (valid[slot] == FULL) {
            evict(slot);
        }
    }

    /** Whether no word of this line waits here. */
    boolean holdsNot(long line) {
        for (int slot = 0; slot < LINES; slot++) {
            if (lines[slot] == line) {
                return false;
            }
        }
        return true;
    }

    /** A whole line that is not held, as eight stores in a row would leave it: gone at once. */
    void storeLine(long line, byte[] from, int at) {
        sender.send(line, from, at, LINE);
    }

    /** Everything leaves. */
    void flush() {
        int first = (int) random.between(0, LINES - 1);
        for (int i = 0; i < LINES; i++) {
            int slot = (first + i) % LINES;
            if (lines[slot] != EMPTY) {
                evict(slot);
            }
        }
    }

    /** Power is gone: what has not left never does. */
    void clear() {
        Arrays.fill(lines, EMPTY);
        Arrays.fill(valid, 0);
    }

    private int find(long line) {
        int free = -1;
        for (int slot = 0; slot < LINES; slot++) {
            if (lines[slot] == line) {
                return slot;
            }
            if (lines[slot] == EMPTY) {
                free = slot;
            }
        }
        if (free < 0) {
            free = (int) random.between(0, LINES - 1);
            evict(free);
        }
        lines[free] = line;
        return free;
    }

    private void evict(int slot) {
        long line = lines[slot];
        int words = valid[slot];
        lines[slot] = EMPTY;
        valid[slot] = 0;
        for (int word = 0; word < WORDS; ) {
            int run = 0;
            while (word + run < WORDS && (words >>> word + run & 1) != 0) {
                run++;
            }
            if (run > 0) {
                sender.send(line + word * 8L, data, slot * LINE + word * 8, run * 8);
            }
            word += Math.max(1, run);
        }
    }
}
