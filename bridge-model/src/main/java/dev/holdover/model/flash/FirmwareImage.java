package dev.holdover.model.flash;

import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * The format of a firmware image, as it is sent and as it lies in a slot. Little-endian:
 *
 * <pre>
 *  0  magic     the letters HFW1
 *  4  format    1
 *  8  version   counts up from release to release; zero is never released
 * 12  length    of the payload, in bytes
 * 16  CRC32C    of the payload
 * 20  zero
 * 24  payload
 *     MAC       eight bytes: SipHash-2-4 over all before it, with the key that the card holds
 * </pre>
 */
public final class FirmwareImage {
    /** What an image has beside its payload, in bytes. */
    public static final int OVERHEAD = 32;

    private static final int MAGIC = 0x31574648;
    private static final int FORMAT = 1;
    private static final int FORMAT_AT = 4;
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 12;
    private static final int CRC_AT = 16;
    private static final int PAYLOAD_AT = 24;
    private static final long UNSIGNED = 0xffff_ffffL;

    private FirmwareImage() {}

    /**
     * A signed image.
     *
     * @param version 0 to 2^32 - 1
     * @throws IllegalArgumentException if the payload is empty or does not fit a slot
     */
    public static byte[] encode(long version, byte[] payload, SipHash key) {
        if (payload.length == 0 || payload.length > FlashMap.SLOT_BYTES - OVERHEAD) {
            throw new IllegalArgumentException(
                    "payload of " + payload.length + " bytes: a slot holds 1 to " + (FlashMap.SLOT_BYTES - OVERHEAD));
        }
        byte[] image = new byte[payload.length + OVERHEAD];
        Words.putInt(image, 0, MAGIC);
        Words.putInt(image, FORMAT_AT, FORMAT);
        Words.putInt(image, VERSION_AT, (int) version);
        Words.putInt(image, LENGTH_AT, payload.length);
        Words.putInt(image, CRC_AT, Words.crc32c(new CRC32C(), payload, 0, payload.length));
        System.arraycopy(payload, 0, image, PAYLOAD_AT, payload.length);
        int mac = PAYLOAD_AT + payload.length;
        Words.putLong(image, mac, key.tag(image, 0, mac));
        return image;
    }

    /**
     * What is wrong with the image that begins at {@code at}, whatever bytes lie there.
     *
     * @param limit bytes from {@code at} on that may belong to it
     */
    public static ImageFault check(byte[] bytes, int at, int limit, SipHash key) {
        if (limit < OVERHEAD || at < 0 || limit > bytes.length - at) {
            return ImageFault.LENGTH;
        }
        if (erased(bytes, at)) {
            return ImageFault.EMPTY;
        }
        if (Words.getInt(bytes, at) != MAGIC || Words.getInt(bytes, at + FORMAT_AT) != FORMAT) {
            return ImageFault.HEADER;
        }
        long length = Words.getInt(bytes, at + LENGTH_AT) & UNSIGNED;
        if (length == 0 || length > limit - OVERHEAD) {
            return ImageFault.LENGTH;
        }
        int payload = (int) length;
        if (Words.crc32c(new CRC32C(), bytes, at + PAYLOAD_AT, payload) != Words.getInt(bytes, at + CRC_AT)) {
            return ImageFault.CRC;
        }
        int mac = PAYLOAD_AT + payload;
        return key.tag(bytes, at, mac) == Words.getLong(bytes, at + mac) ? ImageFault.NONE : ImageFault.MAC;
    }

    private static boolean erased(byte[] bytes, int at) {
        for (int i = 0; i < PAYLOAD_AT; i++) {
            if (bytes[at + i] != -1) {
                return false;
            }
        }
        return true;
    }

    /** Version of an image that was checked. */
    public static long version(byte[] bytes, int at) {
        return Words.getInt(bytes, at + VERSION_AT) & UNSIGNED;
    }

    /** Whole length of an image that was checked, in bytes. */
    public static int length(byte[] bytes, int at) {
        return Words.getInt(bytes, at + LENGTH_AT) + OVERHEAD;
    }

    /** Payload of an image that was checked. */
    public static byte[] payload(byte[] bytes, int at) {
        byte[] payload = new byte[Words.getInt(bytes, at + LENGTH_AT)];
        System.arraycopy(bytes, at + PAYLOAD_AT, payload, 0, payload.length);
        return payload;
    }
}
