package dev.holdover.firmware.replicate;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The follower's side of one personality: takes the owner's log in order, and its blocks when the
 * log does not reach back. What is acknowledged is in this card's NVRAM. A block counts only within its
 * own sweep, and only if none that was sent later has come before it: an old one that was held up on the
 * way must not undo what the log has done since. Nor is the log taken while a sweep is open: a record
 * that was held up must not undo a block.
 */
final class Inbound {
    private static final int APPEND_BYTES = 40;
    private static final int BLOCK_HEAD_BYTES = 24;
    private static final int HASHES_HEAD_BYTES = 24;

    private final NvramAccess nvram;
    private final Messenger messenger;
    private final BlockHash blockHash;
    private final Personality personality;
    private final WriteLog log;
    private final CRC32C crc = new CRC32C();
    private final long[] sentAtLsn;
    private long wholeFrom = Long.MAX_VALUE;
    private long sweepId;
    private boolean sweeping;
    private long storedLsn = -1;

    Inbound(NvramAccess nvram, Messenger messenger, BlockHash blockHash, Personality personality) {
        this.nvram = nvram;
        this.messenger = messenger;
        this.blockHash = blockHash;
        this.personality = personality;
        this.log = personality.log();
        this.sentAtLsn = new long[personality.layout().blocks()];
    }

    /** A log record of the owner. */
    void append(Frame frame) {
        boolean between = personality.role() == Role.CATCHUP && wholeFrom == Long.MAX_VALUE;
        if (!personality.follows() || between || frame.payloadLength() < APPEND_BYTES) {
            return;
        }
        long lsn = frame.wordAt(0);
        long target = frame.wordAt(2);
        int length = (int) (frame.wordAt(3) >>> 32);
        int payloadCrc = (int) frame.wordAt(3);
        if (lsn == log.lsn() + 1 && frame.wordAt(1) == log.hash() && fits(frame, target, length, payloadCrc)) {
            int slot = log.nextPayloadSlot();
            nvram.put(log.payloadAt(slot), frame.bytes(), frame.payloadAt(APPEND_BYTES), length);
            log.commit(target, length, payloadCrc, slot, frame.wordAt(4), 0);
            personality.replay();
            becomeWhole();
        }
        acknowledge(frame.sender());
    }

    /** So much of the log is on this card's own disk; -1: nothing is kept there now. */
    void stored(long lsn) {
        boolean changed = lsn != storedLsn;
        storedLsn = lsn;
        if (changed && personality.role() == Role.BACKUP_SYNC) {
            acknowledge(personality.owner());
        }
    }

    /** Another owner, or another life of this one: its sweeps count from zero. */
    void ownerStartedAnew() {
        sweepId = 0;
        sweeping = false;
        wholeFrom = Long.MAX_VALUE;
    }

    /** Whether the image is the state at the log's end, or will be once the log has reached a known position. */
    boolean whole() {
        return !personality.record().preImageKept() || wholeFrom != Long.MAX_VALUE;
    }

    /** Blocks follow: from now on this copy is not one that could be served. */
    void beginResync(Frame frame) {
        if (frame.payloadLength() < 8) {
            return;
        }
        if (frame.wordAt(0) <= sweepId) {
            return;
        }
        sweepId = frame.wordAt(0);
        sweeping = true;
        Arrays.fill(sentAtLsn, 0);
        wholeFrom = Long.MAX_VALUE;
        personality.keepPreImage();
        if (personality.role() != Role.CATCHUP) {
            personality.become(Role.CATCHUP);
        } else {
            personality.persist();
        }
    }

    /** The owner's hashes of some blocks: says which differ here. */
    void compare(Frame frame) {
        if (!sweeping || frame.payloadLength() < HASHES_HEAD_BYTES || frame.wordAt(0) != sweepId) {
            return;
        }
        long first = frame.wordAt(1);
        long count = frame.wordAt(2);
        if (first < 0
                || count <= 0
                || first + count > personality.layout().blocks()
                || frame.payloadLength() != HASHES_HEAD_BYTES + count * 8) {
            return;
        }
        Frame answer = begin(MessageType.RESYNC_DIFFER, frame.sender())
                .word(sweepId)
                .word(first)
                .word(count);
        for (int done = 0; done < count; done += 64) {
            long differ = 0;
            for (int i = done; i < Math.min(count, done + 64); i++) {
                long mine = blockHash.of(log.imageAt((first + i) * NvramLayout.BLOCK));
                differ |= mine == frame.wordAt(3 + i) ? 0 : 1L << i;
            }
            answer.word(differ);
        }
        messenger.send();
    }

    void block(Frame frame) {
        if (!sweeping || frame.payloadLength() != BLOCK_HEAD_BYTES + NvramLayout.BLOCK || frame.wordAt(2) != sweepId) {
            return;
        }
        long block = frame.wordAt(0);
        if (block < 0 || block >= personality.layout().blocks()) {
            return;
        }
        long lsnWhenSent = frame.wordAt(1);
        if (lsnWhenSent < sentAtLsn[(int) block]) {
            return;
        }
        sentAtLsn[(int) block] = lsnWhenSent;
        personality.preImage().keep((int) block);
        nvram.put(
                log.imageAt(block * NvramLayout.BLOCK),
                frame.bytes(),
                frame.payloadAt(BLOCK_HEAD_BYTES),
                NvramLayout.BLOCK);
        begin(MessageType.RESYNC_ACK, frame.sender())
                .word(block)
                .word(lsnWhenSent)
                .word(sweepId);
        messenger.send();
    }

    /** The log goes on from (base, hash); the image is whole once it has reached a given position. */
    void endResync(Frame frame) {
        if (frame.payloadLength() < 24 || personality.owns()) {
            return;
        }
        long base = frame.wordAt(0);
        long hash = frame.wordAt(1);
        if (personality.role() == Role.SUPERSEDED || personality.role() == Role.STALE) {
            if (base != log.lsn() || hash != log.hash()) {
                return;
            }
            personality.become(Role.CATCHUP);
            personality.replay();
        }
        if (!personality.follows()) {
            return;
        }
        if (personality.role() == Role.CATCHUP) {
            boolean resyncing = wholeFrom == Long.MAX_VALUE;
            if (resyncing && (base != log.lsn() || hash != log.hash())) {
                log.rebase(base, hash, personality.epoch());
            }
            sweeping = false;
            wholeFrom = frame.wordAt(2);
            becomeWhole();
        }
        acknowledge(frame.sender());
    }

    private void becomeWhole() {
        if (personality.role() == Role.CATCHUP && log.lsn() >= wholeFrom) {
            boolean kept = personality.record().preImageKept();
            personality.record().dropPreImage();
            personality.become(Role.BACKUP_SYNC);
            if (kept) {
                personality.preImage().drop();
            }
        }
    }

    private boolean fits(Frame frame, long target, int length, int payloadCrc) {
        if (length <= 0
                || (length & 7) != 0
                || frame.payloadLength() != APPEND_BYTES + length
                || target < 0
                || (target & 7) != 0
                || (target & NvramLayout.BLOCK - 1) + length > NvramLayout.BLOCK
                || target >= personality.layout().userBytes()) {
            return false;
        }
        crc.reset();
        crc.update(frame.bytes(), frame.payloadAt(APPEND_BYTES), length);
        return (int) crc.getValue() == payloadCrc;
    }

    private void acknowledge(int owner) {
        begin(MessageType.ACK, owner)
                .word(log.lsn())
                .word(log.hash())
                .word(personality.role().ordinal())
                .word(Math.min(storedLsn, log.lsn()) + 1);
        messenger.send();
    }

    private Frame begin(MessageType type, int to) {
        return messenger.begin(type, to, personality.config(), personality.epoch());
    }
}
