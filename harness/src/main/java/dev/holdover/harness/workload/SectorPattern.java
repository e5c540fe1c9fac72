package dev.holdover.harness.workload;

import dev.holdover.model.layout.Words;

/**
 * What clients write: each 512-byte sector names the write it came from and its place, and the rest
 * follows from these, so that any reader can tell a whole sector from a torn, misplaced or old one.
 */
public final class SectorPattern {
    /** Size of a sector in bytes. */
    public static final int BYTES = 512;

    /** Given by {@link #writeOf} for a sector that is not as any write left it. */
    public static final long DAMAGED = -1;

    private static final long K = 0x9E3779B97F4A7C15L;

    private SectorPattern() {}

    /** Fills one sector. */
    public static void fill(byte[] into, int at, int personality, long sector, long writeId) {
        Words.putLong(into, at, writeId);
        Words.putLong(into, at + 8, (long) personality << 48 | sector);
        long word = seed(personality, sector, writeId);
        for (int i = 16; i < BYTES; i += 8) {
            word = next(word);
            Words.putLong(into, at + i, word);
        }
    }

    /** The write that a sector came from; zero: none yet; {@link #DAMAGED}: it is not whole. */
    public static long writeOf(byte[] bytes, int at, int personality, long sector) {
        long writeId = Words.getLong(bytes, at);
        long place = (long) personality << 48 | sector;
        if (Words.getLong(bytes, at + 8) != (writeId == 0 ? 0 : place)) {
            return DAMAGED;
        }
        long word = seed(personality, sector, writeId);
        for (int i = 16; i < BYTES; i += 8) {
            word = next(word);
            if (Words.getLong(bytes, at + i) != (writeId == 0 ? 0 : word)) {
                return DAMAGED;
            }
        }
        return writeId < 0 ? DAMAGED : writeId;
    }

    private static long seed(int personality, long sector, long writeId) {
        return writeId * K ^ sector << 20 ^ personality;
    }

    private static long next(long word) {
        long z = (word + K) * 0xBF58476D1CE4E5B9L;
        return z ^ z >>> 29;
    }
}
