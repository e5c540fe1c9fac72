package dev.holdover.harness.world;

import dev.holdover.harness.world.World.Port;
import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;

/**
 * A card's own oscillator: the time that its timers, its watchdog, its dead-men and its firmware go by. It runs
 * faster or slower than the world's by a rate in parts per million, and never goes back.
 *
 * <p>What is asked for at a time of this clock happens at the first nanosecond of the world at which the clock has
 * come so far. When the rate changes, what is still to come moves with it, as the counters of real timers would.
 */
public final class CardClock implements Scheduler {
    private static final long MILLION = 1_000_000;

    private final Port port;
    private final long nominalPpm;
    private long ratePpm;
    private long anchorWorldNs;
    private long anchorNs;

    /** @param nominalPpm rate at which it begins, in parts per million; above zero is faster than the world */
    CardClock(Port port, long nominalPpm) {
        if (nominalPpm <= -MILLION) {
            throw new IllegalArgumentException("a clock that stands still or goes back: " + nominalPpm + " ppm");
        }
        this.port = port;
        this.nominalPpm = nominalPpm;
        this.ratePpm = nominalPpm;
    }

    /** Gives the component its events, with this clock's time. */
    void attach(Component component) {
        port.attach((kind, a, b, worldNs) -> component.on(kind, a, b, nowNs()));
    }

    @Override
    public long nowNs() {
        return anchorNs + ticks(port.nowNs() - anchorWorldNs, ratePpm);
    }

    @Override
    public void at(long timeNs, int kind, long a, long b) {
        port.at(worldNs(timeNs), kind, a, b);
    }

    /** Rate at which it runs now, in parts per million. */
    public long ratePpm() {
        return ratePpm;
    }

    /** From now on it runs at another rate. */
    public void rate(long newPpm) {
        long oldPpm = ratePpm;
        long oldWorldNs = anchorWorldNs;
        long oldNs = anchorNs;
        anchorNs = nowNs();
        anchorWorldNs = port.nowNs();
        ratePpm = newPpm;
        port.retime(dueNs -> worldNs(oldNs + ticks(dueNs - oldWorldNs, oldPpm)));
    }

    /** From now on it runs as it did at the beginning. */
    public void nominal() {
        rate(nominalPpm);
    }

    /** The first moment of the world at which this clock says {@code timeNs}, or more. */
    private long worldNs(long timeNs) {
        long ticks = timeNs - anchorNs;
        long rate = MILLION + ratePpm;
        if (ratePpm == 0 || ticks <= 0) {
            return anchorWorldNs + ticks;
        }
        long whole = ticks / rate;
        long rest = ticks % rate;
        boolean never = Math.multiplyHigh(whole, MILLION) != 0 || whole * MILLION < 0;
        return never ? Long.MAX_VALUE : anchorWorldNs + whole * MILLION + (rest * MILLION + rate - 1) / rate;
    }

    /** What a clock counts in {@code worldNs}; in two parts, so that nothing overflows. */
    private static long ticks(long worldNs, long ppm) {
        if (ppm == 0) {
            return worldNs;
        }
        return worldNs / MILLION * (MILLION + ppm) + worldNs % MILLION * (MILLION + ppm) / MILLION;
    }
}
