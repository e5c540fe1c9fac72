package dev.holdover.driver.core;

import dev.holdover.driver.access.Region;
import dev.holdover.model.contract.Register;

/** The registers, each read and written at its own width. What nothing answers reads as all ones. */
final class CardRegisters {
    /** What a register of four bytes reads as when nothing answers; none holds it. */
    static final long ALL_ONES = 0xffff_ffffL;

    private final Region region;

    CardRegisters(Region region) {
        this.region = region;
    }

    long read(Register register) {
        return read(register, 0);
    }

    /** Element {@code n} of an array. */
    long read(Register register, int n) {
        int offset = register.offset(n);
        return register.width() == 4 ? region.read32(offset) & ALL_ONES : region.read64(offset);
    }

    void write(Register register, long value) {
        write(register, 0, value);
    }

    /** Element {@code n} of an array. */
    void write(Register register, int n, long value) {
        if (register.width() == 4) {
            region.write32(register.offset(n), (int) value);
        } else {
            region.write64(register.offset(n), value);
        }
    }
}
