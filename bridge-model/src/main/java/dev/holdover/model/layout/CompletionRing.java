package dev.holdover.model.layout;

/**
 * The ring in which the firmware answers submissions. An entry is 32 bytes, little-endian:
 *
 * <pre>
 *  0  u64  index of the submission in the upper 56 bits, {@link Status} in the lower 8
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

    /** What became of a submission. */
    public enum Status {
        /** Durable, as the ack mode promises. */
        OK,
        /** The descriptor's or the payload's checksum is wrong. */
        CORRUPT,
        /** Outside the image, or across a block. */
        OUT_OF_BOUNDS,
        /** The epoch is not the owner's: the writer was superseded. */
        FENCED,
        /** The battery could not save it. */
        NO_ENERGY;

        private static final Status[] VALUES = values();

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

    /** Stores an entry, its first word last. */
    public void write(long index, Status status, long lsn, long credit, long epoch) {
        long at = at(index);
        nvram.putLong(at + 8, lsn);
        nvram.putLong(at + 16, credit);
        nvram.putLong(at + 24, epoch);
        nvram.fence();
        nvram.putLong(at, index << 8 | status.ordinal());
    }

    /**
     * Reads the entry {@code index}.
     *
     * @return whether it is there; the fields are then valid
     */
    public boolean read(long index) {
        nvram.get(at(index), entry, 0, BYTES);
        word = Words.getLong(entry, 0);
        lsn = Words.getLong(entry, 8);
        credit = Words.getLong(entry, 16);
        epoch = Words.getLong(entry, 24);
        return word >>> 8 == index;
    }

    public Status status() {
        return Status.of(word & 0xff);
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
