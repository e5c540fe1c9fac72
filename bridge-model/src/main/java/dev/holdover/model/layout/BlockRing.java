package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;

import java.util.List;
import java.util.zip.CRC32C;

/**
 * Requests to a block volume and their answers: what needs the disks, or the firmware. Writes don't come here; they are
 * stores to the cache. A request is 64 bytes, little-endian:
 *
 * <pre>
 *  0  u64  index     generation x 2^20 + 1, 2, 3 ...: the entry is new when this is the next one
 *  8  u32  opcode    an {@link Opcode}
 * 12  u32  argument  of the opcode
 * 16  u64  block     of the volume
 * 24  u64  epoch     in which the driver believes itself to be
 * 32  ..   zero
 * 60  u32  CRC32C of bytes 0 to 59
 * </pre>
 *
 * and an answer 16, at the same place of its ring:
 *
 * <pre>
 *  0  u64  index of the request, in the lowest 8 bits a {@link Status}; stored last
 *  8  u64  value of the opcode, or zero
 * </pre>
 *
 * Answers come in any order. The place of a request is free again when its answer was taken. An instance holds one
 * decoded request and is reused.
 */
public final class BlockRing {
    /** What is asked for. */
    public enum Opcode {
        READ("The block into the request's buffer"),
        FLUSH("All that was completed before is on the disks, and out of their caches"),
        SCRUB("Argument one: every row is read and checked; zero: no longer"),
        FAIL("Disk number argument of the volume is used no more"),
        REPLACE("Disk number argument takes the place of a failed one, and is filled from the others"),
        CREATE("A new volume of level argument, with all that the members can hold; what was on them is gone"),
        GROW("The volume takes all that its members can hold");

        private static final Opcode[] VALUES = values();

        private final String doc;

        Opcode(String doc) {
            this.doc = doc;
        }

        public String doc() {
            return doc;
        }
    }

    /** What came of it. */
    public enum Status {
        OK("Done"),
        LOST("What the block held can't be had from the disks any more"),
        FENCED("The epoch is not the owner's, or the disks are reserved for a later one"),
        UNAVAILABLE("The volume does not serve now"),
        INVALID("No such block, member or opcode, or the state does not allow it"),
        UNREADABLE("It is in the cache, in memory that can't be corrected");

        private static final Status[] VALUES = values();

        private final String doc;

        Status(String doc) {
            this.doc = doc;
        }

        public String doc() {
            return doc;
        }
    }

    private static final int REQUEST_BYTES = 64;
    private static final int ANSWER_BYTES = 16;
    private static final int INDEX_AT = 0;
    private static final int OPCODE_AT = 8;
    private static final int ARGUMENT_AT = 12;
    private static final int BLOCK_AT = 16;
    private static final int EPOCH_AT = 24;
    private static final int CRC_AT = 60;
    private static final int VALUE_AT = 8;
    private static final int STATUS_BITS = 8;
    private static final int GENERATION_SHIFT = 20;

    /** A request. */
    public static final Struct REQUEST = new Struct(
            "block_request",
            REQUEST_BYTES,
            "Request to a block volume",
            List.of(
                    u64("index", INDEX_AT, "Generation x 2^20 + 1, 2, 3 ..."),
                    u32("opcode", OPCODE_AT, "What is asked for"),
                    u32("argument", ARGUMENT_AT, "Of the opcode"),
                    u64("block", BLOCK_AT, "Block of the volume"),
                    u64("epoch", EPOCH_AT, "In which the driver believes itself to be"),
                    u32("crc", CRC_AT, "CRC32C of all before")));

    /** An answer. */
    public static final Struct ANSWER = new Struct(
            "block_answer",
            ANSWER_BYTES,
            "Answer to a request",
            List.of(
                    u64("word", INDEX_AT, "Index of the request above 8 bits of status; stored last"),
                    u64("value", VALUE_AT, "Of the opcode, or zero")));

    private final byte[] entry = new byte[REQUEST_BYTES];
    private final CRC32C crc = new CRC32C();
    private final NvramAccess nvram;
    private final long requests;
    private final long answers;
    private final long buffers;

    /**
     * @param nvram the bytes
     * @param slotBase where the slot begins in them
     */
    public BlockRing(NvramLayout layout, NvramAccess nvram, long slotBase) {
        this.nvram = nvram;
        this.requests = slotBase + layout.blockArea() + BlockArea.RINGS_AT;
        this.answers = requests + BlockArea.REQUESTS * REQUEST_BYTES;
        this.buffers = slotBase + layout.blockArea() + BlockArea.BUFFERS_AT;
    }

    /** The index before the first of a generation: what is late from another one is none of its entries. */
    public static long before(long generation) {
        return generation << GENERATION_SHIFT;
    }

    /** The firmware begins anew: no request and no answer of before counts. */
    public void clear() {
        for (int i = 0; i < BlockArea.REQUESTS; i++) {
            nvram.putLong(requests + (long) i * REQUEST_BYTES, 0);
            nvram.putLong(answers + (long) i * ANSWER_BYTES, 0);
        }
        nvram.fence();
    }

    /** Stores a request; the caller fences and rings the doorbell. */
    public void ask(long index, Opcode opcode, int argument, long block, long epoch) {
        Words.putLong(entry, INDEX_AT, index);
        Words.putInt(entry, OPCODE_AT, opcode.ordinal());
        Words.putInt(entry, ARGUMENT_AT, argument);
        Words.putLong(entry, BLOCK_AT, block);
        Words.putLong(entry, EPOCH_AT, epoch);
        Words.putInt(entry, CRC_AT, Words.crc32c(crc, entry, 0, CRC_AT));
        nvram.put(requests + place(index) * REQUEST_BYTES, entry, 0, REQUEST_BYTES);
    }

    /**
     * Reads the request {@code index}.
     *
     * @return whether it is there and whole; the fields are then valid
     */
    public boolean read(long index) {
        long at = requests + place(index) * REQUEST_BYTES;
        if (nvram.getLong(at) != index) {
            return false;
        }
        nvram.get(at, entry, 0, REQUEST_BYTES);
        return Words.getInt(entry, CRC_AT) == Words.crc32c(crc, entry, 0, CRC_AT)
                && Integer.compareUnsigned(Words.getInt(entry, OPCODE_AT), Opcode.VALUES.length) < 0;
    }

    public Opcode opcode() {
        return Opcode.VALUES[Words.getInt(entry, OPCODE_AT)];
    }

    public int argument() {
        return Words.getInt(entry, ARGUMENT_AT);
    }

    public long block() {
        return Words.getLong(entry, BLOCK_AT);
    }

    public long epoch() {
        return Words.getLong(entry, EPOCH_AT);
    }

    /** Where the buffer of request {@code index} lies in the NVRAM. */
    public long buffer(long index) {
        return buffers + place(index) * NvramLayout.BLOCK;
    }

    /** Stores an answer, its first word last. */
    public void answer(long index, Status status, long value) {
        long at = answers + place(index) * ANSWER_BYTES;
        nvram.putLong(at + VALUE_AT, value);
        nvram.fence();
        nvram.putLong(at, index << STATUS_BITS | status.ordinal());
        nvram.fence();
    }

    /** The answer to request {@code index}: its status, or -1 while there is none. */
    public int answered(long index) {
        long word = nvram.getLong(answers + place(index) * ANSWER_BYTES);
        int status = (int) (word & (1 << STATUS_BITS) - 1);
        return word >>> STATUS_BITS == index && status < Status.VALUES.length ? status : -1;
    }

    /** The status with a number that {@link #answered} gave. */
    public static Status status(int answered) {
        return Status.VALUES[answered];
    }

    /** The value of the answer to request {@code index}. */
    public long value(long index) {
        return nvram.getLong(answers + place(index) * ANSWER_BYTES + VALUE_AT);
    }

    private static long place(long index) {
        return index & BlockArea.REQUESTS - 1;
    }
}
