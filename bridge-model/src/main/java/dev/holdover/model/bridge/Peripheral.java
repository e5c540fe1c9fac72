package dev.holdover.model.bridge;

import dev.holdover.model.contract.Register;

/** A device behind a block of registers that only the embedded processor reaches. */
public interface Peripheral {
    /** The processor is about to read {@code register}: the device puts its value there. */
    default void refresh(Register register) {}

    /** The processor wrote {@code register}. */
    void written(Register register, long value);
}
