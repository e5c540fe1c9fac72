package dev.holdover.model.bridge;

import dev.holdover.model.contract.DaughterRegister;
import org.jspecify.annotations.Nullable;

/** BAR4: finds the slot and the register that an access means. */
final class DaughterBar {
    /** What the bridge does with an access. */
    enum Way {
        /** Behind the gate, or the other side's. */
        REFUSED,
        /** Nothing is there, or not at that width. */
        NOWHERE,
        THROUGH
    }

    private static final DaughterRegister[] REGISTERS = DaughterRegister.values();
    private static final int SLOTS = 8;

    private @Nullable DaughterPages pages;

    void attach(DaughterPages made) {
        pages = made;
    }

    Way way(long offset, int length, boolean gateShut) {
        long slot = Math.floorDiv(offset, (long) DaughterRegister.PAGE_BYTES);
        if (pages == null || slot < 0 || slot >= SLOTS) {
            return Way.NOWHERE;
        }
        if (gateShut || !pages.hosts((int) slot)) {
            return Way.REFUSED;
        }
        int register = DaughterRegister.at(offset % DaughterRegister.PAGE_BYTES, length);
        return register >= 0 && pages.answers((int) slot, REGISTERS[register]) ? Way.THROUGH : Way.NOWHERE;
    }

    long read(long offset, int length) {
        DaughterRegister register = register(offset, length);
        return pages != null && register.access().readable() ? pages.read(slot(offset), register) : 0;
    }

    void write(long offset, int length, long value) {
        DaughterRegister register = register(offset, length);
        if (pages != null && register.access().writable()) {
            pages.write(slot(offset), register, value);
        }
    }

    private static int slot(long offset) {
        return (int) (offset / DaughterRegister.PAGE_BYTES);
    }

    private static DaughterRegister register(long offset, int length) {
        return REGISTERS[DaughterRegister.at(offset % DaughterRegister.PAGE_BYTES, length)];
    }
}
