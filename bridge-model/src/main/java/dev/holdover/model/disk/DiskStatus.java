package dev.holdover.model.disk;

/** How a command ended (NVMe Base Specification 2.0, figures 95 and 100). */
public enum DiskStatus {
    SUCCESS(0x000, "It did what it was to do"),
    UNRECOVERED_READ_ERROR(0x281, "A block of the medium can't be read; write it again"),
    WRITE_FAULT(0x280, "The medium did not take the blocks; what they hold now is not known"),
    LBA_OUT_OF_RANGE(0x080, "No block, or blocks beyond the end of the disk"),
    RESERVATION_CONFLICT(0x083, "The disk is reserved for a higher epoch"),
    ABORTED(0x01b, "A reservation of a higher epoch came while it waited: preempt and abort"),
    DEVICE_GONE(DiskStatus.NONE, "The disk was pulled, has no power or is dead; no disk can say so, its port does");

    private static final int NONE = -1;

    private final int number;
    private final String doc;

    DiskStatus(int number, String doc) {
        this.number = number;
        this.doc = doc;
    }

    /** NVMe's status code type, times 256, and status code; -1: it has none for this. */
    public int number() {
        return number;
    }

    public String doc() {
        return doc;
    }
}
