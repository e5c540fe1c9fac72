package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;
import static java.lang.Integer.toUnsignedLong;

import java.util.List;
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
 * 40  u32  one: taken only if the submission before it was
 * 44  ..   zero
 * 60  u32  CRC32C of bytes 0 to 59
 * </pre>
 *
 * An instance holds one decoded entry and is reused.
 */
public final class SubmissionRing {
    /** Size of an entry. */
    public static final int BYTES = 64;

    private static final int INDEX_AT = 0;
    private static final int TARGET_AT = 8;
    private static final int LENGTH_AT = 16;
    private static final int PAYLOAD_CRC_AT = 20;
    private static final int EPOCH_AT = 24;
    private static final int TICKET_AT = 32;
    private static final int LINKED_AT = 40;
    private static final int CRC_AT = 60;

    /** An entry. */
    public static final Struct ENTRY = new Struct(
            "submission",
            BYTES,
            "Entry of the submission ring",
            List.of(
                    u64("index", INDEX_AT, "1, 2, 3 ...: the entry is new when this is the next one"),
                    u64("target", TARGET_AT, "Byte offset in the image, divisible by 8"),
                    u32("length", LENGTH_AT, "1 to 4096, divisible by 8; the write stays within one 4 KiB block"),
                    u32("payload_crc", PAYLOAD_CRC_AT, "CRC32C of the bytes in payload slot (index mod capacity)"),
                    u64("epoch", EPOCH_AT, "In which the driver believes itself to be"),
                    u64("ticket", TICKET_AT, "The driver's own number, not interpreted"),
                    u32("linked", LINKED_AT, "One: taken only if the submission before it was"),
                    u32("crc", CRC_AT, "CRC32C of all before")));

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
        write(index, target, length, payloadCrc, epoch, ticket, false);
    }

    /** The same; {@code linked}: it is taken only if the submission before it was. */
    public void write(long index, long target, int length, int payloadCrc, long epoch, long ticket, boolean linked) {
        Words.putLong(entry, INDEX_AT, index);
        Words.putLong(entry, TARGET_AT, target);
        Words.putInt(entry, LENGTH_AT, length);
        Words.putInt(entry, PAYLOAD_CRC_AT, payloadCrc);
        Words.putLong(entry, EPOCH_AT, epoch);
        Words.putLong(entry, TICKET_AT, ticket);
        Words.putInt(entry, LINKED_AT, linked ? 1 : 0);
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
        if (nvram.getLong(at + INDEX_AT) != index) {
            return false;
        }
        nvram.get(at, entry, 0, BYTES);
        return Words.getInt(entry, CRC_AT) == checksum();
    }

    public long target() {
        return Words.getLong(entry, TARGET_AT);
    }

    public int length() {
        return Words.getInt(entry, LENGTH_AT);
    }

    public int payloadCrc() {
        return Words.getInt(entry, PAYLOAD_CRC_AT);
    }

    public long epoch() {
        return Words.getLong(entry, EPOCH_AT);
    }

    /** Whether it is to be taken only if the submission before it was. */
    public boolean linked() {
        return Words.getInt(entry, LINKED_AT) != 0;
    }

    public long ticket() {
        return Words.getLong(entry, TICKET_AT);
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
