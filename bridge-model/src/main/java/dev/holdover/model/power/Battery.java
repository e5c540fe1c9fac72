package dev.holdover.model.power;

/**
 * The energy source: a capacity, a charge that falls with the load and rises on the mains.
 *
 * <p>Energy is in millijoules, power in milliwatts, time in nanoseconds. A milliwatt for a nanosecond
 * is a picojoule, so the charge is exact at any time and nothing needs to tick.
 */
public final class Battery {
    private static final long PJ_PER_MJ = 1_000_000_000L;

    /** Voltage of an empty one, in millivolts. */
    public static final int EMPTY_MV = 9_000;

    /** Voltage of a full one, in millivolts; between the two it is linear in the charge. */
    public static final int FULL_MV = 12_000;

    private final long designMj;
    private long capacityMj;
    private final long chargeMilliwatts;
    private long chargePj;
    private long loadMw;
    private long sinceNs;
    private boolean carrying;

    /**
     * @param capacityMj when full, as it is at the beginning; at most 9 MJ
     * @param chargeMilliwatts power at which it charges on the mains
     */
    public Battery(long capacityMj, long chargeMilliwatts) {
        this.designMj = capacityMj;
        this.capacityMj = capacityMj;
        this.chargeMilliwatts = chargeMilliwatts;
        this.chargePj = Math.multiplyExact(capacityMj, PJ_PER_MJ);
    }

    /** From now on the battery carries the card, at this load. */
    public void carry(long loadMw, long nowNs) {
        settle(nowNs);
        this.loadMw = loadMw;
        carrying = true;
    }

    /** From now on the mains carry the card and charge the battery. */
    public void rest(long nowNs) {
        settle(nowNs);
        carrying = false;
    }

    /** Its capacity has faded to {@code percent} of what it was designed for; what is beyond is gone. */
    public void fade(int percent, long nowNs) {
        settle(nowNs);
        capacityMj = designMj * percent / 100;
        chargePj = Math.min(chargePj, capacityMj * PJ_PER_MJ);
    }

    /** All but {@code percent} of its capacity is gone, if it had more. */
    public void drainTo(int percent, long nowNs) {
        settle(nowNs);
        chargePj = Math.min(chargePj, capacityMj * PJ_PER_MJ / 100 * percent);
    }

    /** Capacity in millijoules, as it is. */
    public long capacityMj() {
        return capacityMj;
    }

    /** Capacity in millijoules, as it was designed. */
    public long designMj() {
        return designMj;
    }

    /** Charge in picojoules. */
    long chargePj(long nowNs) {
        settle(nowNs);
        return chargePj;
    }

    /** Charge in picojoules when it was looked at last. */
    long standsAtPj() {
        return chargePj;
    }

    public boolean carrying() {
        return carrying;
    }

    /** When it will be empty at the present load, or {@link Long#MAX_VALUE} while it rests. */
    public long emptyAtNs() {
        return timeOfChargePj(0);
    }

    /** When the charge will have fallen below {@code percent}, or {@link Long#MAX_VALUE} while it rests or is below. */
    public long fallsToNs(int percent) {
        long levelPj = capacityMj * PJ_PER_MJ / 100 * percent;
        return chargePj < levelPj ? Long.MAX_VALUE : timeOfChargePj(levelPj - 1);
    }

    /** Charge in millijoules. */
    public long chargeMj(long nowNs) {
        settle(nowNs);
        return chargePj / PJ_PER_MJ;
    }

    public int percent(long nowNs) {
        return capacityMj == 0 ? 0 : (int) (chargeMj(nowNs) * 100 / capacityMj);
    }

    public int millivolts(long nowNs) {
        long mj = chargeMj(nowNs);
        return capacityMj == 0 ? EMPTY_MV : EMPTY_MV + (int) (mj * (FULL_MV - EMPTY_MV) / capacityMj);
    }

    /** Positive while it discharges, negative while it charges. */
    public int milliamperes(long nowNs) {
        int millivolts = millivolts(nowNs);
        long milliwatts = carrying ? loadMw : full(nowNs) ? 0 : -chargeMilliwatts;
        return (int) (milliwatts * 1000 / millivolts);
    }

    public boolean full(long nowNs) {
        return chargeMj(nowNs) == capacityMj;
    }

    public boolean empty(long nowNs) {
        settle(nowNs);
        return chargePj == 0;
    }

    private long timeOfChargePj(long levelPj) {
        if (!carrying || loadMw == 0) {
            return Long.MAX_VALUE;
        }
        return sinceNs + (chargePj - levelPj + loadMw - 1) / loadMw;
    }

    private void settle(long nowNs) {
        long elapsedNs = nowNs - sinceNs;
        sinceNs = nowNs;
        long milliwatts = carrying ? loadMw : chargeMilliwatts;
        // Weeks at a high load would overflow; by then the battery is empty or full long ago.
        long lowPj = elapsedNs * milliwatts;
        long changePj = lowPj < 0 || Math.multiplyHigh(elapsedNs, milliwatts) != 0 ? Long.MAX_VALUE : lowPj;
        chargePj = carrying ? Math.max(0, chargePj - changePj) : charged(changePj);
    }

    private long charged(long changePj) {
        long fullPj = capacityMj * PJ_PER_MJ;
        return changePj > fullPj - chargePj ? fullPj : chargePj + changePj;
    }
}
