package dev.holdover.firmware.raid;

import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * What is known of a row's contents.
 *
 * <pre>
 *  0 u64 generation, one more at each update; 0, and all else zero: never written
 *  8 u16 columns that were written; any other reads as zeros, whatever its members hold
 * 10 u16 columns whose content is lost until they are written again; they count as zeros in P and Q
 * 12 u32 CRC32C of each column's block, 0 for those not written
 *  . u32 CRC32C of volume id, row, and all before
 * </pre>
 *
 * A multiple of 8 bytes. The volume and the row are in the checksum though not in the entry, so that one that landed
 * elsewhere, or is another volume's, is none.
 */
final class RowEntry {
    private static final int WRITTEN_AT = 8;
    private static final int LOST_AT = 10;
    private static final int CRC_AT = 12;
    private static final int WORD = 4;

    private final byte[] salt = new byte[16];
    private final CRC32C crc = new CRC32C();
    private final int columns;

    RowEntry(long volume, int columns) {
        this.columns = columns;
        Words.putLong(salt, 0, volume);
    }

    /** Size in bytes. */
    static int bytes(int columns) {
        return CRC_AT + (columns + 1) * WORD + 7 & -8;
    }

    int bytes() {
        return bytes(columns);
    }

    static long generation(byte[] bytes, int at) {
        return Words.getLong(bytes, at);
    }

    static int written(byte[] bytes, int at) {
        return Words.getShort(bytes, at + WRITTEN_AT);
    }

    static int lost(byte[] bytes, int at) {
        return Words.getShort(bytes, at + LOST_AT);
    }

    static int crc(byte[] bytes, int at, int column) {
        return Words.getInt(bytes, at + CRC_AT + column * WORD);
    }

    static void put(byte[] bytes, int at, long generation, int written, int lost) {
        Words.putLong(bytes, at, generation);
        Words.putShort(bytes, at + WRITTEN_AT, written);
        Words.putShort(bytes, at + LOST_AT, lost);
    }

    static void putCrc(byte[] bytes, int at, int column, int crc) {
        Words.putInt(bytes, at + CRC_AT + column * WORD, crc);
    }

    /** Sets the entry's own checksum. */
    void seal(byte[] bytes, int at, long row) {
        Words.putInt(bytes, at + CRC_AT + columns * WORD, own(bytes, at, row));
    }

    /** Whether it is this row's, and whole. An empty one is. */
    boolean valid(byte[] bytes, int at, long row) {
        return empty(bytes, at) || Words.getInt(bytes, at + CRC_AT + columns * WORD) == own(bytes, at, row);
    }

    private boolean empty(byte[] bytes, int at) {
        long any = 0;
        for (int i = 0; i < bytes(); i += 8) {
            any |= Words.getLong(bytes, at + i);
        }
        return any == 0;
    }

    private int own(byte[] bytes, int at, long row) {
        Words.putLong(salt, 8, row);
        crc.reset();
        crc.update(salt, 0, salt.length);
        crc.update(bytes, at, CRC_AT + columns * WORD);
        return (int) crc.getValue();
    }
}
