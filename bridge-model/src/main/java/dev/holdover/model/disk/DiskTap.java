package dev.holdover.model.disk;

/** What the world sees, for traces and oracles: what the disk believes, not what faults make of it. */
public interface DiskTap {
    /** Nobody looks: a disk on the bench. */
    DiskTap NONE = new DiskTap() {};

    /** A port took a command. */
    default void queued(int port, DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {}

    /** A read, write or write of zeros came to its good end. */
    default void executed(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {}

    /** A write under way was cut off by a reset, a reservation or lost power: each of its sectors may have landed. */
    default void cut(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {}

    /** A command ended without success. */
    default void refused(DiskOpcode opcode, long lba, int count, long epoch, DiskStatus status) {}

    /** A FLUSH came to its good end. */
    default void flushed() {}

    /** A RESERVE came to its good end; none of a lower epoch lands from here on. */
    default void reserved(long epoch, int abortedCount) {}

    /** Its power came or went. */
    default void powered(boolean on) {}
}
