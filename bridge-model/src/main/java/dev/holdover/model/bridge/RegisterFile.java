package dev.holdover.model.bridge;

import dev.holdover.model.contract.Access;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.Arrays;

/**
 * The registers' values and their access semantics; no side effects. A place is a register and an
 * element of it, as one number.
 */
final class RegisterFile {
    private static final Register[] REGISTERS = Register.values();
    private static final Side[] SIDES = Side.values();
    private static final int ELEMENT_BITS = 8;
    private static final int[] BASE = bases();
    private static final int[] PLACE_AT = places();

    /** First element of each register in {@link #values}; a banked one has the card's copy behind the host's. */
    private static int[] bases() {
        int[] bases = new int[REGISTERS.length + 1];
        for (int i = 0; i < REGISTERS.length; i++) {
            Register register = REGISTERS[i];
            bases[i + 1] = bases[i] + register.count() * (register.banked() ? 2 : 1);
        }
        return bases;
    }

    private static int[] places() {
        int[] places = new int[Register.BAR0_BYTES / 4];
        Arrays.fill(places, -1);
        for (Register register : REGISTERS) {
            for (int n = 0; n < register.count(); n++) {
                places[register.offset(n) / 4] = register.ordinal() << ELEMENT_BITS | n;
            }
        }
        return places;
    }

    private final long[] values = new long[BASE[REGISTERS.length]];

    RegisterFile() {
        reset();
    }

    /** Every value as after power-on. */
    void reset() {
        for (Register register : REGISTERS) {
            for (int n = 0; n < register.count(); n++) {
                for (Side side : SIDES) {
                    values[index(register, n, side)] = register.resetValue();
                }
            }
        }
    }

    /** The place that an access of {@code width} bytes at {@code offset} means, or -1: Unsupported Request. */
    static int place(long offset, int width) {
        if (offset < 0 || offset >= Register.BAR0_BYTES || (offset & 3) != 0) {
            return -1;
        }
        int place = PLACE_AT[(int) (offset >>> 2)];
        return place >= 0 && register(place).width() == width ? place : -1;
    }

    static Register register(int place) {
        return REGISTERS[place >>> ELEMENT_BITS];
    }

    static int element(int place) {
        return place & (1 << ELEMENT_BITS) - 1;
    }

    long get(Register register) {
        return values[BASE[register.ordinal()]];
    }

    long get(Register register, int n) {
        return values[BASE[register.ordinal()] + n];
    }

    long get(Register register, Side side) {
        return values[index(register, 0, side)];
    }

    void set(Register register, long value) {
        values[BASE[register.ordinal()]] = value;
    }

    void set(Register register, int n, long value) {
        values[BASE[register.ordinal()] + n] = value;
    }

    void set(Register register, Side side, long value) {
        values[index(register, 0, side)] = value;
    }

    /** What {@code side} sees. */
    long read(Register register, int n, Side side) {
        return register.access(side).readable() ? values[index(register, n, side)] : 0;
    }

    /** Applies a write of {@code side}. */
    void write(Register register, int n, Side side, long value) {
        int index = index(register, n, side);
        long written = register.width() == 4 ? value & 0xffff_ffffL : value;
        Access access = register.access(side);
        switch (access) {
            case RW, WO -> values[index] = written;
            case RW1C -> values[index] &= ~written;
            case W1S -> values[index] |= written;
            case RO, NONE -> {
                // The contract: such a write is ignored.
            }
        }
    }

    private static int index(Register register, int n, Side side) {
        int bank = register.banked() && side == Side.CARD ? register.count() : 0;
        return BASE[register.ordinal()] + bank + n;
    }
}
