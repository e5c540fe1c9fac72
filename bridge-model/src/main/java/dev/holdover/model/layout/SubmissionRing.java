package dev.holdover.model.layout;

import static java.lang.Integer.toUnsignedLong;

import java.util.zip.CRC32C;

/**
 * The ring in which the driver tells of writes. An entry is 64 bytes, little-endian:
 *
 * <pre>
 *  0  u64  index      1, 2, 3 ...: the entry is new when this is the next one
 *  8  u64  target     byte offset in the image, divisible by 8
 * 16  u32  length     1 to 4096, divisible by 8; the write stays within one 4 KiB block
 * 20  u32  payload    CRC32C of the bytes in payload slot (index mod capacity)
 * 24  u64  epoch      in which the driver believes itself to be
 * 32  u64  ticket     the driver's own number, not interpreted
 * 40  ..   zero
 * 60  u32  CRC32C of bytes 0 to 59
 * </pre>
 *
 * An instance holds one decoded entry and is reused.
 */
public final class SubmissionRing {
    /** Size of an entry. */
    public static final int BYTES = 64;

    private static final int CRC_AT = 60;

    private final byte[] entry = new byte[BYTES];
    private final CRC32C crc = new CRC32C();
    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final long ring;

    /**
     * @param nvram the bytes
     * @param slotBase where the slot begins in them
     */
    public SubmissionRing(NvramLayout layout, NvramAccess nvram, long slotBase) {
        this.layout = layout;
        this.nvram = nvram;
        this.ring = slotBase + layout.submissions();
    }

    /** Stores an entry; the caller fences and rings the doorbell. */
    public void write(long index, long target, int length, int payloadCrc, long epoch, long ticket) {
        Words.putLong(entry, 0, index);
        Words.putLong(entry, 8, target);
        Words.putInt(entry, 16, length);
        Words.putInt(entry, 20, payloadCrc);
        Words.putLong(entry, 24, epoch);
        Words.putLong(entry, 32, ticket);
        Words.putInt(entry, CRC_AT, checksum());
        nvram.put(at(index), entry, 0, BYTES);
    }

    /**
     * Reads the entry {@code index}.
     *
     * @return whether it is there and whole; the fields are then valid
     */
    public boolean read(long index) {
        long at = at(index);
        if (nvram.getLong(at) != index) {
            return false;
        }
        nvram.get(at, entry, 0, BYTES);
        return Words.getInt(entry, CRC_AT) == checksum();
    }

    public long target() {
        return Words.getLong(entry, 8);
    }

    public int length() {
        return Words.getInt(entry, 16);
    }

    public int payloadCrc() {
        return Words.getInt(entry, 20);
    }

    public long epoch() {
        return Words.getLong(entry, 24);
    }

    public long ticket() {
        return Words.getLong(entry, 32);
    }

    /** Whether the entry asks for bytes that exist, within one block. */
    public boolean inBounds() {
        return inBounds(layout, target(), length());
    }

    /** Whether a write of {@code length} bytes at {@code target} is one that the card takes. */
    public static boolean inBounds(NvramLayout layout, long target, int length) {
        return length > 0
                && (length & 7) == 0
                && (target & 7) == 0
                && target >= 0
                && target < layout.userBytes()
                && (target & NvramLayout.BLOCK - 1) + toUnsignedLong(length) <= NvramLayout.BLOCK;
    }

    private long at(long index) {
        return ring + (index & layout.logSlots() - 1) * BYTES;
    }

    private int checksum() {
        return Words.crc32c(crc, entry, 0, CRC_AT);
    }
}
