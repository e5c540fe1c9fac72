package dev.holdover.model.power;

/**
 * Two batteries behind one rail. On the mains both charge, but for one that is in a learn cycle: it is
 * discharged into a test load, all of it, and then it is known what it holds. On battery one carries the
 * card until it is empty or gone, then the other, without a gap.
 *
 * <p>What the gauge says ({@link #gaugeMj}) and what is there ({@link #chargeMj}) need not be the same; the
 * voltage is always true.
 */
public final class EnergySource {
    /** How many batteries there are places for. */
    public static final int PLACES = 2;

    private static final int NONE = -1;
    private static final long PJ_PER_MJ = 1_000_000_000L;
    private static final int ALL_PERCENT = 100;

    private final Battery[] cells;
    private final boolean[] present = {true, true};
    private final int[] gaugePercent = {ALL_PERCENT, ALL_PERCENT};
    private final long[] learnedMj = new long[PLACES];
    private final long testLoadMw;
    private boolean carrying;
    private long loadMw;
    private int active = NONE;
    private int learning = NONE;

    /**
     * @param capacityMj of both together, in millijoules
     * @param chargeMw at which each charges
     * @param testLoadMw into which a learn cycle discharges
     */
    public EnergySource(long capacityMj, long chargeMw, long testLoadMw) {
        this.cells =
                new Battery[] {new Battery(capacityMj - capacityMj / 2, chargeMw), new Battery(capacityMj / 2, chargeMw)
                };
        this.testLoadMw = testLoadMw;
        rest(0);
    }

    /** From now on the batteries carry the card at this load; a learn cycle is given up. */
    public void carry(long newLoadMw, long nowNs) {
        settle(nowNs);
        loadMw = newLoadMw;
        carrying = true;
        learning = NONE;
        assign(nowNs);
    }

    /** From now on the mains carry the card and charge the batteries. */
    public void rest(long nowNs) {
        settle(nowNs);
        carrying = false;
        active = NONE;
        assign(nowNs);
    }

    public boolean carrying() {
        return carrying;
    }

    // What happens to single batteries.

    /** Begins a learn cycle of one battery; on battery, or while the other is missing, nothing begins. */
    public boolean learn(int place, long nowNs) {
        settle(nowNs);
        if (carrying || learning != NONE || !present[0] || !present[1]) {
            return false;
        }
        learning = place;
        assign(nowNs);
        return true;
    }

    public boolean learning(int place) {
        return learning == place;
    }

    /** Capacity that the last learn cycle measured, in millijoules; zero: none yet. */
    public long learnedMj(int place) {
        return learnedMj[place];
    }

    /** A battery is pulled or pushed in. */
    public void present(int place, boolean there, long nowNs) {
        settle(nowNs);
        present[place] = there;
        if (!there && learning == place) {
            learning = NONE;
        }
        assign(nowNs);
    }

    public boolean present(int place) {
        return present[place];
    }

    /** Its capacity fades to {@code percent} of its design. */
    public void fade(int place, int percent, long nowNs) {
        settle(nowNs);
        cells[place].fade(percent, nowNs);
        assign(nowNs);
    }

    /** All but {@code percent} of its charge is gone. */
    public void drainTo(int place, int percent, long nowNs) {
        settle(nowNs);
        cells[place].drainTo(percent, nowNs);
        assign(nowNs);
    }

    /** From now on its gauge says so many percent of what is there. */
    public void gauge(int place, int percent) {
        gaugePercent[place] = percent;
    }

    public long designMj(int place) {
        return cells[place].designMj();
    }

    /** Capacity in percent of the design. */
    public int lifePercent(int place) {
        return cells[place].designMj() == 0
                ? 0
                : (int) (cells[place].capacityMj() * ALL_PERCENT / cells[place].designMj());
    }

    public int millivolts(int place, long nowNs) {
        settle(nowNs);
        return present[place] ? cells[place].millivolts(nowNs) : 0;
    }

    /** Charge of one battery as its gauge says, in percent of its capacity. */
    public int gaugePercent(int place, long nowNs) {
        settle(nowNs);
        return present[place]
                ? Math.min(ALL_PERCENT, cells[place].percent(nowNs) * gaugePercent[place] / ALL_PERCENT)
                : 0;
    }

    // All together.

    /** What is there, in millijoules. */
    public long chargeMj(long nowNs) {
        settle(nowNs);
        long mj = 0;
        for (int i = 0; i < PLACES; i++) {
            mj += present[i] ? cells[i].chargeMj(nowNs) : 0;
        }
        return mj;
    }

    /** What the gauges say is there, in millijoules: never more than they know can be. */
    public long gaugeMj(long nowNs) {
        settle(nowNs);
        long mj = 0;
        for (int i = 0; i < PLACES; i++) {
            mj += present[i]
                    ? Math.min(cells[i].designMj(), cells[i].chargeMj(nowNs) * gaugePercent[i] / ALL_PERCENT)
                    : 0;
        }
        return mj;
    }

    public long capacityMj() {
        long mj = 0;
        for (int i = 0; i < PLACES; i++) {
            mj += present[i] ? cells[i].capacityMj() : 0;
        }
        return mj;
    }

    /** Charge that the gauges say, in percent. */
    public int percent(long nowNs) {
        long capacity = capacityMj();
        return capacity == 0 ? 0 : (int) Math.min(ALL_PERCENT, gaugeMj(nowNs) * ALL_PERCENT / capacity);
    }

    public boolean full(long nowNs) {
        return chargeMj(nowNs) == capacityMj();
    }

    public boolean empty(long nowNs) {
        settle(nowNs);
        for (int i = 0; i < PLACES; i++) {
            if (present[i] && !cells[i].empty(nowNs)) {
                return false;
            }
        }
        return true;
    }

    /** Voltage of the rail, in millivolts. */
    public int millivolts(long nowNs) {
        return Math.max(millivolts(0, nowNs), millivolts(1, nowNs));
    }

    /** Positive while they discharge, negative while they charge. */
    public int milliamperes(long nowNs) {
        int ma = 0;
        for (int i = 0; i < PLACES; i++) {
            ma += present[i] ? cells[i].milliamperes(nowNs) : 0;
        }
        return ma;
    }

    /** When something changes by itself: all empty, or a learn cycle's end; {@link Long#MAX_VALUE}: never. */
    public long nextNs(long nowNs) {
        settle(nowNs);
        if (learning != NONE) {
            return cells[learning].emptyAtNs();
        }
        return emptyAtNs(nowNs);
    }

    /** When all will be empty at the present load, or {@link Long#MAX_VALUE} while they rest. */
    public long emptyAtNs(long nowNs) {
        settle(nowNs);
        return carrying ? timeOfPj(0, nowNs) : Long.MAX_VALUE;
    }

    /** When the charge will have fallen below {@code percent}, or {@link Long#MAX_VALUE} while it rests or is below. */
    public long fallsToNs(int percent, long nowNs) {
        settle(nowNs);
        long levelPj = capacityMj() * PJ_PER_MJ / ALL_PERCENT * percent;
        return !carrying || totalPj(nowNs) < levelPj ? Long.MAX_VALUE : timeOfPj(levelPj - 1, nowNs);
    }

    private long timeOfPj(long levelPj, long nowNs) {
        return loadMw == 0 ? Long.MAX_VALUE : nowNs + (totalPj(nowNs) - levelPj + loadMw - 1) / loadMw;
    }

    private long totalPj(long nowNs) {
        long pj = 0;
        for (int i = 0; i < PLACES; i++) {
            pj += present[i] ? cells[i].chargePj(nowNs) : 0;
        }
        return pj;
    }

    /** Brings everything up to {@code nowNs}: batteries that ran empty have handed over, a learn cycle has ended. */
    private void settle(long nowNs) {
        while (active != NONE && cells[active].emptyAtNs() <= nowNs && successor() != NONE) {
            long emptyNs = cells[active].emptyAtNs();
            cells[active].carry(0, emptyNs);
            active = successor();
            cells[active].carry(loadMw, emptyNs);
        }
        if (learning != NONE && cells[learning].emptyAtNs() <= nowNs) {
            long emptyNs = cells[learning].emptyAtNs();
            learnedMj[learning] = cells[learning].capacityMj();
            cells[learning].rest(emptyNs);
            learning = NONE;
        }
    }

    /** The other battery, if it can carry the card; it has stood still since it was seen last. */
    private int successor() {
        int other = 1 - active;
        return present[other] && cells[other].standsAtPj() > 0 ? other : NONE;
    }

    private void assign(long nowNs) {
        if (carrying && (active == NONE || !present[active] || cells[active].empty(nowNs))) {
            active = present[0] && !cells[0].empty(nowNs) ? 0 : present[1] && !cells[1].empty(nowNs) ? 1 : NONE;
        }
        for (int i = 0; i < PLACES; i++) {
            if (!present[i] || carrying && i != active) {
                cells[i].carry(0, nowNs);
            } else if (carrying) {
                cells[i].carry(loadMw, nowNs);
            } else if (i == learning) {
                cells[i].carry(testLoadMw, nowNs);
            } else {
                cells[i].rest(nowNs);
            }
        }
    }
}
