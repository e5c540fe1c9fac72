package dev.holdover.model.disk;

/** What a disk can be told to do (NVM Command Set Specification 1.0, 3.2; Base Specification 2.0, 7.3). */
public enum DiskOpcode {
    FLUSH(0x00, "What was completed before is on the medium"),
    WRITE(0x01, "Logical blocks from the caller's memory"),
    READ(0x02, "Logical blocks into the caller's memory"),
    WRITE_ZEROES(0x08, "Logical blocks of zeros, without a transfer"),
    RESERVE(0x11, "Reservation Acquire, preempt and abort, Write Exclusive, with the epoch as key");

    private final int number;
    private final String doc;

    DiskOpcode(int number, String doc) {
        this.number = number;
        this.doc = doc;
    }

    /** NVMe's opcode. */
    public int number() {
        return number;
    }

    public String doc() {
        return doc;
    }

    /** Whether it changes blocks. */
    boolean writes() {
        return this == WRITE || this == WRITE_ZEROES;
    }

    /** Whether a reservation of a higher epoch refuses it: reads and flushes never are (Write Exclusive). */
    boolean fenced() {
        return writes() || this == RESERVE;
    }
}
