package dev.holdover.firmware.power;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.power.Battery;
import java.util.function.LongSupplier;

/**
 * Law 8: what is acknowledged must be savable.
 *
 * <p>P·(t_detect + t_gate + bytes/B + t_disks + t_confirm) + E_hold ≤ E_available, checked before each
 * acknowledgement. P is what the card draws with its daughter slots; t_disks is what its disks need for what is to be
 * on them and is not: stored images, and dirty lines of a write-back cache that no other card has. E_hold lets the
 * NVRAM refresh itself for {@link #RETENTION_NS} after that.
 *
 * <p>The gauge counts coulombs and may have lost count. It is believed as far as voltage and capacity
 * bear it out, and no further: a battery holds at most the share of its capacity that its voltage tells, and
 * its capacity is at most its design's remaining life and what its last learn cycle measured. One that is in
 * a learn cycle is being emptied on purpose: it counts for nothing, as does one that is about to be pulled.
 *
 * <p>What was found so is remembered until ES_CHANGES counts on, and for a heartbeat at most: on the mains nothing
 * falls in between. On battery it is looked at each time.
 */
public class EnergyBudget {
    /** For which what is retained lasts at least, in nanoseconds. */
    public static final long RETENTION_NS = 60_000_000_000L;

    private static final long GATE_NS = 1_000_000;
    private static final long CONFIRM_NS = 10_000_000;
    private static final int MARGIN_PERCENT = 20;
    private static final int ALL_PERCENT = 100;
    private static final long NS_PER_US = 1_000;
    private static final long US_PER_S = 1_000_000;
    private static final long US_MW_PER_MJ = 1_000_000;
    private static final int CELLS = 2;
    private static final int NONE = -1;

    private final Hal hal;
    private final FirmwareConfig config;
    private final long holdMj;
    private EnergyLevel level;
    private LongSupplier disksNs = () -> 0;
    private int leftOut = NONE;
    private boolean steady;
    private boolean low;
    private long seenChanges;
    private long seenNs;
    private long seenMj;

    public EnergyBudget(Hal hal, FirmwareConfig config) {
        this.hal = hal;
        this.config = config;
        this.holdMj = hal.read(Register.SELF_REFRESH_MW) * (RETENTION_NS / 1_000) / US_MW_PER_MJ;
        // The register outlives a warm reset, and the host goes by it.
        this.level = EnergyLevel.of(Field.ENERGY_LEVEL.get(hal.read(Register.ENERGY_STATUS)));
    }

    /** How long the card's disks would need for what is to be on them, in nanoseconds. */
    public final void waitsFor(LongSupplier ns) {
        disksNs = ns;
    }

    /**
     * How long the disks might need at most with so much to be sent, in nanoseconds: the same sum, for another unknown.
     * Not negative.
     */
    public final long affordableNs(long unsavedBytes) {
        look();
        long spentMj = Math.max(0, seenMj - holdMj - 1) * ALL_PERCENT / (ALL_PERCENT + MARGIN_PERCENT);
        long us = spentMj * US_MW_PER_MJ / Math.max(1, loadMw());
        return Math.max(0, us - awakeUs(unsavedBytes)) * NS_PER_US;
    }

    /** From the loss of the mains to the last confirmation, without the disks. */
    private long awakeUs(long unsavedBytes) {
        long drainUs = unsavedBytes * 8 * US_PER_S / config.linkBitsPerSecond() + 1;
        return (config.silenceNs() + GATE_NS + CONFIRM_NS) / NS_PER_US + drainUs;
    }

    private long loadMw() {
        return config.loadMw() + hal.read(Register.DAUGHTER_MW);
    }

    /** Whether {@code unsavedBytes} could be sent on battery from now on, and what is here retained after that. */
    public final boolean covers(long unsavedBytes) {
        long us = awakeUs(unsavedBytes) + disksNs.getAsLong() / NS_PER_US;
        long neededMj = us * loadMw() / US_MW_PER_MJ;
        neededMj += neededMj * MARGIN_PERCENT / ALL_PERCENT + 1 + holdMj;
        look();
        long availableMj = seenMj;
        boolean enough = availableMj >= neededMj;
        EnergyLevel now = !enough ? EnergyLevel.SHORT : low ? EnergyLevel.LOW : EnergyLevel.ENOUGH;
        if (now != level) {
            level = now;
            // The host hears of it before the first write is refused.
            hal.write(Register.ENERGY_STATUS, Field.ENERGY_LEVEL.set(0, now.ordinal()));
            hal.write(Register.INT_RAISE, Field.INT_ENERGY.mask());
            switch (now) {
                case SHORT -> hal.journal(Notice.ENERGY_SHORT, 0, availableMj, neededMj);
                case LOW -> hal.journal(Notice.ENERGY_LOW, 0, availableMj, neededMj);
                case ENOUGH -> hal.journal(Notice.ENERGY_ENOUGH, 0, availableMj, neededMj);
            }
        }
        return enough;
    }

    /** Whether no more than the retention is left: whatever is not sent yet must be kept now. */
    public final boolean mustRetain() {
        long stepMj = config.heartbeatNs() / NS_PER_US * loadMw() / US_MW_PER_MJ;
        return availableMj() <= holdMj + 2 * stepMj + 1;
    }

    /** Battery {@code cell} counts for nothing from now on; -1: all count. */
    public final void leaveOut(int cell) {
        leftOut = cell;
        steady = false;
    }

    /** What can be promised on, in millijoules. */
    public final long certainMj() {
        return availableMj();
    }

    /** What the batteries hold for certain, in millijoules. */
    protected long availableMj() {
        if (Field.BATT_FAILURE.in(hal.read(Register.BATT_STATUS))) {
            return 0;
        }
        long bound = 0;
        for (int i = 0; i < CELLS; i++) {
            long status = hal.read(Register.CELL_STATUS, i);
            if (i != leftOut && Field.CELL_PRESENT.in(status) && !Field.CELL_LEARNING.in(status)) {
                long capacity = hal.read(Register.CELL_DESIGN_MJ, i) * hal.read(Register.CELL_LIFE_PCT, i) / 100;
                long learned = hal.read(Register.CELL_LEARNED_MJ, i);
                capacity = learned == 0 ? capacity : Math.min(capacity, learned);
                long above = Math.max(0, hal.read(Register.CELL_MV, i) - Battery.EMPTY_MV);
                bound += capacity * above / (Battery.FULL_MV - Battery.EMPTY_MV);
            }
        }
        return Math.min(hal.read(Register.CHARGE_MJ), bound);
    }

    private void look() {
        long changes = hal.read(Register.ES_CHANGES);
        long nowNs = hal.nowNs();
        if (steady && changes == seenChanges && nowNs - seenNs < config.heartbeatNs()) {
            return;
        }
        long status = hal.read(Register.BATT_STATUS);
        steady = !Field.BATT_DISCHARGING.in(status);
        low = Field.BATT_LOW.in(status);
        seenChanges = changes;
        seenNs = nowNs;
        seenMj = availableMj();
    }
}
