package dev.holdover.driver.core;

import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import java.util.List;
import java.util.OptionalInt;

/**
 * The firmware images of a card as its host reads them; also through a shut gate, and while the processor is dead.
 *
 * @param running slot that runs; empty: none does
 * @param next slot that the next reset of the processor boots; empty: none can
 * @param onTrial whether what runs is not confirmed yet: if it never is, the card falls back
 * @param triesLeft boots on trial that are left
 * @param slots what is in each slot
 * @param result what the boot ROM did at the last reset
 * @param why why it fell back or halted; NONE otherwise
 */
public record FirmwareHealth(
        OptionalInt running,
        OptionalInt next,
        boolean onTrial,
        int triesLeft,
        List<Slot> slots,
        BootResult result,
        ImageFault why) {
    /**
     * One slot.
     *
     * @param version of the image in it, as it was checked last; zero: none that may run
     * @param fault what the boot ROM found wrong with it
     */
    public record Slot(long version, ImageFault fault) {}

    /** Copies the list. */
    public FirmwareHealth {
        slots = List.copyOf(slots);
    }

    /** Version that runs; zero if none does. */
    public long version() {
        return running.isPresent() ? slots.get(running.getAsInt()).version() : 0;
    }

    static FirmwareHealth read(RegisterReader registers) {
        long slots = registers.read(Register.FW_SLOTS, 0);
        long boot = registers.read(Register.FW_BOOT, 0);
        return new FirmwareHealth(
                slot(Field.FW_RUNNING.get(slots)),
                slot(Field.FW_NEXT.get(slots)),
                Field.FW_TRIAL.in(slots),
                (int) Field.FW_TRIES.get(slots),
                List.of(
                        new Slot(registers.read(Register.FW_VERSION, 0), ImageFault.of(Field.FW_SLOT0_FAULT.get(boot))),
                        new Slot(
                                registers.read(Register.FW_VERSION, 1), ImageFault.of(Field.FW_SLOT1_FAULT.get(boot)))),
                BootResult.of(Field.FW_BOOT_RESULT.get(boot)),
                ImageFault.of(Field.FW_BOOT_FAULT.get(boot)));
    }

    private static OptionalInt slot(long number) {
        return number < Register.FW_VERSION.count() ? OptionalInt.of((int) number) : OptionalInt.empty();
    }
}
