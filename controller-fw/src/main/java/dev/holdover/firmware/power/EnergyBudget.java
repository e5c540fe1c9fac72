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
    private static final long NS_MW_PER_MJ = 1_000_000_000L;

    private final Hal hal;
    private final FirmwareConfig config;
    private boolean short_;

    public EnergyBudget(Hal hal, FirmwareConfig config) {
        this.hal = hal;
        this.config = config;
    }

    /** Whether {@code unsavedBytes} could be sent on battery from now on. */
    public boolean covers(long unsavedBytes) {
        long drainNs = Math.multiplyHigh(unsavedBytes, 1L) == 0
                ? unsavedBytes * 8 * 1_000 / Math.max(1, config.linkBitsPerSecond() / 1_000_000)
                : Long.MAX_VALUE;
        long ns = config.silenceNs() + GATE_NS + drainNs + CONFIRM_NS;
        long neededMj = ns / 1_000 * config.loadMw() / (NS_MW_PER_MJ / 1_000);
        neededMj += neededMj * MARGIN_PERCENT / 100 + 1;
        long availableMj = Field.BATT_FAILURE.in(hal.read(Register.BATT_STATUS)) ? 0 : hal.read(Register.CHARGE_MJ);
        boolean enough = availableMj >= neededMj;
        if (!enough && !short_) {
            hal.journal(Notice.ENERGY_SHORT, 0, availableMj, neededMj);
        }
        short_ = !enough;
        return enough;
    }
}
