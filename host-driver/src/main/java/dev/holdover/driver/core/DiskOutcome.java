package dev.holdover.driver.core;

import dev.holdover.model.disk.NvmeStatus;

/** How a command to a disk in the host's daughter slot ended. */
public enum DiskOutcome {
    /** Done. A write is on the medium if it was with FUA, or after the next flush that is done. */
    DONE,
    /** A block can't be read; write it again. */
    READ_ERROR,
    /** The medium did not take the blocks; what they hold now is not known. */
    WRITE_ERROR,
    /** The disk is reserved for a later epoch; nothing was done. */
    FENCED,
    /** There are no such blocks; nothing was done. */
    OUT_OF_RANGE,
    /** The controller could not use the command, or not reach its data; nothing was written. */
    REFUSED,
    /** It was cut off before it was answered: any part of a write may be there. */
    UNKNOWN,
    /** The disk was pulled, or is dead; any part of a write may be there. */
    GONE;

    static DiskOutcome of(NvmeStatus status) {
        return switch (status) {
            case SUCCESS -> DONE;
            case UNRECOVERED_READ_ERROR -> READ_ERROR;
            case WRITE_FAULT -> WRITE_ERROR;
            case RESERVATION_CONFLICT -> FENCED;
            case ABORTED -> UNKNOWN;
            case LBA_OUT_OF_RANGE -> OUT_OF_RANGE;
            case INVALID_OPCODE, INVALID_FIELD, DATA_TRANSFER_ERROR, SGL_LENGTH_INVALID -> REFUSED;
        };
    }
}
