package dev.holdover.harness.world;

import java.util.Arrays;

/**
 * A rolling hash of 128 bits over every event, with a checkpoint every {@link #INTERVAL} events. Two
 * runs of one seed have the same checkpoints; where they part, the first that differs says when.
 */
public final class TraceHash {
    /** Events between checkpoints. */
    public static final int INTERVAL = 4096;

    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xC2B2AE3D27D4EB4FL;

    private long high = 0x243F6A8885A308D3L;
    private long low = 0x13198A2E03707344L;
    private long events;
    private long[] checkpoints = new long[64];
    private int checkpointCount;

    /** Folds an event in; says whether a checkpoint was taken. */
    boolean event(long timeNs, long targetKind, long a, long b) {
        fold(timeNs, targetKind);
        fold(a, b);
        if ((++events & INTERVAL - 1) == 0) {
            checkpoint();
            return true;
        }
        return false;
    }

    /** Folds two words in. Each lane is a bijection of the last and takes in the other. */
    public void fold(long x, long y) {
        low = Long.rotateLeft((low ^ x) * K1, 29) + high;
        high = Long.rotateLeft((high ^ y) * K2, 31) ^ low;
    }

    public long events() {
        return events;
    }

    /** Number of checkpoints so far. */
    public int checkpoints() {
        return checkpointCount / 2;
    }

    /** The hash at checkpoint {@code n}, after (n + 1) x 4096 events. */
    public String checkpoint(int n) {
        return hex(checkpoints[2 * n], checkpoints[2 * n + 1]);
    }

    /** Thirty-two hexadecimal digits. */
    public String hex() {
        return hex(finish(high, low), finish(low, high));
    }

    private void checkpoint() {
        if (checkpointCount + 2 > checkpoints.length) {
            checkpoints = Arrays.copyOf(checkpoints, checkpoints.length * 2);
        }
        checkpoints[checkpointCount++] = high;
        checkpoints[checkpointCount++] = low;
    }

    private static long finish(long x, long y) {
        long h = x ^ y * K1;
        h = (h ^ h >>> 32) * K2;
        return h ^ h >>> 29;
    }

    private static String hex(long first, long second) {
        StringBuilder digits = new StringBuilder(32);
        for (int shift = 60; shift >= 0; shift -= 4) {
            digits.append(Character.forDigit((int) (first >>> shift) & 15, 16));
        }
        for (int shift = 60; shift >= 0; shift -= 4) {
            digits.append(Character.forDigit((int) (second >>> shift) & 15, 16));
        }
        return digits.toString();
    }
}
