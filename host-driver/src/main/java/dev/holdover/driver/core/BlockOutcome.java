package dev.holdover.driver.core;

/** What became of an operation on a block volume. */
public enum BlockOutcome {
    /** Done: what was written is durable as the card's ack mode promises, what was read is there. */
    DONE,
    /** What the block held can't be had from the disks any more. Written anew, it can be read again. */
    LOST,
    /** The volume does not serve: too few of its disks are there, or the firmware is not. Nothing was changed. */
    UNAVAILABLE,
    /**
     * It is in the cache, in memory that can't be corrected. Another card may have it still: then it can be read or
     * flushed again soon. Else only writing the block anew helps.
     */
    UNREADABLE,
    /** No such block or member, or the volume's state does not allow it. */
    INVALID,
    /** The battery could not save it; nothing was stored. */
    NO_ENERGY,
    /** Another card owns the personality by now; nothing was stored. */
    FENCED,
    /** The card was lost before it answered: a write may or may not be there. */
    UNKNOWN
}
