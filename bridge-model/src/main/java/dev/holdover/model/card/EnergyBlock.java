package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.power.EnergySource;

/** The registers of the energy block: computed when somebody looks; and when they change by themselves. */
final class EnergyBlock {
    private static final long SELF_REFRESH_MW = Register.SELF_REFRESH_MW.resetValue();

    private final Bridge bridge;
    private final EnergySource battery;
    private final CardConfig config;

    EnergyBlock(Bridge bridge, EnergySource battery, CardConfig config) {
        this.bridge = bridge;
        this.battery = battery;
        this.config = config;
    }

    /** Brings {@code register} up to date, if it is one of the block's. */
    void refresh(Register register, long nowNs) {
        switch (register) {
            case BATT_STATUS -> bridge.poke(register, status(nowNs));
            case BATT_MV -> bridge.poke(register, battery.millivolts(nowNs));
            case BATT_MA -> bridge.poke(register, battery.milliamperes(nowNs) & 0xffff_ffffL);
            case CHARGE_PCT -> bridge.poke(register, battery.percent(nowNs));
            case CHARGE_MJ -> bridge.poke(register, battery.gaugeMj(nowNs));
            case LIFETIME_PCT -> bridge.poke(register, Math.min(battery.lifePercent(0), battery.lifePercent(1)));
            case ES_TEST -> bridge.poke(register, (battery.learning(0) ? 1 : 0) | (battery.learning(1) ? 2 : 0));
            case CELL_STATUS, CELL_MV, CELL_PCT, CELL_LIFE_PCT, CELL_DESIGN_MJ, CELL_LEARNED_MJ -> {
                for (int place = 0; place < EnergySource.PLACES; place++) {
                    bridge.poke(register, place, cell(register, place, nowNs));
                }
            }
            default -> {
                // The others stand still.
            }
        }
    }

    /** Load of the card while it sleeps, in milliwatts: what cannot be switched off draws no more than before. */
    long sleepingMw() {
        return Math.min(SELF_REFRESH_MW, config.loadMw());
    }

    /** ES_TEST was written: begins the learn cycles it asks for; says whether one has begun. */
    boolean learn(long wanted, long nowNs) {
        boolean began = false;
        if (Field.ES_LEARN_ALLOWED.in(bridge.peek(Register.ES_POLICY, Side.CARD))) {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                began |= (Field.ES_LEARN.get(wanted) >>> place & 1) != 0 && battery.learn(place, nowNs);
            }
        }
        return began;
    }

    /** When the battery will be empty, or fall below a threshold before that. */
    long nextChangeNs(long nowNs) {
        long nextNs = battery.nextNs(nowNs);
        long warnNs = battery.fallsToNs((int) bridge.peek(Register.ES_WARN_PCT, Side.CARD), nowNs);
        long errorNs = battery.fallsToNs((int) bridge.peek(Register.ES_ERROR_PCT, Side.CARD), nowNs);
        nextNs = errorNs > nowNs ? Math.min(nextNs, errorNs) : nextNs;
        return warnNs > nowNs ? Math.min(nextNs, warnNs) : nextNs;
    }

    private long cell(Register register, int place, long nowNs) {
        return switch (register) {
            case CELL_STATUS ->
                (battery.present(place) ? Field.CELL_PRESENT.mask() : 0)
                        | (battery.learning(place) ? Field.CELL_LEARNING.mask() : 0);
            case CELL_MV -> battery.millivolts(place, nowNs);
            case CELL_PCT -> battery.gaugePercent(place, nowNs);
            case CELL_LIFE_PCT -> battery.lifePercent(place);
            case CELL_DESIGN_MJ -> battery.designMj(place);
            case CELL_LEARNED_MJ -> battery.learnedMj(place);
            default -> throw new IllegalArgumentException(register.name());
        };
    }

    private long status(long nowNs) {
        int percent = battery.percent(nowNs);
        long status =
                config.batteryMj() > 0 && (battery.present(0) || battery.present(1)) ? Field.BATT_PRESENT.mask() : 0;
        status |= battery.carrying() ? Field.BATT_DISCHARGING.mask() : 0;
        status |= !battery.carrying() && !battery.full(nowNs) ? Field.BATT_CHARGING.mask() : 0;
        status |= percent < bridge.peek(Register.ES_WARN_PCT, Side.CARD) ? Field.BATT_LOW.mask() : 0;
        status |= percent < bridge.peek(Register.ES_ERROR_PCT, Side.CARD) ? Field.BATT_CRITICAL.mask() : 0;
        return battery.empty(nowNs) ? status | Field.BATT_FAILURE.mask() : status;
    }
}
