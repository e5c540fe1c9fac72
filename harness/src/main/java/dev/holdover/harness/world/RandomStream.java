package dev.holdover.harness.world;

/**
 * Random numbers of one component (SplitMix64; Steele, Lea and Flood, 2014). The stream depends on
 * the seed and the component's name alone, so that a component more or less shifts nobody else's draws.
 */
public final class RandomStream {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public RandomStream(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        state = mix(seed * GAMMA ^ hash);
    }

    public long next() {
        state += GAMMA;
        return mix(state);
    }

    /** A number from {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        long span = high - low + 1;
        if (span <= 1) {
            return low;
        }
        return low + Math.multiplyHigh(next() >>> 1, span << 1);
    }

    /** Whether something of {@code partsPerMillion} happens. Draws nothing if it can't. */
    public boolean chance(long partsPerMillion) {
        return partsPerMillion > 0 && between(0, 999_999) < partsPerMillion;
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
