package dev.holdover.model.power;

import dev.holdover.model.contract.PowerDomain;

/**
 * How the main rail sags, and in which order the regulators give up and come back.
 *
 * @param depthPpm lowest voltage, in parts per million of the nominal one
 * @param rampNs how long it takes to fall, and to rise; at most {@link #MOST_RAMP_NS}
 * @param bounces how often it crosses back on its way down, and on its way up
 * @param order which of the {@link #ORDERS} orders the domains fall in; zero: that of {@link PowerDomain}
 * @param returnOrder the same for their return; zero: the reverse, the last that fell comes first
 */
public record Sag(long depthPpm, long rampNs, int bounces, int order, int returnOrder) {
    /** How many orders of four domains there are. */
    public static final int ORDERS = 24;

    /** An hour. */
    public static final long MOST_RAMP_NS = 3_600_000_000_000L;

    /** Refuses what no rail does. */
    public Sag {
        if (depthPpm < 0 || depthPpm > MainRail.NOMINAL || rampNs < 0 || rampNs > MOST_RAMP_NS || bounces < 0) {
            throw new IllegalArgumentException("no rail sags to " + depthPpm + " ppm in " + rampNs + " ns");
        }
        if (order < 0 || order >= ORDERS || returnOrder < 0 || returnOrder >= ORDERS) {
            throw new IllegalArgumentException("order " + order + " or " + returnOrder + "; from 0 to " + (ORDERS - 1));
        }
    }
}
