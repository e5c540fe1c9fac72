package dev.holdover.firmware.wire;

import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * One frame between cards, in a buffer that is reused: 64 bytes of header, little-endian, then the
 * payload.
 *
 * <pre>
 *  0  u32  magic "HLDF"         4  u8 version    5  u8 type    6  u16 payload length
 *  8  u32  cluster             12  u16 sender   14  u16 receiver
 * 16  u32  sender's incarnation    20  u32 receiver's incarnation as the sender knows it
 * 24  u32  personality         28  u32 zero
 * 32  u64  epoch               40  u64 nonce: counts up within an incarnation
 * 48  u64  MAC: SipHash-2-4 over the frame with this word and the CRC zero
 * 56  u32  CRC32C over the frame with this word zero     60  u32 zero
 * </pre>
 *
 * The CRC tells damage from forgery; only the MAC is trusted.
 */
public final class Frame {
    /** Size of the header. */
    public static final int HEADER_BYTES = 64;

    /** Size of the largest frame. */
    public static final int MAX_BYTES = HEADER_BYTES + 64 + NvramLayout.BLOCK;

    private static final int MAGIC = 0x46444C48;
    private static final int VERSION = 1;
    private static final int PORT_AT = 28;
    private static final int HEARD_AT = 29;
    private static final int MAC_AT = 48;
    private static final int CRC_AT = 56;

    private final byte[] bytes = new byte[MAX_BYTES];
    private final CRC32C crc = new CRC32C();
    private int length;

    /** Starts a frame; payload follows by {@link #word} and {@link #room}. */
    Frame begin(MessageType type, int cluster, int sender, int receiver, int personality, long epoch) {
        Words.putInt(bytes, 0, MAGIC);
        bytes[4] = VERSION;
        bytes[5] = (byte) type.ordinal();
        Words.putInt(bytes, 8, cluster);
        Words.putShort(bytes, 12, sender);
        Words.putShort(bytes, 14, receiver);
        Words.putInt(bytes, 24, personality);
        Words.putInt(bytes, 28, 0);
        Words.putLong(bytes, 32, epoch);
        Words.putInt(bytes, 60, 0);
        length = HEADER_BYTES;
        return this;
    }

    /** Appends a word to the payload. */
    public Frame word(long value) {
        Words.putLong(bytes, length, value);
        length += 8;
        return this;
    }

    /** Makes room for {@code size} bytes of payload and says where they go in {@link #bytes}. */
    public int room(int size) {
        int at = length;
        length += size;
        return at;
    }

    /**
     * Fills in the session, signs and seals. The same frame may be sealed for each port in turn.
     *
     * @param port that it is sent from; a copy on another LAN is none of ours
     * @param heard a bit for each port by which the receiver is heard here
     */
    void seal(int senderIncarnation, int receiverIncarnation, long nonce, int port, int heard, SipHash key) {
        Words.putShort(bytes, 6, length - HEADER_BYTES);
        Words.putInt(bytes, 16, senderIncarnation);
        Words.putInt(bytes, 20, receiverIncarnation);
        bytes[PORT_AT] = (byte) port;
        bytes[HEARD_AT] = (byte) heard;
        Words.putLong(bytes, 40, nonce);
        Words.putLong(bytes, MAC_AT, 0);
        Words.putInt(bytes, CRC_AT, 0);
        Words.putLong(bytes, MAC_AT, key.tag(bytes, 0, length));
        Words.putInt(bytes, CRC_AT, Words.crc32c(crc, bytes, 0, length));
    }

    /** Takes in what came from the wire and checks all that needs no knowledge of sessions. */
    FrameFault open(byte[] from, int at, int size, SipHash key) {
        if (size < HEADER_BYTES || size > MAX_BYTES) {
            return FrameFault.MALFORMED;
        }
        System.arraycopy(from, at, bytes, 0, size);
        length = size;
        if (Words.getInt(bytes, 0) != MAGIC
                || bytes[4] != VERSION
                || Words.getShort(bytes, 6) != size - HEADER_BYTES
                || !MessageType.known(bytes[5])) {
            return FrameFault.MALFORMED;
        }
        int storedCrc = Words.getInt(bytes, CRC_AT);
        Words.putInt(bytes, CRC_AT, 0);
        if (Words.crc32c(crc, bytes, 0, size) != storedCrc) {
            return FrameFault.BAD_CRC;
        }
        long storedMac = Words.getLong(bytes, MAC_AT);
        Words.putLong(bytes, MAC_AT, 0);
        return key.tag(bytes, 0, size) == storedMac ? FrameFault.NONE : FrameFault.BAD_MAC;
    }

    /** The whole frame; valid up to {@link #length}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public MessageType type() {
        return MessageType.of(bytes[5]);
    }

    public int sender() {
        return Words.getShort(bytes, 12);
    }

    public int personality() {
        return Words.getInt(bytes, 24);
    }

    public long epoch() {
        return Words.getLong(bytes, 32);
    }

    int cluster() {
        return Words.getInt(bytes, 8);
    }

    int receiver() {
        return Words.getShort(bytes, 14);
    }

    int senderIncarnation() {
        return Words.getInt(bytes, 16);
    }

    int receiverIncarnation() {
        return Words.getInt(bytes, 20);
    }

    int port() {
        return bytes[PORT_AT];
    }

    /** A bit for each port by which the sender hears us. */
    public int heard() {
        return bytes[HEARD_AT];
    }

    long nonce() {
        return Words.getLong(bytes, 40);
    }

    /** Number of payload bytes. */
    public int payloadLength() {
        return length - HEADER_BYTES;
    }

    /** Payload word {@code n}. The caller has checked {@link #payloadLength}. */
    public long wordAt(int n) {
        return Words.getLong(bytes, HEADER_BYTES + 8 * n);
    }

    /** Where payload byte {@code n} lies in {@link #bytes}. */
    public int payloadAt(int n) {
        return HEADER_BYTES + n;
    }
}
