package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.power.Battery;

/** The registers of the energy block: computed when somebody looks; and when they change by themselves. */
final class EnergyBlock {
    private final Bridge bridge;
    private final Battery battery;
    private final CardConfig config;

    EnergyBlock(Bridge bridge, Battery battery, CardConfig config) {
        this.bridge = bridge;
        this.battery = battery;
        this.config = config;
    }

    /** Brings {@code register} up to date, if it is one of the block's. */
    void refresh(Register register, boolean mainRail, long nowNs) {
        switch (register) {
            case RAIL_STATUS -> {
                long rails = mainRail ? Field.RAIL_MAIN.mask() : 0;
                bridge.poke(register, battery.empty(nowNs) ? rails : rails | Field.RAIL_BATTERY.mask());
            }
            case BATT_STATUS -> bridge.poke(register, status(nowNs));
            case BATT_MV -> bridge.poke(register, battery.millivolts(nowNs));
            case BATT_MA -> bridge.poke(register, battery.milliamperes(nowNs) & 0xffff_ffffL);
            case CHARGE_PCT -> bridge.poke(register, battery.percent(nowNs));
            case CHARGE_MJ -> bridge.poke(register, battery.chargeMj(nowNs));
            case HOLDUP_S -> bridge.poke(register, battery.chargeMj(nowNs) / Math.max(1, config.loadMw()));
            case LOAD_MW -> bridge.poke(register, config.loadMw());
            default -> {
                // The others stand still.
            }
        }
    }

    /** When the battery will be empty, or fall below a threshold before that. */
    long nextChangeNs(long nowNs) {
        long nextNs = battery.emptyAtNs();
        long warnNs = battery.fallsToNs((int) bridge.peek(Register.ES_WARN_PCT, Side.CARD));
        long errorNs = battery.fallsToNs((int) bridge.peek(Register.ES_ERROR_PCT, Side.CARD));
        nextNs = errorNs > nowNs ? Math.min(nextNs, errorNs) : nextNs;
        return warnNs > nowNs ? Math.min(nextNs, warnNs) : nextNs;
    }

    private long status(long nowNs) {
        int percent = battery.percent(nowNs);
        long status = config.batteryMj() > 0 ? Field.BATT_PRESENT.mask() : 0;
        status |= battery.carrying() ? Field.BATT_DISCHARGING.mask() : 0;
        status |= !battery.carrying() && !battery.full(nowNs) ? Field.BATT_CHARGING.mask() : 0;
        status |= percent < bridge.peek(Register.ES_WARN_PCT, Side.CARD) ? Field.BATT_LOW.mask() : 0;
        status |= percent < bridge.peek(Register.ES_ERROR_PCT, Side.CARD) ? Field.BATT_CRITICAL.mask() : 0;
        return battery.empty(nowNs) ? status | Field.BATT_FAILURE.mask() : status;
    }
}
