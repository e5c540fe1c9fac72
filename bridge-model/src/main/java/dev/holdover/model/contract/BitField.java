package dev.holdover.model.contract;

/** Neighbouring bits of a register; {@code lsb} is the lowest bit, {@code bits} the width. */
interface BitField {
    int lsb();

    int bits();

    /** The field's bits, in place. */
    default long mask() {
        return ((1L << bits()) - 1) << lsb();
    }

    /** The field's value within {@code registerValue}. */
    default long get(long registerValue) {
        return registerValue >>> lsb() & (1L << bits()) - 1;
    }

    /** {@code registerValue} with this field set to {@code value}. */
    default long set(long registerValue, long value) {
        return registerValue & ~mask() | value << lsb() & mask();
    }

    /** Whether any bit of the field is set in {@code registerValue}. */
    default boolean in(long registerValue) {
        return (registerValue & mask()) != 0;
    }
}
