package dev.holdover.model.disk;

/**
 * How a command of the host to a disk in a daughter slot ended: what the disk says, and what its controller adds
 * (NVMe Base Specification 2.0, figure 95).
 */
public enum NvmeStatus {
    SUCCESS(DiskStatus.SUCCESS),
    INVALID_OPCODE(0x001, "No such command"),
    INVALID_FIELD(0x002, "A field has a value that it can't have, or more data than SHAPE_MDTS allows"),
    DATA_TRANSFER_ERROR(0x004, "The data's bus address is mapped to nothing: nothing was written, or read in part"),
    SGL_LENGTH_INVALID(0x00f, "The data is not as long as the blocks"),
    ABORTED(DiskStatus.ABORTED),
    LBA_OUT_OF_RANGE(DiskStatus.LBA_OUT_OF_RANGE),
    RESERVATION_CONFLICT(DiskStatus.RESERVATION_CONFLICT),
    WRITE_FAULT(DiskStatus.WRITE_FAULT),
    UNRECOVERED_READ_ERROR(DiskStatus.UNRECOVERED_READ_ERROR);

    private static final NvmeStatus[] VALUES = values();

    private final int number;
    private final String doc;

    NvmeStatus(DiskStatus same) {
        this(same.number(), same.doc());
    }

    NvmeStatus(int number, String doc) {
        this.number = number;
        this.doc = doc;
    }

    /** Status code type, times 256, and status code. */
    public int number() {
        return number;
    }

    public String doc() {
        return doc;
    }

    /** The status with a number; one that is not known counts as {@link #INVALID_FIELD}. */
    public static NvmeStatus of(int number) {
        for (NvmeStatus each : VALUES) {
            if (each.number == number) {
                return each;
            }
        }
        return INVALID_FIELD;
    }
}
