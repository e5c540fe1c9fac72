package dev.holdover.firmware.power;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/**
 * Law 8: what is acknowledged must be savable.
 *
 * <p>P·(t_detect + t_gate + bytes/B + t_confirm) + E_hold ≤ E_available, checked before each
 * acknowledgement.
 */
public final class EnergyBudget {
    private static final long GATE_NS = 1_000_000;
    private static final long CONFIRM_NS = 10_000_000;
    private static final int MARGIN_PERCENT = 20;
    private static final long US_PER_S = 1_000_000;
    private static final long US_MW_PER_MJ = 1_000_000;

    private final Hal hal;
    private final FirmwareConfig config;
    private boolean runningLow;

    public EnergyBudget(Hal hal, FirmwareConfig config) {
        this.hal = hal;
        this.config = config;
    }

    /** Whether {@code unsavedBytes} could be sent on battery from now on. */
    public boolean covers(long unsavedBytes) {
        long drainUs = unsavedBytes * 8 * US_PER_S / config.linkBitsPerSecond() + 1;
        long us = (config.silenceNs() + GATE_NS + CONFIRM_NS) / 1_000 + drainUs;
        long neededMj = us * config.loadMw() / US_MW_PER_MJ;
        neededMj += neededMj * MARGIN_PERCENT / 100 + 1;
        long availableMj = Field.BATT_FAILURE.in(hal.read(Register.BATT_STATUS)) ? 0 : hal.read(Register.CHARGE_MJ);
        boolean enough = availableMj >= neededMj;
        if (!enough && !runningLow) {
            hal.journal(Notice.ENERGY_SHORT, 0, availableMj, neededMj);
        }
        runningLow = !enough;
        return enough;
    }
}
