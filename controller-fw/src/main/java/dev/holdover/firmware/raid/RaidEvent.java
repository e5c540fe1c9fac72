package dev.holdover.firmware.raid;

/** What happens to a volume by itself. */
public enum RaidEvent {
    /** A member is used no more: it faulted, went away, or was stale when the volume was opened. */
    MEMBER_FAILED,
    /** A new member is being filled. */
    REBUILD_STARTED,
    /** A member is in sync again. */
    REBUILD_ENDED,
    /** A scrub has seen every row. */
    SCRUB_ENDED,
    /** A block was bad at a member and has been rewritten from the others. */
    BLOCK_REPAIRED,
    /** A block can't be had from any member. */
    BLOCK_LOST,
    /** A row's parity was wrong although every block was right; it has been computed anew. */
    PARITY_REPAIRED,
    /** The volume has the rows that its larger members have room for. */
    GROWN,
    /** An intent was replayed. */
    REPLAYED,
    /** The volume serves no more. */
    ENDED
}
