package dev.holdover.firmware.nv;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.SaveCause;

/** What the NV block shows to the host. It outlives resets of the processor, and tells the next firmware too. */
final class NvRegisters {
    private final Hal hal;

    NvRegisters(Hal hal) {
        this.hal = hal;
    }

    /** Whether an earlier firmware has left its state here. */
    boolean warm() {
        return Field.NV_IS_READY.in(hal.read(Register.NV_READY));
    }

    void ready() {
        hal.write(Register.NV_READY, Field.NV_IS_READY.mask());
    }

    /** Takes the orders that wait in a command register. */
    long take(Register register) {
        long orders = hal.read(register);
        hal.write(register, orders);
        return orders;
    }

    boolean shows(Field status) {
        return status.in(hal.read(Register.NV_CMD_STATUS));
    }

    void show(Field status, boolean now) {
        hal.write(Register.NV_CMD_STATUS, status.set(hal.read(Register.NV_CMD_STATUS), now ? 1 : 0));
    }

    boolean injected(Field operation) {
        return operation.in(hal.read(Register.INJECT_ERROR));
    }

    /** An operation begins: how the last one of the same kind as {@code result} ended counts no more (JESD245). */
    void begins(Field result) {
        hal.write(Register.NV_RESULT, hal.read(Register.NV_RESULT) & ~kind(result));
    }

    /** An operation has ended: well if {@code why} is zero. */
    void ended(Field result, long why) {
        hal.write(Register.CSAVE_FAIL_INFO, why);
        hal.write(Register.NV_RESULT, hal.read(Register.NV_RESULT) & ~kind(result) | result.mask());
        hal.write(Register.INT_RAISE, Field.INT_NV.mask());
    }

    /** SUCCESS and ERROR of one kind of operation, side by side. */
    private static long kind(Field result) {
        return 0b11L << (result.lsb() & ~1);
    }

    void saved(boolean valid, SaveCause cause) {
        hal.write(Register.CSAVE_INFO, Field.CSAVE_CAUSE.set(valid ? Field.CSAVE_VALID.mask() : 0, cause.ordinal()));
    }

    SaveCause cause() {
        return SaveCause.of(Field.CSAVE_CAUSE.get(hal.read(Register.CSAVE_INFO)));
    }

    void health(boolean place, boolean saveFailed) {
        EnergyLevel level = EnergyLevel.of(Field.ENERGY_LEVEL.get(hal.read(Register.ENERGY_STATUS)));
        long health = place ? 0 : Field.HEALTH_NO_PLACE.mask();
        health |= level == EnergyLevel.SHORT ? Field.HEALTH_ENERGY.mask() : 0;
        health |= saveFailed ? Field.HEALTH_SAVE_FAILED.mask() : 0;
        if (health != hal.read(Register.MODULE_HEALTH)) {
            hal.write(Register.MODULE_HEALTH, health);
        }
    }

    boolean mains() {
        return Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS));
    }
}
