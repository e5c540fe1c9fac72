package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;

/**
 * The redo log of one slot: the one order of stores that makes a write durable.
 *
 * <pre>
 * payload in its payload slot            by whoever writes: driver, firmware, replica
 * dirty bits of the block                before the commit, so that it is never too few
 * header words 1 to 7, fence
 * header word 0 = lsn                    the commit: one 8-byte store
 * image, fence, APPLIED = lsn            may be repeated: the log holds absolute bytes
 * </pre>
 *
 * <p>A header is 64 bytes, little-endian:
 *
 * <pre>
 *  0  u64  lsn, stored last
 *  8  u64  hash of the record before
 * 16  u64  target: byte offset in the image
 * 24  u32  length in bytes; zero in a base record, which only carries position and hash
 * 28  u32  CRC32C of the payload
 * 32  u64  epoch of the owner that wrote it
 * 40  u32  payload slot
 * 44  u32  CRC32C of the header without this field
 * 48  u64  hash of this record: the chain
 * 56  u64  index of the submission it came from; zero where it came another way
 * </pre>
 *
 * The firmware writes the log in normal operation, on the replica's side too; the driver writes it
 * alone while the firmware is shut out. Whoever comes back finds a log that reads the same.
 */
public final class WriteLog {
    /** Size of a header. */
    public static final int HEADER_BYTES = 64;

    private static final int LSN_AT = 0;
    private static final int PREVIOUS_AT = 8;
    private static final int TARGET_AT = 16;
    private static final int LENGTH_AT = 24;
    private static final int PAYLOAD_CRC_AT = 28;
    private static final int EPOCH_AT = 32;
    private static final int PAYLOAD_SLOT_AT = 40;
    private static final int CRC_AT = 44;
    private static final int HASH_AT = 48;
    private static final int SUBMISSION_AT = 56;

    /** A header. */
    public static final Struct HEADER = new Struct(
            "log_header",
            HEADER_BYTES,
            "Header of a log record",
            List.of(
                    u64("lsn", LSN_AT, "Log sequence number; stored last: the commit"),
                    u64("previous_hash", PREVIOUS_AT, "Hash of the record before"),
                    u64("target", TARGET_AT, "Byte offset in the image"),
                    u32("length", LENGTH_AT, "In bytes; zero in a base record, which only carries position and hash"),
                    u32("payload_crc", PAYLOAD_CRC_AT, "CRC32C of the payload"),
                    u64("epoch", EPOCH_AT, "Epoch of the owner that wrote it"),
                    u32("payload_slot", PAYLOAD_SLOT_AT, "Where the payload lies"),
                    u32("crc", CRC_AT, "CRC32C of the header without this member"),
                    u64("hash", HASH_AT, "Hash of this record: the chain"),
                    u64("submission", SUBMISSION_AT, "Index of the submission it came from; zero: another way")));

    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final DirtyMap[] dirty;
    private final long control;
    private final long headers;
    private final long payloads;
    private final long image;
    private final byte[] header = new byte[HEADER_BYTES];
    private final byte[] scratch = new byte[HEADER_BYTES];
    private final CRC32C crc = new CRC32C();

    private long lsn;
    private long hash;
    private long applied;

    public WriteLog(NvramLayout layout, NvramAccess nvram, long slotBase) {
        this.layout = layout;
        this.nvram = nvram;
        this.dirty = new DirtyMap[layout.peers()];
        for (int peer = 0; peer < dirty.length; peer++) {
            dirty[peer] = new DirtyMap(layout, nvram, slotBase, peer);
        }
        this.control = slotBase;
        this.headers = slotBase + layout.headers();
        this.payloads = slotBase + layout.payloads();
        this.image = slotBase + layout.image();
    }

    /** Position of the last committed record; zero before the first. */
    public long lsn() {
        return lsn;
    }

    /** Hash of the last committed record. */
    public long hash() {
        return hash;
    }

    /** Position up to which the image holds the log. */
    public long applied() {
        return applied;
    }

    /** The slot's dirty map for one of its peers, from zero. */
    public DirtyMap dirty(int peer) {
        return dirty[peer];
    }

    /** Makes the slot empty, at position zero. */
    public void format() {
        rebase(0, 0, 0);
        nvram.putLong(control + NvramLayout.CONSUMED, 0);
        nvram.putLong(control + NvramLayout.CREDIT, layout.logSlots());
        nvram.putLong(control + NvramLayout.USER_BYTES, layout.userBytes());
        nvram.putLong(control + NvramLayout.LOG_SLOTS, layout.logSlots());
        nvram.putLong(control + NvramLayout.PEERS, layout.peers());
        nvram.putLong(control + NvramLayout.CACHE_LINES, layout.cacheLines());
    }

    /**
     * Finds the last committed record, without changing a byte.
     *
     * @return whether the log is whole: the record at APPLIED is there and its checksum holds, and no
     *     record behind it was committed and is damaged now
     */
    public boolean open() {
        try {
            applied = nvram.getLong(control + NvramLayout.APPLIED);
        } catch (UncorrectableError error) {
            return false;
        }
        if (!read(applied)) {
            return false;
        }
        lsn = applied;
        hash = hashRead();
        while (read(lsn + 1) && previousHashRead() == hash && payloadIntact()) {
            lsn++;
            hash = hashRead();
        }
        return !damaged(lsn + 1);
    }

    /**
     * Whether record {@code at} was committed, so that it must be here, and is not what was committed. Its
     * first word is stored last: where that word is right, or can't be read, the rest must be right too.
     */
    private boolean damaged(long at) {
        try {
            if (nvram.getLong(headerAt(at)) != at) {
                return goesOnBehind(at);
            }
        } catch (UncorrectableError error) {
            return true;
        }
        return !read(at) || previousHashRead() == hash && !payloadIntact();
    }

    /** Whether a record behind {@code at} was committed, so that {@code at} was too. */
    private boolean goesOnBehind(long at) {
        for (int i = 1; i < layout.logSlots() - 1; i++) {
            if (read(at + i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A word of a header can't be read any more. The newest record is written again from what is known of
     * it here: position and hash, without its payload, which the image has. An older one is forgotten.
     *
     * @param offset of the word in the NVRAM; every record must have been replayed
     */
    public void mend(long offset, long epoch) {
        long slot = (offset - headers) / HEADER_BYTES;
        Words.putLong(scratch, SUBMISSION_AT, 0);
        if (slot == (lsn & layout.logSlots() - 1)) {
            store(lsn, 0, 0, 0, 0, epoch, 0, hash);
        } else {
            for (int at = 0; at < HEADER_BYTES; at += 8) {
                nvram.putLong(headers + slot * HEADER_BYTES + at, 0);
            }
        }
    }

    /**
     * A word of a dirty map can't be read any more: its blocks count as dirty.
     *
     * @param offset of the word in the NVRAM
     * @return whether it belongs to a map
     */
    public boolean mendDirty(long offset) {
        long within = offset - control - layout.dirtyMap();
        int peer = (int) (within / layout.mapBytes());
        int block = (int) (within % layout.mapBytes()) * 8;
        if (peer >= dirty.length || block >= layout.blocks()) {
            return false;
        }
        dirty[peer].get(block);
        return true;
    }

    /**
     * Brings the image up to the last committed record. May be cut at any store and begun again.
     *
     * @return how many records were replayed
     */
    public long replay() {
        return replay(WriteLog::untold);
    }

    /**
     * The same; {@code before} is told of each block before it is stored to.
     *
     * @return how many records were replayed
     */
    public long replay(IntConsumer before) {
        long from = applied;
        while (applied < lsn) {
            read(applied + 1);
            if (lengthRead() > 0) {
                before.accept((int) (targetRead() / NvramLayout.BLOCK));
            }
            applyRead();
        }
        return lsn - from;
    }

    private static void untold(int block) {
        // Nobody wants to know.
    }

    /** Where the payload of the next record goes when the log's writer chooses the place. */
    public int nextPayloadSlot() {
        return (int) (lsn + 1) & layout.logSlots() - 1;
    }

    /** Offset of a payload slot in the NVRAM. */
    public long payloadAt(int payloadSlot) {
        return payloads + (long) payloadSlot * NvramLayout.BLOCK;
    }

    /** Offset in the NVRAM of byte {@code target} of the image. */
    public long imageAt(long target) {
        return image + target;
    }

    /** What the record after (lsn, hash) would have as its hash. */
    public static long chain(long previousHash, long lsn, long target, int length, int payloadCrc) {
        long h = mix(previousHash ^ lsn * 0x9E3779B97F4A7C15L);
        h = mix(h ^ target * 0xC2B2AE3D27D4EB4FL);
        return mix(h ^ ((long) length << 32 | payloadCrc & 0xffff_ffffL));
    }

    /**
     * Commits the record whose payload lies in {@code payloadSlot}; it is durable on return. The record
     * at APPLIED must stay: one fewer than the log's capacity may wait for {@link #replay}.
     */
    public void commit(long target, int length, int payloadCrc, int payloadSlot, long epoch, long submission) {
        if (lsn - applied >= layout.logSlots() - 1) {
            throw new IllegalStateException("the log is full at " + lsn);
        }
        for (DirtyMap each : dirty) {
            each.set((int) (target / NvramLayout.BLOCK));
        }
        long next = lsn + 1;
        long nextHash = chain(hash, next, target, length, payloadCrc);
        Words.putLong(scratch, SUBMISSION_AT, submission);
        store(next, hash, target, length, payloadCrc, epoch, payloadSlot, nextHash);
        lsn = next;
        hash = nextHash;
    }

    /**
     * Drops the log and goes on from a position that was reached without it. Cut in the middle, it
     * leaves the log as it was, or one that is not whole; records that still waited for {@link #replay}
     * may be gone too.
     */
    public void rebase(long toLsn, long toHash, long epoch) {
        forgetBeyond(toLsn);
        Words.putLong(scratch, SUBMISSION_AT, 0);
        store(toLsn, 0, 0, 0, 0, epoch, 0, toHash);
        nvram.putLong(control + NvramLayout.APPLIED, toLsn);
        nvram.fence();
        lsn = toLsn;
        hash = toHash;
        applied = toLsn;
    }

    /**
     * Decodes the header of record {@code at}; the {@code ...Read} methods then speak of it.
     *
     * @return whether it is still in the ring and whole
     */
    public boolean read(long at) {
        try {
            nvram.get(headerAt(at), header, 0, HEADER_BYTES);
        } catch (UncorrectableError error) {
            Arrays.fill(header, (byte) 0);
            return false;
        }
        return Words.getLong(header, LSN_AT) == at && Words.getInt(header, CRC_AT) == checksum(header);
    }

    public long previousHashRead() {
        return Words.getLong(header, PREVIOUS_AT);
    }

    public long targetRead() {
        return Words.getLong(header, TARGET_AT);
    }

    public int lengthRead() {
        return Words.getInt(header, LENGTH_AT);
    }

    public int payloadCrcRead() {
        return Words.getInt(header, PAYLOAD_CRC_AT);
    }

    public long epochRead() {
        return Words.getLong(header, EPOCH_AT);
    }

    public int payloadSlotRead() {
        return Words.getInt(header, PAYLOAD_SLOT_AT);
    }

    public long submissionRead() {
        return Words.getLong(header, SUBMISSION_AT);
    }

    public long hashRead() {
        return Words.getLong(header, HASH_AT);
    }

    /** Whether the payload of the record read last is still what was committed. */
    public boolean payloadIntact() {
        try {
            return lengthRead() == 0 || nvram.crc32c(payloadAt(payloadSlotRead()), lengthRead()) == payloadCrcRead();
        } catch (UncorrectableError error) {
            return false;
        }
    }

    private void applyRead() {
        if (lengthRead() > 0) {
            nvram.copy(payloadAt(payloadSlotRead()), imageAt(targetRead()), lengthRead());
            nvram.fence();
        }
        applied = Words.getLong(header, LSN_AT);
        nvram.putLong(control + NvramLayout.APPLIED, applied);
    }

    /**
     * Records of the dropped log must not follow the new ones, should their hashes fit. The lowest goes
     * first: without it the others can't be reached.
     */
    private void forgetBeyond(long toLsn) {
        for (int i = 1; i <= layout.logSlots(); i++) {
            long headerAt = headerAt(toLsn + i) + LSN_AT;
            if (Long.compareUnsigned(nvram.getLong(headerAt), toLsn) > 0) {
                nvram.putLong(headerAt, 0);
            }
        }
        nvram.fence();
    }

    private void store(
            long at, long previous, long target, int length, int payloadCrc, long epoch, int slot, long newHash) {
        Words.putLong(scratch, LSN_AT, at);
        Words.putLong(scratch, PREVIOUS_AT, previous);
        Words.putLong(scratch, TARGET_AT, target);
        Words.putInt(scratch, LENGTH_AT, length);
        Words.putInt(scratch, PAYLOAD_CRC_AT, payloadCrc);
        Words.putLong(scratch, EPOCH_AT, epoch);
        Words.putInt(scratch, PAYLOAD_SLOT_AT, slot);
        Words.putLong(scratch, HASH_AT, newHash);
        Words.putInt(scratch, CRC_AT, checksum(scratch));
        long headerAt = headerAt(at);
        nvram.put(headerAt + PREVIOUS_AT, scratch, PREVIOUS_AT, HEADER_BYTES - PREVIOUS_AT);
        nvram.fence();
        nvram.putLong(headerAt + LSN_AT, at);
        nvram.fence();
    }

    private int checksum(byte[] bytes) {
        crc.reset();
        crc.update(bytes, 0, CRC_AT);
        crc.update(bytes, CRC_AT + 4, HEADER_BYTES - CRC_AT - 4);
        return (int) crc.getValue();
    }

    private long headerAt(long at) {
        return headers + (at & layout.logSlots() - 1) * HEADER_BYTES;
    }

    private static long mix(long value) {
        long h = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }
}
