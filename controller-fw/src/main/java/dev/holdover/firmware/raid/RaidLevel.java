package dev.holdover.firmware.raid;

/** How a volume spreads its blocks over its members (SNIA Common RAID Disk Data Format, section 4.2). */
public enum RaidLevel {
    /** Striped, without redundancy. */
    RAID0(2, 0),
    /** Every member holds everything. */
    RAID1(2, 0),
    /** One rotating parity: survives any one member. */
    RAID5(3, 1),
    /** Two rotating syndromes, P and Q: survives any two members. */
    RAID6(4, 2),
    /** Mirrored pairs, striped: survives one member of each pair. */
    RAID10(4, 0);

    private final int minMembers;
    private final int parity;

    RaidLevel(int minMembers, int parity) {
        this.minMembers = minMembers;
        this.parity = parity;
    }

    /** The fewest members that make sense. */
    public int minMembers() {
        return minMembers;
    }

    /** Blocks of a row that hold parity. */
    int parity() {
        return parity;
    }
}
