package dev.holdover.model.power;

import dev.holdover.model.contract.PowerDomain;
import java.util.Arrays;

/**
 * A regulator for each power domain, fed by the main rail. Each locks out when the rail falls below its threshold
 * (under-voltage lock-out) and starts again only above a higher one, so that a rail that bounces a little does not
 * make it chatter. The ranks of the thresholds are fixed; which regulator has which is what a {@link Sag} draws.
 */
public final class Regulators {
    /** The main rail's nominal voltage, in the unit of all voltages here: parts per million of itself. */
    public static final long NOMINAL_PPM = MainRail.NOMINAL;

    /** Time in which the rail rises from zero when the mains come back, in nanoseconds. */
    public static final long SOFT_START_NS = 1_000_000;

    private static final int DOMAINS = PowerDomain.values().length;
    private static final int ALL = (1 << DOMAINS) - 1;
    private static final long[] FALL = {840_000, 800_000, 760_000, 700_000};
    private static final long[] RISE = {940_000, 920_000, 900_000, 880_000};

    private final MainRail rail = new MainRail();
    private final long[] falls = FALL.clone();
    private final long[] rises = RISE.clone();
    private final boolean[] up = new boolean[DOMAINS];
    private long rampNs;
    private int bounces;
    private long startedNs;
    private boolean starting;

    public Regulators() {
        Arrays.fill(up, true);
    }

    /** The highest voltage at which a domain may fall, as {@code order} has it; in parts per million of the nominal. */
    public static long fallsAtPpm(PowerDomain domain, int order) {
        return FALL[rank(domain.ordinal(), order)];
    }

    /** The rail begins to sag. */
    public void sag(Sag sag, long nowNs) {
        step(nowNs);
        for (int domain = 0; domain < DOMAINS; domain++) {
            falls[domain] = FALL[rank(domain, sag.order())];
            // Of two, the one that falls later comes back earlier, if both orders are the same.
            rises[domain] = RISE[rank(domain, sag.returnOrder())];
        }
        rampNs = sag.rampNs();
        bounces = sag.bounces();
        rail.sag(sag.depthPpm(), rampNs, bounces, nowNs);
    }

    /** The rail begins to recover. */
    public void recover(long nowNs) {
        step(nowNs);
        rail.recover(rampNs, bounces, nowNs);
    }

    /** The mains are lost: every regulator locks out. */
    public void collapse() {
        rail.collapse();
        starting = false;
        Arrays.fill(up, false);
    }

    /**
     * The mains are back: the rail rises from zero, and the regulators start one after the other, in the order that
     * was declared last.
     */
    public void start(long nowNs) {
        if (rail.dark()) {
            rail.start(SOFT_START_NS, nowNs);
            startedNs = nowNs;
            starting = true;
        }
    }

    /** Whether the rail rises after {@link #start}, and not every regulator has started. */
    public boolean starting() {
        return starting;
    }

    /** Voltage of the main rail, in parts per million of the nominal one. */
    public long ppm(long nowNs) {
        return rail.ppm(nowNs);
    }

    /** Brings every regulator up to date; gives a bit for each domain that has power from the main rail. */
    public int step(long nowNs) {
        long ppm = rail.ppm(nowNs);
        int mask = 0;
        for (int domain = 0; domain < DOMAINS; domain++) {
            up[domain] = up[domain] ? ppm >= falls[domain] : ppm >= rises[domain];
            mask |= up[domain] ? 1 << domain : 0;
        }
        starting &= mask != ALL && nowNs < startedNs + SOFT_START_NS;
        return mask;
    }

    /** When {@link #step} is due next, or {@link Long#MAX_VALUE}. */
    public long nextNs() {
        long nextNs = starting ? startedNs + SOFT_START_NS : rail.turnsNs();
        for (int domain = 0; domain < DOMAINS; domain++) {
            long crossesNs = up[domain] ? rail.fallsBelowNs(falls[domain]) : rail.reachesNs(rises[domain]);
            nextNs = Math.min(nextNs, crossesNs);
        }
        return nextNs;
    }

    /** The place of a domain in the order with number {@code order}, counted as in a factorial number. */
    private static int rank(int domain, int order) {
        int[] left = {0, 1, 2, 3};
        int rest = order;
        int base = 6;
        for (int place = 0; place < DOMAINS; place++) {
            int pick = rest / base;
            rest %= base;
            if (left[pick] == domain) {
                return place;
            }
            base = Math.max(1, base / (DOMAINS - 1 - place));
            System.arraycopy(left, pick + 1, left, pick, DOMAINS - 1 - pick);
        }
        throw new IllegalArgumentException("order " + order);
    }
}
