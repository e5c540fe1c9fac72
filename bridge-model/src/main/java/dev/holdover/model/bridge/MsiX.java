package dev.holdover.model.bridge;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.Words;
import java.util.Arrays;

/**
 * Interrupts towards the host: causes, their mask, and the MSI-X table with pending bits in BAR1.
 *
 * <p>A cause that becomes pending and unmasked sends its vector's message. Acknowledging one cause
 * while another unmasked one is pending sends that one's message again, so that no edge is lost
 * between the handler's last look and its return.
 */
final class MsiX {
    static final int VECTORS = 8;
    static final int PBA_AT = 0x800;
    static final int BAR1_BYTES = 0x1000;

    /** Causes that the host's own daughter cards raise: their messages pass the host's shut gate. */
    static final long PASSING = Field.INT_DISK.mask() | Field.INT_NIC.mask();

    private static final int ENTRY = 16;
    private static final int MASKED = 1;

    /** Sends a message to the host. */
    @FunctionalInterface
    interface Sender {
        void send(long address, int data, boolean passing);
    }

    private final RegisterFile registers;
    private final Sender sender;
    private final byte[] table = new byte[VECTORS * ENTRY];
    private long pending;
    private long pendingPassing;

    MsiX(RegisterFile registers, Sender sender) {
        this.registers = registers;
        this.sender = sender;
        reset();
    }

    /** As after power-on: every vector masked. */
    void reset() {
        Arrays.fill(table, (byte) 0);
        pending = 0;
        pendingPassing = 0;
        for (int vector = 0; vector < VECTORS; vector++) {
            Words.putInt(table, vector * ENTRY + 12, MASKED);
        }
    }

    void raise(long causes) {
        long before = registers.get(Register.INT_CAUSE);
        registers.set(Register.INT_CAUSE, before | causes);
        fire(causes & ~before & ~mask());
    }

    /** Raises causes, and sends every pending one: what was sent until now did not arrive. */
    void resend(long causes) {
        long pendingCauses = registers.get(Register.INT_CAUSE) | causes;
        registers.set(Register.INT_CAUSE, pendingCauses);
        fire(pendingCauses & ~mask());
    }

    void acknowledge(long causes) {
        long left = registers.get(Register.INT_CAUSE) & ~causes;
        registers.set(Register.INT_CAUSE, left);
        fire(left & ~mask());
    }

    void unmask(long causes) {
        long mask = mask();
        registers.set(Register.INT_MASK_SET, mask & ~causes);
        fire(registers.get(Register.INT_CAUSE) & causes & mask);
    }

    void mask(long causes) {
        registers.set(Register.INT_MASK_SET, mask() | causes & 0xffff_ffffL);
    }

    long mask() {
        return registers.get(Register.INT_MASK_SET);
    }

    /** A host write to BAR1; only whole, aligned 4-byte words of the table are writable. */
    void write(long offset, byte[] from, int at, int length) {
        if (length != 4 || (offset & 3) != 0 || offset < 0 || offset >= table.length) {
            return;
        }
        Words.putInt(table, (int) offset, Words.getInt(from, at));
        int vector = (int) offset / ENTRY;
        if (!masked(vector) && (pending >>> vector & 1) != 0) {
            pending &= ~(1L << vector);
            boolean passing = (pendingPassing >>> vector & 1) != 0;
            pendingPassing &= ~(1L << vector);
            send(vector, passing);
        }
    }

    /** A host read of BAR1; says whether anything is there. */
    boolean read(long offset, byte[] into, int at, int length) {
        if ((offset & 3) != 0 || length != 4 && length != 8 || offset < 0 || offset + length > BAR1_BYTES) {
            return false;
        }
        for (int i = 0; i < length; i += 4) {
            Words.putInt(into, at + i, word((int) offset + i));
        }
        return true;
    }

    private int word(int offset) {
        if (offset < table.length) {
            return Words.getInt(table, offset);
        }
        return offset == PBA_AT ? (int) pending : 0;
    }

    private void fire(long causes) {
        long vectors = 0;
        long passing = 0;
        for (long rest = causes; rest != 0; rest &= rest - 1) {
            int cause = Long.numberOfTrailingZeros(rest);
            int map = (int) registers.get(Register.VECTOR_MAP, cause >>> 3 & 1);
            long vector = 1L << (map >>> 4 * (cause & 7) & VECTORS - 1);
            vectors |= vector;
            passing |= (PASSING >>> cause & 1) != 0 ? vector : 0;
        }
        for (; vectors != 0; vectors &= vectors - 1) {
            int vector = Long.numberOfTrailingZeros(vectors);
            if (masked(vector)) {
                pending |= 1L << vector;
                pendingPassing |= passing & 1L << vector;
            } else {
                send(vector, (passing >>> vector & 1) != 0);
            }
        }
    }

    private boolean masked(int vector) {
        return (Words.getInt(table, vector * ENTRY + 12) & MASKED) != 0;
    }

    private void send(int vector, boolean passing) {
        sender.send(Words.getLong(table, vector * ENTRY), Words.getInt(table, vector * ENTRY + 8), passing);
    }
}
