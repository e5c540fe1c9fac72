package dev.holdover.driver.core;

import dev.holdover.model.contract.Register;

/** Reads element {@code n} of a register. */
@FunctionalInterface
interface RegisterReader {
    long read(Register register, int n);
}
