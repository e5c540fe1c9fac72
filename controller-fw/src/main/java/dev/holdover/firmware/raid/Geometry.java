package dev.holdover.firmware.raid;

/**
 * Where each block lies.
 *
 * <p>A <em>row</em> is the blocks at the same offset of each member, and the unit of every update. It has
 * <em>columns</em>: data 0 to D-1, then P, then Q. A member's number in the volume is its <em>place</em>. Mirrors keep
 * each column at several places, the other levels at one. Parity turns from chunk to chunk (left-symmetric).
 *
 * <pre>
 * member:  superblock . superblock' . | checksums of zone 0 | its rows ... | checksums of zone 1 | its rows ...
 * </pre>
 *
 * A <em>zone</em> is as many rows as one block has checksum entries for. Only {@link #zoneCopies} of the members use
 * theirs. Nothing stands at the end, so a volume grows with its members.
 *
 * @param level how it is spread
 * @param members how many places
 * @param chunk rows in which the columns keep their places
 */
record Geometry(RaidLevel level, int members, int chunk) {
    /** Bytes of a block. */
    static final int BLOCK = 4096;
    /** Where the superblock's copies are: apart, so that no one scratch takes both. */
    static final int FIRST_SUPERBLOCK = 0;

    static final int SECOND_SUPERBLOCK = 8;
    private static final int HEADER_BLOCKS = 16;

    /** Columns that hold data. */
    int data() {
        return switch (level) {
            case RAID0 -> members;
            case RAID1 -> 1;
            case RAID10 -> members / 2;
            case RAID5, RAID6 -> members - level.parity();
        };
    }

    int columns() {
        return data() + level.parity();
    }

    /** Places that hold a column. */
    int copies() {
        return switch (level) {
            case RAID1 -> members;
            case RAID10 -> 2;
            default -> 1;
        };
    }

    /** Mask of the columns that hold data. */
    int dataMask() {
        return (1 << data()) - 1;
    }

    /** Mask of P and Q. */
    int parityMask() {
        return (1 << columns()) - 1 & ~dataMask();
    }

    /** Mask of P, the first parity. */
    int pMask() {
        return parityMask() & -parityMask();
    }

    int placesMask() {
        return (1 << members) - 1;
    }

    /** Rows for whose checksums a block has room. */
    int zoneRows() {
        return BLOCK / RowEntry.bytes(columns());
    }

    /** Rows that members of so many blocks have room for: whole chunks. */
    long rows(long memberBlocks) {
        long body = Math.max(0, memberBlocks - HEADER_BLOCKS);
        long span = zoneRows() + 1L;
        long rows = body / span * zoneRows() + Math.max(0, body % span - 1);
        return rows - rows % chunk;
    }

    long zones(long rows) {
        return (rows + zoneRows() - 1) / zoneRows();
    }

    long row(long block) {
        return block / ((long) data() * chunk) * chunk + block % chunk;
    }

    int column(long block) {
        return (int) (block / chunk % data());
    }

    /** The block of the volume that a column of data holds. */
    long block(long row, int column) {
        return (row / chunk * data() + column) * chunk + row % chunk;
    }

    int place(long row, int column, int copy) {
        return switch (level) {
            case RAID0 -> column;
            case RAID1 -> copy;
            case RAID10 -> 2 * column + copy;
            case RAID5, RAID6 -> {
                int fromP = column < data() ? level.parity() + column : column - data();
                yield (firstParity(row) + fromP) % members;
            }
        };
    }

    /** Which column of the row a place holds. */
    int columnAt(long row, int place) {
        return switch (level) {
            case RAID0 -> place;
            case RAID1 -> 0;
            case RAID10 -> place / 2;
            case RAID5, RAID6 -> {
                int fromP = (place - firstParity(row) + members) % members;
                yield fromP < level.parity() ? data() + fromP : fromP - level.parity();
            }
        };
    }

    private int firstParity(long row) {
        return members - 1 - (int) (row / chunk % members);
    }

    long zone(long row) {
        return row / zoneRows();
    }

    long firstRow(long zone) {
        return zone * zoneRows();
    }

    /** Which of its zone's entries is a row's. */
    int entry(long row) {
        return (int) (row % zoneRows());
    }

    /** Block of a member that holds its part of the row. */
    long rowAt(long row) {
        return zoneAt(zone(row)) + 1 + row % zoneRows();
    }

    /** Block of a member that holds a zone's checksums. */
    long zoneAt(long zone) {
        return HEADER_BLOCKS + zone * (zoneRows() + 1L);
    }

    /** Copies of each zone's checksums: at least one outlives whatever the data outlives. */
    int zoneCopies() {
        return switch (level) {
            case RAID0, RAID5, RAID10 -> 2;
            case RAID6 -> 3;
            case RAID1 -> members;
        };
    }

    /** Where a copy of a zone's checksums is; RAID 10 keeps both at one pair, for both are not lost without data. */
    int zonePlace(long zone, int copy) {
        return level == RaidLevel.RAID10 ? 2 * (int) (zone % data()) + copy : (int) ((zone + copy) % members);
    }

    /** Whether all can still be had without these places. */
    boolean survives(int missing) {
        return switch (level) {
            case RAID0 -> missing == 0;
            case RAID1 -> missing != placesMask();
            case RAID5, RAID6 -> Integer.bitCount(missing) <= level.parity();
            case RAID10 -> (missing & missing >> 1 & 0x5555) == 0;
        };
    }
}
