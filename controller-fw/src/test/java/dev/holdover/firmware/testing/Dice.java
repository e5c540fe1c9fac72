package dev.holdover.firmware.testing;

/** SplitMix64: the same numbers for the same seed everywhere. A test that draws says its seed. */
public final class Dice {
    private final long seed;
    private long state;

    public Dice(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Evenly from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
