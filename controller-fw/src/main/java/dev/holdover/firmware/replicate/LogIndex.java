package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;

/** What an owner wants to know of its log without reading it: blocks and submissions by position. */
final class LogIndex {
    private final Hal hal;
    private final Personality personality;
    private final WriteLog log;
    private final int mask;
    private final long[] lastLsnOf;
    private final int[] blockAt;
    private final long[] submissionAt;
    private long lastSubmission;

    LogIndex(Hal hal, Personality personality) {
        this.hal = hal;
        this.personality = personality;
        this.log = personality.log();
        int slots = personality.layout().logSlots();
        this.mask = slots - 1;
        this.lastLsnOf = new long[personality.layout().blocks()];
        this.blockAt = new int[slots];
        this.submissionAt = new long[slots];
    }

    /** Learns from the log what a restart forgot. */
    void recover() {
        long lsn = log.lsn();
        for (long at = Math.max(1, lsn - mask); at <= lsn; at++) {
            if (log.read(at) && log.lengthRead() > 0) {
                note(at, (int) (log.targetRead() / NvramLayout.BLOCK), log.submissionRead());
            }
        }
        lastSubmission = consumed();
    }

    /** This card has just become the owner. */
    void begin() {
        Arrays.fill(lastLsnOf, 0);
        Arrays.fill(submissionAt, 0);
        recover();
    }

    /** The record at the log's end came from submission {@code index}. */
    void logged(long index) {
        note(log.lsn(), (int) (personality.submissions().target() / NvramLayout.BLOCK), index);
        lastSubmission = Math.max(lastSubmission, index);
    }

    /** Submission {@code index} was taken off the ring and left no record. */
    void refused(long index) {
        lastSubmission = Math.max(lastSubmission, index);
    }

    long lastSubmission() {
        return lastSubmission;
    }

    /** Position of the last record that touched a block, as far as this card remembers. */
    long lastLsnOf(int block) {
        return lastLsnOf[block];
    }

    int blockAt(long lsn) {
        return blockAt[(int) lsn & mask];
    }

    /** The submission that a record came from; zero: none of this owner's. */
    long submissionAt(long lsn) {
        return submissionAt[(int) lsn & mask];
    }

    /** Number of records that the log keeps. */
    int reach() {
        return mask;
    }

    private void note(long lsn, int block, long submission) {
        lastLsnOf[block] = lsn;
        blockAt[(int) lsn & mask] = block;
        submissionAt[(int) lsn & mask] = submission;
    }

    private long consumed() {
        return hal.nvram().getLong(personality.base() + NvramLayout.CONSUMED);
    }
}
