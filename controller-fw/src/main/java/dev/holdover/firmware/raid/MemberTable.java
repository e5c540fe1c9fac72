package dev.holdover.firmware.raid;

import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * The members and what each has, as every superblock and slot 0 of the NVRAM say it.
 *
 * <pre>
 * IN_SYNC -> FAILED       it faulted or went; told by all others before anything is acknowledged without it
 * FAILED -> REBUILDING    another disk, or the same anew, takes the place
 * REBUILDING -> IN_SYNC   it has every row
 * REBUILDING -> FAILED    it faulted or went
 * </pre>
 *
 * The event count rises at each change. {@code joined} is the count at which a disk took its place: a disk that was
 * replaced and is plugged in again is told by it from its successor.
 *
 * <pre>
 *  0 u64 magic      8 u64 volume   16 u64 events   24 u64 rows
 * 32 u16 level     34 u16 members  36 u32 chunk    40 u32 place of the member that carries this
 * 48 each member:   0 u64 state     8 u64 joined   16 u64 rows that it has, while it is rebuilt
 * 508 u32 CRC32C of all before
 * </pre>
 */
final class MemberTable {
    /** Encoded size in bytes: one sector, which no cut tears. */
    static final int BYTES = 512;

    private static final long MAGIC = 0x4452_5244_4c4f_4848L;
    private static final int VOLUME_AT = 8;
    private static final int EVENTS_AT = 16;
    private static final int ROWS_AT = 24;
    private static final int LEVEL_AT = 32;
    private static final int MEMBERS_AT = 34;
    private static final int CHUNK_AT = 36;
    private static final int PLACE_AT = 40;
    private static final int MEMBER_AT = 48;
    private static final int MEMBER_BYTES = 24;
    private static final int CRC_AT = BYTES - 4;

    /** What a place is worth. */
    enum State {
        IN_SYNC,
        FAILED,
        REBUILDING
    }

    private final Geometry geometry;
    private final CRC32C crc = new CRC32C();
    private final long volume;
    private final State[] states = new State[VolumeSpec.MAX_MEMBERS];
    private final int[] disks = new int[VolumeSpec.MAX_MEMBERS];
    private final long[] joined = new long[VolumeSpec.MAX_MEMBERS];
    private final long[] filled = new long[VolumeSpec.MAX_MEMBERS];
    private final long[] begun = new long[VolumeSpec.MAX_MEMBERS];
    private long rows;
    private long events;

    /** A new volume's. */
    MemberTable(VolumeSpec spec, long rows) {
        geometry = new Geometry(spec.level(), spec.members(), spec.chunkBlocks());
        volume = spec.id();
        this.rows = rows;
        events = 1;
        for (int place = 0; place < geometry.members(); place++) {
            states[place] = State.IN_SYNC;
            disks[place] = place;
        }
    }

    /** From valid bytes; which disk is at which place they don't say. */
    MemberTable(byte[] from, int at) {
        geometry = new Geometry(
                RaidLevel.values()[Words.getShort(from, at + LEVEL_AT)],
                Words.getShort(from, at + MEMBERS_AT),
                Words.getInt(from, at + CHUNK_AT));
        volume = volume(from, at);
        rows = Words.getLong(from, at + ROWS_AT);
        events = events(from, at);
        for (int place = 0; place < geometry.members(); place++) {
            int member = at + MEMBER_AT + place * MEMBER_BYTES;
            states[place] = State.values()[(int) Words.getLong(from, member)];
            joined[place] = joined(from, at, place);
            filled[place] = Words.getLong(from, member + 16);
            begun[place] = filled[place];
            disks[place] = -1;
        }
    }

    static boolean valid(byte[] bytes, int at) {
        return Words.getLong(bytes, at) == MAGIC
                && Words.getInt(bytes, at + CRC_AT) == Words.crc32c(new CRC32C(), bytes, at, CRC_AT);
    }

    static long volume(byte[] bytes, int at) {
        return Words.getLong(bytes, at + VOLUME_AT);
    }

    static long events(byte[] bytes, int at) {
        return Words.getLong(bytes, at + EVENTS_AT);
    }

    static int place(byte[] bytes, int at) {
        return Words.getInt(bytes, at + PLACE_AT);
    }

    static long joined(byte[] bytes, int at, int place) {
        return Words.getLong(bytes, at + MEMBER_AT + place * MEMBER_BYTES + 8);
    }

    /** The superblock of one place. */
    void encode(byte[] into, int at, int place) {
        Words.putLong(into, at, MAGIC);
        Words.putLong(into, at + VOLUME_AT, volume);
        Words.putLong(into, at + EVENTS_AT, events);
        Words.putLong(into, at + ROWS_AT, rows);
        Words.putShort(into, at + LEVEL_AT, geometry.level().ordinal());
        Words.putShort(into, at + MEMBERS_AT, geometry.members());
        Words.putInt(into, at + CHUNK_AT, geometry.chunk());
        Words.putInt(into, at + PLACE_AT, place);
        for (int i = 0; i < geometry.members(); i++) {
            int member = at + MEMBER_AT + i * MEMBER_BYTES;
            Words.putLong(into, member, states[i].ordinal());
            Words.putLong(into, member + 8, joined[i]);
            Words.putLong(into, member + 16, filled[i]);
        }
        Words.putInt(into, at + CRC_AT, Words.crc32c(crc, into, at, CRC_AT));
    }

    Geometry geometry() {
        return geometry;
    }

    long volume() {
        return volume;
    }

    long rows() {
        return rows;
    }

    long events() {
        return events;
    }

    /** The disk at a place; -1: none is known. */
    int disk(int place) {
        return disks[place];
    }

    /** The place that a disk has; -1: none. */
    int placeOf(int disk) {
        for (int place = 0; place < geometry.members(); place++) {
            if (disks[place] == disk) {
                return place;
            }
        }
        return -1;
    }

    void found(int place, int disk) {
        disks[place] = disk;
    }

    State state(int place) {
        return states[place];
    }

    /** Places that don't have everything. */
    int missing() {
        int missing = 0;
        for (int place = 0; place < geometry.members(); place++) {
            missing |= states[place] == State.IN_SYNC ? 0 : 1 << place;
        }
        return missing;
    }

    /** Places whose disks are in use. */
    int inUse() {
        int used = 0;
        for (int place = 0; place < geometry.members(); place++) {
            used |= states[place] == State.FAILED ? 0 : 1 << place;
        }
        return used;
    }

    /** The first place that is being rebuilt; -1: none. */
    int rebuilding() {
        for (int place = 0; place < geometry.members(); place++) {
            if (states[place] == State.REBUILDING) {
                return place;
            }
        }
        return -1;
    }

    /** Whether the member has the row's present content. */
    boolean readable(int place, long row) {
        return states[place] == State.IN_SYNC || states[place] == State.REBUILDING && row < filled[place];
    }

    /** Whether the member must hear of what is written to the row: its rebuild has come by, or is there. */
    boolean writable(int place, long row) {
        return states[place] == State.IN_SYNC || states[place] == State.REBUILDING && row < begun[place];
    }

    void fail(int place) {
        states[place] = State.FAILED;
        events++;
    }

    void rebuild(int place, int disk) {
        states[place] = State.REBUILDING;
        disks[place] = disk;
        filled[place] = 0;
        begun[place] = 0;
        events++;
        joined[place] = events;
    }

    /** Rows that the member has, those before the first that its rebuild has not finished. */
    long filled(int place) {
        return filled[place];
    }

    /** The row that its rebuild begins next. */
    long begun(int place) {
        return begun[place];
    }

    void begin(int place, long nextRow) {
        begun[place] = nextRow;
    }

    void fill(int place, long rowsDone) {
        filled[place] = rowsDone;
    }

    /** The event count at which the disk took its place. */
    long joined(int place) {
        return joined[place];
    }

    /** What the rebuild has done is to be persisted. */
    void checkpoint() {
        events++;
    }

    void inSync(int place) {
        states[place] = State.IN_SYNC;
        events++;
    }

    void grow(long newRows) {
        rows = newRows;
        events++;
    }
}
