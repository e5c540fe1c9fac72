package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import java.util.EnumSet;
import java.util.Set;

/** Why the card's processor was reset (RESET_CAUSE). */
public enum ResetCause {
    /** Power came on; the NVRAM may be empty. */
    POWER_ON(Field.CAUSE_POR),
    /** Function-level reset. */
    FUNCTION_LEVEL(Field.CAUSE_FLR),
    /** Hot reset of the PCIe link. */
    HOT(Field.CAUSE_HOT),
    /** The watchdog found the firmware hung or running wild. */
    WATCHDOG(Field.CAUSE_WATCHDOG),
    /** The host asked for it: {@link DriverCore#resetCard}, or the driver itself when the firmware fell silent. */
    SOFT(Field.CAUSE_SOFT),
    /** The main rail sagged. */
    BROWN_OUT(Field.CAUSE_BROWN_OUT),
    /** The processor read NVRAM that can't be corrected. */
    MACHINE_CHECK(Field.CAUSE_MACHINE_CHECK),
    /** The card slept on its battery, and the mains came back. */
    WAKE(Field.CAUSE_WAKE),
    /** A firmware image on trial was not confirmed in time. */
    BOOT_TIMER(Field.CAUSE_BOOT_TIMER);

    @SuppressWarnings("ImmutableEnumChecker") // an enum constant too
    private final Field bit;

    ResetCause(Field bit) {
        this.bit = bit;
    }

    static Set<ResetCause> of(long causes) {
        Set<ResetCause> set = EnumSet.noneOf(ResetCause.class);
        for (ResetCause cause : values()) {
            if (cause.bit.in(causes)) {
                set.add(cause);
            }
        }
        return set;
    }
}
