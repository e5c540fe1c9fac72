package dev.holdover.driver.core;

import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.util.Set;

/** What the card reports of its health, for the host to know: boots, energy, memory, bus. */
final class CardReports {
    private final CardRegisters card;
    private final DriverListener listener;
    private long bootFails;
    private EnergyLevel energyLevel = EnergyLevel.ENOUGH;
    private long poisonedReads;
    private long nvSeen;
    private boolean haltTold;

    CardReports(CardRegisters card, DriverListener listener) {
        this.card = card;
        this.listener = listener;
    }

    /** The firmware is not up: it may be held in reset, longer each time, or there is none that may run. */
    void notUp(BootState boot) {
        if (boot == BootState.HALTED && !haltTold) {
            listener.firmwareBooted(FirmwareHealth.read(card::read));
        }
        haltTold = boot == BootState.HALTED;
        long fails = card.read(Register.BOOT_FAILS);
        if (fails == CardRegisters.ALL_ONES) {
            return;
        }
        if (fails > bootFails) {
            listener.bootFails(fails);
        }
        bootFails = fails;
    }

    /** Why the processor was reset is told once. */
    Set<ResetCause> resets() {
        long causes = card.read(Register.RESET_CAUSE);
        if (causes == CardRegisters.ALL_ONES) {
            return ResetCause.of(0);
        }
        card.write(Register.RESET_CAUSE, causes);
        Set<ResetCause> known = ResetCause.of(causes);
        if (!known.isEmpty()) {
            listener.cardReset(known);
        }
        if (Field.CAUSE_IMAGE.in(causes)) {
            listener.firmwareBooted(FirmwareHealth.read(card::read));
        }
        return known;
    }

    /** Errors of the link are told once each. */
    void busErrors() {
        long errors = card.read(Register.AER_STATUS);
        if (errors != 0 && errors != CardRegisters.ALL_ONES) {
            card.write(Register.AER_STATUS, errors);
            listener.busErrors(errors);
        }
    }

    /** A change of what the card can promise is told once. */
    void energy() {
        long status = card.read(Register.ENERGY_STATUS);
        EnergyLevel level = EnergyLevel.of(Field.ENERGY_LEVEL.get(status));
        if (status != CardRegisters.ALL_ONES && level != energyLevel) {
            energyLevel = level;
            listener.energy(level);
        }
    }

    /** Results of the NV block, and whether it is armed, are told when they change. */
    void nv() {
        long seen = card.read(Register.NV_RESULT);
        long status = card.read(Register.NV_CMD_STATUS);
        if (seen == CardRegisters.ALL_ONES || status == CardRegisters.ALL_ONES) {
            return;
        }
        long now = seen << 1 | (Field.NV_ARMED.in(status) ? 1 : 0);
        if (now != nvSeen) {
            nvSeen = now;
            listener.nv(NvHealth.read(card::read));
        }
    }

    /** Gives an order to the NV block; the result of the last one of its kind is cleared, so that the next is told. */
    void order(Register register, Field order, Field success, Field error) {
        long results = success.mask() | error.mask();
        card.write(Register.NV_RESULT, results);
        nvSeen &= ~(results << 1);
        card.write(register, order.mask());
    }

    /** A write was refused for want of energy: the host hears of the shortage first, even if it is over by now. */
    void shortage() {
        if (energyLevel != EnergyLevel.SHORT) {
            energyLevel = EnergyLevel.SHORT;
            listener.energy(EnergyLevel.SHORT);
        }
    }

    /** A read met memory that can't be corrected; {@code window} is -1 outside every read of an image. */
    void poisoned(int window, long offset, int length) {
        poisonedReads++;
        listener.poisoned(window, offset, length);
    }

    long poisonedReads() {
        return poisonedReads;
    }
}
