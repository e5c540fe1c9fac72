package dev.holdover.model.flash;

import dev.holdover.model.layout.Words;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A boot-control record: which slot is confirmed, and which one is pending with how many tries. There are two places
 * for it, written alternately, so that one that is torn never costs the other; the newest whole one counts.
 *
 * <pre>
 *  0  magic         the letters HBC1
 *  4  generation    counts up
 *  8  confirmed, pending, tries, zero: a byte each; pending 255: none
 * 12  CRC32C        of the twelve bytes before
 * 16  tries word    a bit falls for each boot on trial
 * 20  accept word   falls to zero when the pending slot is confirmed
 * </pre>
 *
 * The last two words are programmed after the record, without an erase, and so stand outside the CRC. A tries word that
 * is torn has counted or has not; an accept word that is torn is none.
 *
 * @param place which of the two places it lies in
 * @param generation counts up from record to record
 * @param confirmed slot that is known to work
 * @param pending slot that is on trial, or -1
 * @param tries boots on trial that are left
 */
public record BootControl(int place, long generation, int confirmed, int pending, int tries) {
    /** No slot. */
    public static final int NONE = -1;

    /** Boots that an image has on trial. */
    public static final int TRIES = 3;

    /** Length of a record in bytes, without the words behind it. */
    static final int BYTES = 16;

    /** Where the tries word lies in a record. */
    public static final int TRIES_AT = 16;

    /** Where the accept word lies in a record. */
    public static final int ACCEPT_AT = 20;

    private static final int MAGIC = 0x31434248;
    private static final int GENERATION_AT = 4;
    private static final int CONFIRMED_AT = 8;
    private static final int PENDING_AT = 9;
    private static final int ALLOWED_AT = 10;
    private static final int CRC_AT = 12;
    private static final int NO_SLOT = 0xff;
    private static final int MOST_TRIES = 15;

    /** The newest whole record, if there is one. */
    public static Optional<BootControl> newest(NorFlash flash) {
        Optional<BootControl> first = read(flash, 0);
        Optional<BootControl> second = read(flash, 1);
        if (first.isEmpty() || second.isEmpty()) {
            return first.isPresent() ? first : second;
        }
        return first.get().generation > second.get().generation ? first : second;
    }

    private static Optional<BootControl> read(NorFlash flash, int place) {
        byte[] bytes = flash.copy(FlashMap.record(place), ACCEPT_AT + 4);
        int confirmed = bytes[CONFIRMED_AT] & NO_SLOT;
        int pending = bytes[PENDING_AT] & NO_SLOT;
        int allowed = bytes[ALLOWED_AT] & NO_SLOT;
        boolean whole = Words.getInt(bytes, 0) == MAGIC
                && Words.crc32c(new CRC32C(), bytes, 0, CRC_AT) == Words.getInt(bytes, CRC_AT)
                && confirmed < FlashMap.SLOTS
                && (pending < FlashMap.SLOTS || pending == NO_SLOT)
                && allowed <= MOST_TRIES;
        if (!whole) {
            return Optional.empty();
        }
        long generation = Words.getInt(bytes, GENERATION_AT) & 0xffff_ffffL;
        boolean accepted = pending != NO_SLOT && Words.getInt(bytes, ACCEPT_AT) == 0;
        if (accepted || pending == NO_SLOT) {
            return Optional.of(new BootControl(place, generation, accepted ? pending : confirmed, NONE, 0));
        }
        int left = Integer.bitCount(Words.getInt(bytes, TRIES_AT) & (1 << allowed) - 1);
        return Optional.of(new BootControl(place, generation, confirmed, pending, left));
    }

    /** The record that follows this one, in the other place: {@code works} is confirmed, {@code slot} pending. */
    public BootControl followedBy(int works, int slot) {
        return new BootControl(1 - place, generation + 1, works, slot, TRIES);
    }

    /** Its bytes, to be programmed at the beginning of an erased sector. */
    public byte[] encode() {
        byte[] bytes = new byte[BYTES];
        Words.putInt(bytes, 0, MAGIC);
        Words.putInt(bytes, GENERATION_AT, (int) generation);
        bytes[CONFIRMED_AT] = (byte) confirmed;
        bytes[PENDING_AT] = (byte) (pending == NONE ? NO_SLOT : pending);
        bytes[ALLOWED_AT] = (byte) tries;
        Words.putInt(bytes, CRC_AT, Words.crc32c(new CRC32C(), bytes, 0, CRC_AT));
        return bytes;
    }

    /** The tries word with one try less than there are now. */
    public int oneTryLess() {
        return -1 << TRIES - Math.max(0, tries - 1);
    }
}
