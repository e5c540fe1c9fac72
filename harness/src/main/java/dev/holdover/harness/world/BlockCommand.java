package dev.holdover.harness.world;

import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * What a host and the disk array say to each other, in a buffer that is reused; little-endian:
 *
 * <pre>
 *  0 u32 magic "HLDB"   4 u8 operation   5 u8 FUA or status   6 u16 sectors
 *  8 u32 volume: the personality's number        12 u32 initiator
 * 16 u64 epoch: with the volume, the key         24 u64 tag
 * 32 u64 first sector   40 u32 CRC32C of all, with this word zero   44 u32 zero   48 data
 * </pre>
 *
 * In SCSI the key belongs to the nexus and a session's numbers keep old commands out; here each command has both
 * in one word.
 */
final class BlockCommand {
    static final int HEADER_BYTES = 48;
    static final int MAX_SECTORS = 8;
    static final int SECTOR_BYTES = 512;
    static final int MAX_BYTES = HEADER_BYTES + MAX_SECTORS * SECTOR_BYTES;
    static final int WRITE = 1;
    static final int READ = 2;
    static final int FLUSH = 3;
    static final int ANSWER = 4;

    private static final int MAGIC = 0x42444C48;
    private static final int CRC_AT = 40;

    private final byte[] bytes = new byte[MAX_BYTES];
    private final CRC32C crc = new CRC32C();
    private int length;

    /** Starts a command or an answer. */
    BlockCommand begin(int operation, int volume, int initiator, long epoch, long tag) {
        Words.putInt(bytes, 0, MAGIC);
        bytes[4] = (byte) operation;
        bytes[5] = 0;
        Words.putShort(bytes, 6, 0);
        Words.putInt(bytes, 8, volume);
        Words.putInt(bytes, 12, initiator);
        Words.putLong(bytes, 16, epoch);
        Words.putLong(bytes, 24, tag);
        Words.putLong(bytes, 32, 0);
        Words.putInt(bytes, 44, 0);
        length = HEADER_BYTES;
        return this;
    }

    BlockCommand flag(int value) {
        bytes[5] = (byte) value;
        return this;
    }

    BlockCommand sectors(long first, int count) {
        Words.putLong(bytes, 32, first);
        Words.putShort(bytes, 6, count);
        return this;
    }

    BlockCommand data(byte[] from, int at, int size) {
        System.arraycopy(from, at, bytes, HEADER_BYTES, size);
        length = HEADER_BYTES + size;
        return this;
    }

    BlockCommand seal() {
        Words.putInt(bytes, CRC_AT, 0);
        Words.putInt(bytes, CRC_AT, Words.crc32c(crc, bytes, 0, length));
        return this;
    }

    /** Takes what came; says whether it is whole. */
    boolean open(byte[] from, int size) {
        if (size < HEADER_BYTES || size > MAX_BYTES || Words.getInt(from, 0) != MAGIC) {
            return false;
        }
        System.arraycopy(from, 0, bytes, 0, size);
        length = size;
        int stored = Words.getInt(bytes, CRC_AT);
        Words.putInt(bytes, CRC_AT, 0);
        int data = operation() == WRITE ? count() * SECTOR_BYTES : size - HEADER_BYTES;
        return Words.crc32c(crc, bytes, 0, size) == stored && count() <= MAX_SECTORS && data == size - HEADER_BYTES;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int operation() {
        return bytes[4];
    }

    int flag() {
        return bytes[5];
    }

    int count() {
        return Words.getShort(bytes, 6);
    }

    int volume() {
        return Words.getInt(bytes, 8);
    }

    int initiator() {
        return Words.getInt(bytes, 12);
    }

    long epoch() {
        return Words.getLong(bytes, 16);
    }

    long tag() {
        return Words.getLong(bytes, 24);
    }

    long first() {
        return Words.getLong(bytes, 32);
    }
}
