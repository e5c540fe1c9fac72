package dev.holdover.model.flash;

import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.SipHash;
import java.util.Optional;

/**
 * What the boot ROM finds in the flash at a reset of the processor, and what it makes of it. Reading and checking two
 * slots takes less time than the reset itself lasts.
 *
 * <pre>
 * pending, tries left, good, not older than the confirmed one   TRIAL: boots it once the try is counted in the flash
 * confirmed and good                                            CONFIRMED, or FELL_BACK if another was pending
 * the other slot is good                                        FELL_BACK: better an image that is known to be
 *                                                               signed than none
 * neither                                                       HALTED
 * </pre>
 *
 * @param result what it does
 * @param slot the slot that it boots, or {@link BootControl#NONE}
 * @param why for FELL_BACK and HALTED, what stood in the way of the slot that should have run
 * @param fault0 what is wrong with slot 0
 * @param fault1 what is wrong with slot 1
 * @param version0 version in slot 0, zero if something is wrong with it
 * @param version1 version in slot 1
 * @param control the record that was read
 */
public record BootRom(
        BootResult result,
        int slot,
        ImageFault why,
        ImageFault fault0,
        ImageFault fault1,
        long version0,
        long version1,
        Optional<BootControl> control) {
    /** Looks at everything and decides. */
    public static BootRom decide(NorFlash flash, SipHash key) {
        byte[] bytes = flash.copy(0, flash.size());
        ImageFault fault0 = FirmwareImage.check(bytes, FlashMap.slot(0), FlashMap.SLOT_BYTES, key);
        ImageFault fault1 = FirmwareImage.check(bytes, FlashMap.slot(1), FlashMap.SLOT_BYTES, key);
        long version0 = fault0 == ImageFault.NONE ? FirmwareImage.version(bytes, FlashMap.slot(0)) : 0;
        long version1 = fault1 == ImageFault.NONE ? FirmwareImage.version(bytes, FlashMap.slot(1)) : 0;
        Optional<BootControl> control = BootControl.newest(flash);
        BootRom seen = new BootRom(
                BootResult.NONE, BootControl.NONE, ImageFault.NONE, fault0, fault1, version0, version1, control);
        return control.map(seen::follow).orElseGet(seen::withoutRecord);
    }

    /** What is wrong with slot {@code n}. */
    public ImageFault fault(int n) {
        return n == 0 ? fault0 : fault1;
    }

    /** Version in slot {@code n}, zero if something is wrong with it. */
    public long version(int n) {
        return n == 0 ? version0 : version1;
    }

    /** The same, where the try could not be counted: without that there is no trial. */
    public BootRom withoutTrial() {
        BootControl record = control.orElseThrow();
        return fallBack(record.confirmed(), record.pending(), ImageFault.TRIES);
    }

    private BootRom follow(BootControl record) {
        int pending = record.pending();
        int confirmed = record.confirmed();
        if (pending == BootControl.NONE) {
            return fault(confirmed) == ImageFault.NONE
                    ? as(BootResult.CONFIRMED, confirmed, ImageFault.NONE)
                    : fallBack(1 - confirmed, confirmed, fault(confirmed));
        }
        ImageFault why = fault(pending);
        if (why == ImageFault.NONE && record.tries() == 0) {
            why = ImageFault.TRIES;
        } else if (why == ImageFault.NONE
                && fault(confirmed) == ImageFault.NONE
                && version(pending) < version(confirmed)) {
            why = ImageFault.VERSION;
        }
        return why == ImageFault.NONE
                ? as(BootResult.TRIAL, pending, ImageFault.NONE)
                : fallBack(confirmed, pending, why);
    }

    private BootRom withoutRecord() {
        int better = version1 > version0 || fault0 != ImageFault.NONE ? 1 : 0;
        return fallBack(better, 1 - better, ImageFault.RECORD);
    }

    private BootRom fallBack(int first, int last, ImageFault why) {
        if (fault(first) == ImageFault.NONE) {
            return as(BootResult.FELL_BACK, first, why);
        }
        return fault(last) == ImageFault.NONE
                ? as(BootResult.FELL_BACK, last, fault(first))
                : as(BootResult.HALTED, BootControl.NONE, why);
    }

    private BootRom as(BootResult what, int which, ImageFault because) {
        return new BootRom(what, which, because, fault0, fault1, version0, version1, control);
    }
}
