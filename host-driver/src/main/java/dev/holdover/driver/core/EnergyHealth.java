package dev.holdover.driver.core;

import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/**
 * The card's energy source as the host reads it.
 *
 * @param level what the firmware can promise
 * @param mainRail whether the host's own power is good
 * @param chargeMj charge in millijoules, as the gauges believe it
 * @param chargePercent the same in percent of what the batteries can hold
 * @param lifetimePercent capacity of the weaker battery in percent of its design
 * @param temperatureK temperature in kelvin
 * @param first the battery in place 0
 * @param second the battery in place 1
 */
public record EnergyHealth(
        EnergyLevel level,
        boolean mainRail,
        long chargeMj,
        int chargePercent,
        int lifetimePercent,
        int temperatureK,
        Cell first,
        Cell second) {
    /**
     * One battery.
     *
     * @param present whether it is plugged in
     * @param learning whether a learn cycle empties it
     * @param millivolts its voltage; true even if the gauge is not
     * @param chargePercent its charge as its gauge believes it
     * @param learnedMj its capacity as measured last, in millijoules; zero: never
     */
    public record Cell(boolean present, boolean learning, int millivolts, int chargePercent, long learnedMj) {
        private static Cell read(RegisterReader registers, int place) {
            long status = registers.read(Register.CELL_STATUS, place);
            return new Cell(
                    Field.CELL_PRESENT.in(status),
                    Field.CELL_LEARNING.in(status),
                    (int) registers.read(Register.CELL_MV, place),
                    (int) registers.read(Register.CELL_PCT, place),
                    registers.read(Register.CELL_LEARNED_MJ, place));
        }
    }

    static EnergyHealth read(RegisterReader registers) {
        return new EnergyHealth(
                EnergyLevel.of(Field.ENERGY_LEVEL.get(registers.read(Register.ENERGY_STATUS, 0))),
                Field.RAIL_MAIN.in(registers.read(Register.RAIL_STATUS, 0)),
                registers.read(Register.CHARGE_MJ, 0),
                (int) registers.read(Register.CHARGE_PCT, 0),
                (int) registers.read(Register.LIFETIME_PCT, 0),
                (int) registers.read(Register.BATT_TEMP, 0),
                Cell.read(registers, 0),
                Cell.read(registers, 1));
    }
}
