package dev.holdover.driver.core;

import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockState;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;

/**
 * What a card says of a block volume.
 *
 * @param state what it can do now
 * @param blocks its size in blocks of 4 KiB
 * @param level its RAID level: 0, 1, 5, 6 or 10
 * @param members how many disks it is made of
 * @param failedMembers a bit for each member that is not in sync
 * @param rows rows of the volume
 * @param rebuiltRows rows that the member has that is being filled; all: none is
 * @param scrubbedRows rows that the scrub has seen since it was begun
 * @param repaired blocks that were found wrong, and were repaired, since the volume was opened
 * @param lost blocks that could not be had since then
 * @param dirtyLines lines of the cache that are not on the disks
 */
public record BlockHealth(
        BlockState state,
        long blocks,
        int level,
        int members,
        int failedMembers,
        long rows,
        long rebuiltRows,
        long scrubbedRows,
        long repaired,
        long lost,
        int dirtyLines) {
    private static final int BYTE_MASK = 0xff;
    private static final int MEMBERS_SHIFT = 8;
    private static final int FAILED_SHIFT = 16;
    private static final int[] LEVELS = {0, 1, 5, 6, 10};

    static BlockHealth read(NvramLayout layout, NvramAccess nvram) {
        long at = layout.blockArea();
        long shape = nvram.getLong(at + BlockArea.SHAPE);
        int level = (int) shape & BYTE_MASK;
        return new BlockHealth(
                BlockState.of(nvram.getLong(at + BlockArea.STATE)),
                nvram.getLong(at + BlockArea.BLOCKS),
                level < LEVELS.length ? LEVELS[level] : 0,
                (int) (shape >>> MEMBERS_SHIFT) & BYTE_MASK,
                (int) (shape >>> FAILED_SHIFT) & 0xffff,
                nvram.getLong(at + BlockArea.ROWS),
                nvram.getLong(at + BlockArea.REBUILT),
                nvram.getLong(at + BlockArea.SCRUBBED),
                nvram.getLong(at + BlockArea.REPAIRED),
                nvram.getLong(at + BlockArea.LOST),
                (int) nvram.getLong(at + BlockArea.DIRTY));
    }
}
