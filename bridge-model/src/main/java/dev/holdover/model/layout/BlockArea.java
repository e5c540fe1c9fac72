package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u64;

import java.util.List;

/**
 * Where host and firmware meet about a block volume, behind the image. It is not replicated: it tells of the disks that
 * this card drives, and of requests that are under way.
 *
 * <pre>
 * control page     4 KiB    written by the firmware
 * rings            4 KiB    {@link BlockRing}: requests, answers
 * buffers          16 x 4 KiB, one for each request
 * </pre>
 */
public final class BlockArea {
    /** Requests that may be under way: a power of two. */
    public static final int REQUESTS = 16;

    /** Where the rings begin. */
    public static final int RINGS_AT = NvramLayout.BLOCK;

    /** Where the buffers begin. */
    public static final int BUFFERS_AT = 2 * NvramLayout.BLOCK;

    /** Size in bytes. */
    public static final int BYTES = BUFFERS_AT + REQUESTS * NvramLayout.BLOCK;

    /** In the control page: rises each time that the firmware begins the rings anew; zero: it has not yet. */
    public static final int GENERATION = 0x00;

    /** In the control page: a {@link BlockState}. */
    public static final int STATE = 0x08;

    /** In the control page: size of the volume in blocks of 4 KiB. */
    public static final int BLOCKS = 0x10;

    /** In the control page: RAID level in the low byte, then members, then a bit for each failed member. */
    public static final int SHAPE = 0x18;

    /** In the control page: rows of the volume. */
    public static final int ROWS = 0x20;

    /** In the control page: rows that a rebuild has done; all of them: none runs. */
    public static final int REBUILT = 0x28;

    /** In the control page: rows that the scrub has done since it was begun. */
    public static final int SCRUBBED = 0x30;

    /** In the control page: blocks that were found wrong and repaired. */
    public static final int REPAIRED = 0x38;

    /** In the control page: blocks that can't be repaired; each read of one fails. */
    public static final int LOST = 0x40;

    /** In the control page: lines that are not on the disks yet. */
    public static final int DIRTY = 0x48;

    /** In the control page: a bit for each line of the cache that is on the disks as it is. */
    public static final int CLEAN_MAP = 0x200;

    /** The control page. */
    public static final Struct CONTROL = new Struct(
            "block_control",
            NvramLayout.BLOCK,
            "Control page of a block volume",
            List.of(
                    u64("generation", GENERATION, "Rises when the firmware begins the rings anew; zero: not yet"),
                    u64("state", STATE, "State of the volume"),
                    u64("blocks", BLOCKS, "Size of the volume in blocks of 4 KiB"),
                    u64("shape", SHAPE, "RAID level (bits 0-7), members (8-15), a bit for each failed one (16-31)"),
                    u64("rows", ROWS, "Rows of the volume"),
                    u64("rebuilt", REBUILT, "Rows that a rebuild has done; all of them: none runs"),
                    u64("scrubbed", SCRUBBED, "Rows that the scrub has done since it was begun"),
                    u64("repaired", REPAIRED, "Blocks that were found wrong and repaired"),
                    u64("lost", LOST, "Blocks that can't be repaired; each read of one fails"),
                    u64("dirty", DIRTY, "Lines that are not on the disks yet")));

    private BlockArea() {}
}
