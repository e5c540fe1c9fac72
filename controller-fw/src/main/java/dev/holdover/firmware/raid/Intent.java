package dev.holdover.firmware.raid;

import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * What is about to be written to a row, whole, so that replay asks no disk.
 *
 * <pre>
 *  0 u32 magic    4 u32 CRC32C of all that follows
 *  8 u64 volume  16 u64 sequence  24 u64 row
 * 32 u32 columns whose blocks follow
 * 40     the row's new checksum entry, then the blocks, by rising column
 * </pre>
 */
final class Intent {
    private static final int MAGIC = 0x746e4948;
    private static final int CRC_AT = 4;
    private static final int COVERED_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int ROW_AT = 24;
    private static final int COLUMNS_AT = 32;
    private static final int ENTRY_AT = 40;

    private final CRC32C crc = new CRC32C();
    private final long volume;
    private final int columns;
    private final byte[] record;

    Intent(long volume, Geometry geometry) {
        this.volume = volume;
        this.columns = geometry.columns();
        this.record = new byte[bytes(geometry)];
    }

    /** The most that one takes, in bytes. */
    static int bytes(Geometry geometry) {
        return ENTRY_AT + RowEntry.bytes(geometry.columns()) + geometry.columns() * Geometry.BLOCK;
    }

    byte[] record() {
        return record;
    }

    /** Fills {@link #record} and returns its length. */
    int encode(RowWork work) {
        Words.putInt(record, 0, MAGIC);
        Words.putLong(record, COVERED_AT, volume);
        Words.putLong(record, SEQUENCE_AT, work.sequence);
        Words.putLong(record, ROW_AT, work.row);
        Words.putLong(record, COLUMNS_AT, work.fresh);
        System.arraycopy(work.entry, 0, record, ENTRY_AT, work.entry.length);
        int at = ENTRY_AT + work.entry.length;
        for (int column = 0; column < columns; column++) {
            if ((work.fresh >> column & 1) != 0) {
                System.arraycopy(work.after[column], 0, record, at, Geometry.BLOCK);
                at += Geometry.BLOCK;
            }
        }
        Words.putInt(record, CRC_AT, Words.crc32c(crc, record, COVERED_AT, at - COVERED_AT));
        return at;
    }

    /** Whether {@link #record} is one of this volume, and whole. */
    boolean valid(int length) {
        return length >= ENTRY_AT
                && Words.getInt(record, 0) == MAGIC
                && Words.getLong(record, COVERED_AT) == volume
                && Words.getInt(record, CRC_AT) == Words.crc32c(crc, record, COVERED_AT, length - COVERED_AT);
    }

    long sequence() {
        return Words.getLong(record, SEQUENCE_AT);
    }

    long row() {
        return Words.getLong(record, ROW_AT);
    }

    /** Takes entry and blocks from {@link #record}. */
    void decode(RowWork work) {
        work.fresh = Words.getInt(record, COLUMNS_AT);
        System.arraycopy(record, ENTRY_AT, work.entry, 0, work.entry.length);
        int at = ENTRY_AT + work.entry.length;
        for (int column = 0; column < columns; column++) {
            if ((work.fresh >> column & 1) != 0) {
                System.arraycopy(record, at, work.after[column], 0, Geometry.BLOCK);
                at += Geometry.BLOCK;
            }
        }
    }
}
