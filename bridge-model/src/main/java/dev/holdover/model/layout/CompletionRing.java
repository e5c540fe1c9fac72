package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u64;

import java.util.List;

/**
 * The ring in which the firmware answers submissions. An entry is 32 bytes, little-endian:
 *
 * <pre>
 *  0  u64  index of the submission in the upper 56 bits, then 4 bits: in how many copies the write is, 15 if
 *          it is on another card's disk too, then 4 bits: {@link Status}
 *  8  u64  log sequence number, zero where there is none
 * 16  u64  credit: highest submission index that the driver may use from now on
 * 24  u64  epoch of the owner
 * </pre>
 *
 * The first word is stored last: when it bears the next index, the entry is whole.
 */
public final class CompletionRing {
    /** Size of an entry. */
    public static final int BYTES = 32;

    /** Width of copies and status below the index. */
    public static final int INDEX_SHIFT = 8;

    /** Width of the status below the copies. */
    public static final int STATUS_BITS = 4;

    /** Instead of a number of copies: the write is on the disk of another card, too, and survives all batteries. */
    public static final int DESTAGED = (1 << INDEX_SHIFT - STATUS_BITS) - 1;

    private static final int WORD_AT = 0;
    private static final int LSN_AT = 8;
    private static final int CREDIT_AT = 16;
    private static final int EPOCH_AT = 24;

    /** An entry. */
    public static final Struct ENTRY = new Struct(
            "completion",
            BYTES,
            "Entry of the completion ring",
            List.of(
                    u64("word", WORD_AT, "Index of the submission above 4 bits of copies and 4 of status; stored last"),
                    u64("lsn", LSN_AT, "Log sequence number; zero where there is none"),
                    u64("credit", CREDIT_AT, "Highest submission index that the driver may use from now on"),
                    u64("epoch", EPOCH_AT, "Epoch of the owner")));

    private static final long STATUS_MASK = (1L << STATUS_BITS) - 1;
    private static final long COPIES_MASK = (1L << INDEX_SHIFT - STATUS_BITS) - 1;

    /** The submission that the first word of a completion answers. */
    public static long index(long word) {
        return word >>> INDEX_SHIFT;
    }

    /** What became of a submission. */
    public enum Status {
        OK("Durable, as the ack mode promises"),
        CORRUPT("The descriptor's or the payload's checksum is wrong"),
        OUT_OF_BOUNDS("Outside the image, or across a block"),
        FENCED("The epoch is not the owner's: the writer was superseded"),
        NO_ENERGY("The battery could not save it"),
        UNLINKED("The submission before it was refused, and it is linked to that");

        private static final Status[] VALUES = values();

        private final String doc;

        Status(String doc) {
            this.doc = doc;
        }

        public String doc() {
            return doc;
        }

        static Status of(long value) {
            return value < VALUES.length ? VALUES[(int) value] : CORRUPT;
        }
    }

    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final long ring;
    private final byte[] entry = new byte[BYTES];
    private long word;
    private long lsn;
    private long credit;
    private long epoch;

    public CompletionRing(NvramLayout layout, NvramAccess nvram, long slotBase) {
        this.layout = layout;
        this.nvram = nvram;
        this.ring = slotBase + layout.completions();
    }

    /**
     * Stores an entry, its first word last.
     *
     * @param copies in how many cards' NVRAM the write is, at most 15
     */
    public void write(long index, Status status, int copies, long lsn, long credit, long epoch) {
        long at = at(index);
        nvram.putLong(at + LSN_AT, lsn);
        nvram.putLong(at + CREDIT_AT, credit);
        nvram.putLong(at + EPOCH_AT, epoch);
        nvram.fence();
        nvram.putLong(at + WORD_AT, index << INDEX_SHIFT | (long) copies << STATUS_BITS | status.ordinal());
    }

    /**
     * Reads the entry {@code index}.
     *
     * @return whether it is there; the fields are then valid
     */
    public boolean read(long index) {
        nvram.get(at(index), entry, 0, BYTES);
        word = Words.getLong(entry, WORD_AT);
        lsn = Words.getLong(entry, LSN_AT);
        credit = Words.getLong(entry, CREDIT_AT);
        epoch = Words.getLong(entry, EPOCH_AT);
        return word >>> INDEX_SHIFT == index;
    }

    public Status status() {
        return Status.of(word & STATUS_MASK);
    }

    /** In how many cards' NVRAM the write is. */
    public int copies() {
        return (int) (word >>> STATUS_BITS & COPIES_MASK);
    }

    public long lsn() {
        return lsn;
    }

    public long credit() {
        return credit;
    }

    public long epoch() {
        return epoch;
    }

    private long at(long index) {
        return ring + (index & layout.logSlots() - 1) * BYTES;
    }
}
