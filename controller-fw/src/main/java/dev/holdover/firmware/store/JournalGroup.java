package dev.holdover.firmware.store;

import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import dev.holdover.model.layout.WriteLog;
import java.util.zip.CRC32C;

/**
 * Records that are written to the journal together: a head of 4 KiB, and a block for the payload of each.
 *
 * <pre>
 *    0  u64  magic
 *    8  u64  run that it belongs to
 *   16  u32  its own place in the journal, in blocks
 *   20  u32  number of records, 1 to 15
 *   24       for each record 48 bytes: lsn, hash before, hash, target, length and CRC32C of the payload, epoch
 * 4092  u32  CRC32C of the head without this field
 * </pre>
 */
final class JournalGroup {
    /** The most records of a group. */
    static final int MOST = StoreMap.CHUNK - 1;

    private static final long MAGIC = 0x4C4E524A53444C48L;
    private static final int RUN_AT = 8;
    private static final int PLACE_AT = 16;
    private static final int COUNT_AT = 20;
    private static final int RECORDS_AT = 24;
    private static final int RECORD_BYTES = 48;
    private static final int PREVIOUS_AT = 8;
    private static final int HASH_AT = 16;
    private static final int TARGET_AT = 24;
    private static final int LENGTH_AT = 32;
    private static final int PAYLOAD_CRC_AT = 36;
    private static final int RECORD_EPOCH_AT = 40;
    private static final int CRC_AT = NvramLayout.BLOCK - Integer.BYTES;

    private final byte[] bytes;
    private final NvramAccess nvram;
    private final CRC32C crc = new CRC32C();
    private int count;
    private long lsn;
    private long hash;

    /** @param bytes holds a group; somebody else may use them in between */
    JournalGroup(NvramAccess nvram, byte[] bytes) {
        this.nvram = nvram;
        this.bytes = bytes;
    }

    /** An empty one, after a position of the log. */
    void begin(long afterLsn, long afterHash) {
        count = 0;
        lsn = afterLsn;
        hash = afterHash;
    }

    int count() {
        return count;
    }

    /** Blocks with the head. */
    int blocks() {
        return count + 1;
    }

    long lsn() {
        return lsn;
    }

    long hash() {
        return hash;
    }

    /** Takes the record that follows, out of the log; says false if it is there no more as it was committed. */
    boolean add(WriteLog log) {
        if (!log.read(lsn + 1) || log.previousHashRead() != hash || log.lengthRead() == 0) {
            return false;
        }
        int length = log.lengthRead();
        int payload = (count + 1) * NvramLayout.BLOCK;
        try {
            nvram.get(log.payloadAt(log.payloadSlotRead()), bytes, payload, length);
        } catch (UncorrectableError error) {
            return false;
        }
        if (Words.crc32c(crc, bytes, payload, length) != log.payloadCrcRead()) {
            return false;
        }
        int at = RECORDS_AT + count * RECORD_BYTES;
        lsn++;
        Words.putLong(bytes, at, lsn);
        Words.putLong(bytes, at + PREVIOUS_AT, hash);
        hash = log.hashRead();
        Words.putLong(bytes, at + HASH_AT, hash);
        Words.putLong(bytes, at + TARGET_AT, log.targetRead());
        Words.putInt(bytes, at + LENGTH_AT, length);
        Words.putInt(bytes, at + PAYLOAD_CRC_AT, log.payloadCrcRead());
        Words.putLong(bytes, at + RECORD_EPOCH_AT, log.epochRead());
        count++;
        return true;
    }

    /** It is to be written at a place of the journal. */
    void seal(long run, int place) {
        Words.putLong(bytes, 0, MAGIC);
        Words.putLong(bytes, RUN_AT, run);
        Words.putInt(bytes, PLACE_AT, place);
        Words.putInt(bytes, COUNT_AT, count);
        Words.putInt(bytes, CRC_AT, Words.crc32c(crc, bytes, 0, CRC_AT));
    }

    /** Whether a block that was read is the head of a group of that run at that place. */
    boolean headIsOf(long run, int at, int place) {
        return Words.getLong(bytes, at) == MAGIC
                && Words.getLong(bytes, at + RUN_AT) == run
                && Words.getInt(bytes, at + PLACE_AT) == place
                && Words.getInt(bytes, at + CRC_AT) == Words.crc32c(crc, bytes, at, CRC_AT);
    }

    /** Whether what was read is a whole group of that run at that place, and follows the last position. */
    boolean follows(long run, int place, int blocksRead) {
        if (!headIsOf(run, 0, place)) {
            return false;
        }
        int records = Words.getInt(bytes, COUNT_AT);
        if (records < 1
                || records >= blocksRead
                || previous(0) != hash
                || Words.getLong(bytes, RECORDS_AT) != lsn + 1) {
            return false;
        }
        for (int i = 0; i < records; i++) {
            int length = length(i);
            if (length <= 0
                    || length > NvramLayout.BLOCK
                    || Words.crc32c(crc, bytes, payloadAt(i), length)
                            != Words.getInt(bytes, RECORDS_AT + i * RECORD_BYTES + PAYLOAD_CRC_AT)) {
                return false;
            }
        }
        count = records;
        int last = RECORDS_AT + (records - 1) * RECORD_BYTES;
        lsn = Words.getLong(bytes, last);
        hash = Words.getLong(bytes, last + HASH_AT);
        return true;
    }

    long target(int record) {
        return Words.getLong(bytes, RECORDS_AT + record * RECORD_BYTES + TARGET_AT);
    }

    int length(int record) {
        return Words.getInt(bytes, RECORDS_AT + record * RECORD_BYTES + LENGTH_AT);
    }

    /** Where a record's payload lies in the bytes. */
    int payloadAt(int record) {
        return (record + 1) * NvramLayout.BLOCK;
    }

    private long previous(int record) {
        return Words.getLong(bytes, RECORDS_AT + record * RECORD_BYTES + PREVIOUS_AT);
    }
}
