package dev.holdover.model.power;

/**
 * The host's main rail as it comes in at the card's slot: a voltage that may sag and recover by ramps, and may cross
 * the same level several times before it is through. Voltages are in parts per million of the nominal one.
 */
final class MainRail {
    /** The nominal voltage. */
    static final long NOMINAL = 1_000_000;

    private long lowest = NOMINAL;
    private long from = NOMINAL;
    private long to = NOMINAL;
    private long sinceNs;
    private long rampNs;
    private int flips;
    private long level = NOMINAL;
    private boolean dark;

    /**
     * It begins to fall.
     *
     * @param depth voltage to which it falls
     * @param takesNs how long each ramp takes, however far it goes; zero: it jumps
     * @param bounces how often it comes up again on its way down, and goes down again on its way up
     */
    void sag(long depth, long takesNs, int bounces, long nowNs) {
        lowest = depth;
        begin(depth, takesNs, bounces, nowNs);
    }

    /** It begins to rise to the nominal voltage, at the pace at which it fell. */
    void recover(long takesNs, int bounces, long nowNs) {
        begin(NOMINAL, takesNs, bounces, nowNs);
    }

    /** Whatever feeds it is off: it is at zero at once. */
    void collapse() {
        dark = true;
        flips = 0;
        from = 0;
        to = 0;
    }

    /** Whether what feeds it is off. */
    boolean dark() {
        return dark;
    }

    /** What feeds it is on again: it rises to where it would be by now. */
    void start(long takesNs, long nowNs) {
        dark = false;
        to = level;
        sinceNs = nowNs;
        rampNs = takesNs;
    }

    private void begin(long end, long takesNs, int bounces, long nowNs) {
        level = end;
        if (dark) {
            return;
        }
        from = ppm(nowNs);
        to = end;
        sinceNs = nowNs;
        rampNs = takesNs;
        flips = 2 * bounces;
    }

    /** The voltage at {@code nowNs}, which never goes back from one call to the next. */
    long ppm(long nowNs) {
        while (flips > 0 && nowNs >= sinceNs + rampNs) {
            flips--;
            sinceNs += rampNs;
            from = to;
            to = to == NOMINAL ? lowest : NOMINAL;
        }
        long elapsedNs = nowNs - sinceNs;
        if (elapsedNs >= rampNs) {
            return to;
        }
        long moved = Math.abs(to - from) * elapsedNs / rampNs;
        return to < from ? from - moved : from + moved;
    }

    /** When the present ramp ends and another begins, or {@link Long#MAX_VALUE}. */
    long turnsNs() {
        return flips > 0 ? sinceNs + rampNs : Long.MAX_VALUE;
    }

    /** When it will be below {@code level} by the present ramp, or {@link Long#MAX_VALUE}. */
    long fallsBelowNs(long level) {
        return to >= level || to >= from ? Long.MAX_VALUE : sinceNs + after(from - level + 1);
    }

    /** When it will be at {@code level} or above by the present ramp, or {@link Long#MAX_VALUE}. */
    long reachesNs(long level) {
        return to < level || to <= from ? Long.MAX_VALUE : sinceNs + after(level - from);
    }

    private long after(long distance) {
        long span = Math.abs(to - from);
        return distance <= 0 ? 0 : (distance * rampNs + span - 1) / span;
    }
}
