package dev.holdover.firmware.raid;

/**
 * What a volume is to be.
 *
 * @param id the volume's own number, never used twice; not zero
 * @param level how blocks are spread
 * @param members how many disks, the first of {@link Members}; the rest are spares
 * @param chunkBlocks blocks of 4 KiB that follow each other on one member
 */
public record VolumeSpec(long id, RaidLevel level, int members, int chunkBlocks) {
    /** What a row's checksum entry and a set of members have room for. */
    public static final int MAX_MEMBERS = 16;

    public VolumeSpec {
        if (id == 0) {
            throw new IllegalArgumentException("a volume's id is not zero");
        }
        if (members < level.minMembers() || members > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    level + " takes " + level.minMembers() + " to " + MAX_MEMBERS + " members, not " + members);
        }
        if (level == RaidLevel.RAID10 && members % 2 != 0) {
            throw new IllegalArgumentException("RAID10 takes pairs, not " + members + " members");
        }
        if (chunkBlocks < 1 || chunkBlocks > 1 << 16) {
            throw new IllegalArgumentException("a chunk has 1 to 65536 blocks, not " + chunkBlocks);
        }
    }
}
