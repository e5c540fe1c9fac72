package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.DirtyMap;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;

/**
 * The owner's side of one personality towards one peer: what the peer has, and how it gets the rest.
 *
 * <pre>
 * APART   -> TAIL      the peer's position is in the log, same hash: records follow
 * APART   -> COMPARE   it is not: hashes of the blocks that may differ follow
 * COMPARE -> SWEEP     the peer has said which do: these follow, then the log from where the sweep began
 * SWEEP   -> TAIL      all blocks are acknowledged
 * any     -> APART     the peer fell silent, or began a new life
 * TAIL, SWEEP -> BEHIND    the host writes faster than the network carries, and need not wait
 * BEHIND  -> COMPARE   the host pauses, or has failed; or it was BEHIND for long enough
 * TAIL    -> COMPARE   the log was overwritten before the peer had it
 * </pre>
 *
 * A block stays dirty until the peer has acknowledged the last record that touched it.
 */
final class Outbound {
    /** Asked to look after the timeout. */
    @FunctionalInterface
    interface Alarm {
        void changed();
    }

    private enum Mode {
        APART,
        TAIL,
        COMPARE,
        SWEEP,
        BEHIND
    }

    private static final int WINDOW = 64;
    private static final int SWEEP_WINDOW = 16;
    private static final int HASHES = 512;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_TICKS_BEHIND = 20;
    private static final long BLOCK_BITS = (NvramLayout.BLOCK + Frame.HEADER_BYTES) * 8L;
    private static final long SECOND_NS = 1_000_000_000;

    private final Hal hal;
    private final Messenger messenger;
    private final BlockHash blockHash;
    private final Personality personality;
    private final LogIndex index;
    private final Alarm alarm;
    private final int card;
    private final WriteLog log;
    private final DirtyMap dirty;
    private final int[] sweeping = new int[SWEEP_WINDOW];
    private final RetransmissionTimeout timeout = new RetransmissionTimeout();

    private Mode mode = Mode.APART;
    private boolean peerInSync;
    private long sent;
    private long acked;
    private long destaged = -1;
    private long deadlineNs = NEVER;
    private long sweepId;
    private long sweepBase;
    private long sweepHash;
    private long endBase;
    private long endHash;
    private long wholeFrom;
    private int compareFrom;
    private long comparedAtLsn;
    private int sweepCursor;
    private int sweepOpen;
    private long sweepBytes;
    private long sweepBytesAgain;
    private int ticksBehind;
    private long lsnAtTick;
    private long nextBlockNs;

    Outbound(
            Hal hal,
            Messenger messenger,
            BlockHash blockHash,
            Personality personality,
            int peer,
            LogIndex index,
            Alarm alarm) {
        this.hal = hal;
        this.messenger = messenger;
        this.blockHash = blockHash;
        this.personality = personality;
        this.index = index;
        this.alarm = alarm;
        this.card = personality.peerCard(peer);
        this.log = personality.log();
        this.dirty = log.dirty(peer);
        Arrays.fill(sweeping, -1);
    }

    /** After a boot. */
    void recover() {
        sent = log.lsn();
        acked = log.lsn();
    }

    /** This card has just become the owner: nobody knows yet what the peer lacks. */
    void begin() {
        dirty.setAll();
        sent = log.lsn();
        acked = log.lsn();
        mode = Mode.APART;
        peerInSync = false;
        destaged = -1;
        deadline(NEVER);
    }

    int card() {
        return card;
    }

    /** The first submission whose record must stay in the log for this peer. */
    long firstNeeded() {
        if (mode == Mode.APART || mode == Mode.BEHIND || acked >= log.lsn()) {
            return index.lastSubmission() + 1;
        }
        long first = index.submissionAt(acked + 1);
        return first == 0 ? index.lastSubmission() + 1 : first;
    }

    /** Whether the host is about to wait for this peer: little of the log is left that the peer does not need. */
    boolean holdsUp() {
        boolean needs = mode == Mode.TAIL || mode == Mode.SWEEP || mode == Mode.COMPARE;
        return needs && (log.lsn() - acked) * 4 >= index.reach() * 3L;
    }

    /** The host goes on without this peer. What the peer lacks is in its dirty map. */
    void fallBehind() {
        mode = Mode.BEHIND;
        peerInSync = false;
        ticksBehind = 0;
        deadline(NEVER);
        hal.journal(Notice.PEER_BEHIND, personality.slot(), (long) dirty.count() * NvramLayout.BLOCK, card);
    }

    /** A heartbeat period has passed. */
    void tick() {
        boolean pauses = (log.lsn() - lsnAtTick) * 4 <= index.reach();
        lsnAtTick = log.lsn();
        if (mode == Mode.BEHIND && (pauses || ++ticksBehind >= MOST_TICKS_BEHIND)) {
            beginSweep();
        }
    }

    /** Bytes that the peer lacks. */
    long unsentBytes() {
        if (mode == Mode.TAIL) {
            return (log.lsn() - acked) * NvramLayout.BLOCK;
        }
        return (long) dirty.count() * NvramLayout.BLOCK;
    }

    boolean complete() {
        return mode == Mode.TAIL && acked == log.lsn();
    }

    /** Whether the peer has all but the newest records, and takes them as they come. */
    boolean inSync() {
        return peerInSync;
    }

    /** Up to where the peer has said that it has the log in its NVRAM. */
    long acknowledgedLsn() {
        return peerInSync ? acked : 0;
    }

    /** Up to where the peer has said that it has the log on a disk; -1: it keeps none there now. */
    long destagedLsn() {
        return peerInSync ? Math.min(acked, destaged) : -1;
    }

    boolean reachable() {
        return mode != Mode.APART;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    /** The peer is gone, or is not what it was. */
    void apart() {
        mode = Mode.APART;
        peerInSync = false;
        destaged = -1;
        timeout.forget();
        deadline(NEVER);
    }

    /** The peer has nothing of what it had. */
    void forget() {
        dirty.setAll();
        apart();
    }

    /**
     * The peer says where it stands, in our epoch.
     *
     * @param whole whether its image is the state at that position
     */
    void peerAt(Role role, long lsn, long hash, boolean whole) {
        if (mode == Mode.SWEEP || mode == Mode.COMPARE || mode == Mode.BEHIND) {
            return;
        }
        if (mode == Mode.TAIL && role == Role.BACKUP_SYNC && lsn >= acked && lsn <= sent) {
            return;
        }
        boolean inLog = lsn <= log.lsn() && lsn > log.lsn() - index.reach() && log.read(lsn);
        boolean known = whole && inLog && log.hashRead() == hash;
        if (!known) {
            boolean follows = role == Role.BACKUP_SYNC || role == Role.CATCHUP;
            boolean another = lsn > log.lsn() || inLog && log.hashRead() != hash;
            if (!follows || another) {
                dirty.setAll();
            }
            beginSweep();
            return;
        }
        mode = Mode.TAIL;
        acked = lsn;
        sent = lsn;
        for (int block = dirty.next(0); block >= 0; block = dirty.next(block + 1)) {
            clean(block, lsn);
        }
        endOfSweep(lsn, hash);
        pump();
    }

    /** Sends what may be sent now. */
    void pump() {
        if (personality.role() != Role.ACTIVE && (mode == Mode.BEHIND || outrun())) {
            beginSweep();
            return;
        }
        if (mode == Mode.SWEEP) {
            sweep();
            return;
        }
        if (mode != Mode.TAIL) {
            return;
        }
        boolean wasIdle = sent == acked;
        while (sent < log.lsn() && sent - acked < WINDOW) {
            // A record without length carries no bytes: the memory under the one that did has failed.
            if (!log.read(sent + 1) || log.lengthRead() == 0 || !log.payloadIntact()) {
                beginSweep();
                return;
            }
            sent++;
            append();
        }
        if (wasIdle && sent > acked) {
            timeout.begins(hal.nowNs());
            armTimeout();
        }
    }

    /**
     * Whether the log that should follow the blocks is overwritten already. While the host writes, the next sweep is
     * shorter than this one; when it has failed, nothing changes any more, and this sweep may as well be the last.
     */
    private boolean outrun() {
        return (mode == Mode.COMPARE || mode == Mode.SWEEP) && log.lsn() - sweepBase > index.reach();
    }

    /** The peer has everything up to {@code lsn}, and up to {@code onDisk} on a disk too; -1: it keeps none there. */
    void acknowledged(long lsn, long hash, Role role, long onDisk) {
        if (mode != Mode.TAIL || lsn > sent) {
            return;
        }
        destaged = onDisk;
        if (lsn > acked) {
            if (log.read(lsn) && log.hashRead() != hash) {
                dirty.setAll();
                beginSweep();
                return;
            }
            timeout.answered(hal.nowNs());
            for (long at = acked + 1; at <= lsn; at++) {
                clean(index.blockAt(at), lsn);
            }
            acked = lsn;
            armTimeout();
        }
        if (role == Role.BACKUP_SYNC && !peerInSync) {
            peerInSync = true;
            armTimeout();
            hal.journal(
                    Notice.PEER_IN_SYNC,
                    personality.slot(),
                    lsn,
                    personality.config().personality());
        }
        pump();
    }

    /** The peer has said which of the blocks from {@code first} on differ. */
    void compared(Frame frame) {
        if (mode != Mode.COMPARE || frame.payloadLength() < 24 || frame.wordAt(0) != sweepId) {
            return;
        }
        int first = (int) frame.wordAt(1);
        int count = (int) frame.wordAt(2);
        if (first != compareFrom || count != hashesFrom(first) || frame.payloadLength() != 24 + (count + 63) / 64 * 8) {
            return;
        }
        timeout.answered(hal.nowNs());
        for (int i = 0; i < count; i++) {
            if ((frame.wordAt(3 + i / 64) >>> i & 1) == 0) {
                clean(first + i, comparedAtLsn);
            }
        }
        compareFrom = first + count;
        if (compareFrom < personality.layout().blocks()) {
            timeout.begins(hal.nowNs());
            compare();
        } else {
            startSweeping();
        }
    }

    /** The peer has a block as it was at {@code lsnWhenSent}; what answers an earlier sweep says nothing. */
    void blockAcknowledged(int block, long lsnWhenSent, long ofSweep) {
        if (mode != Mode.SWEEP || ofSweep != sweepId) {
            return;
        }
        timeout.answered(hal.nowNs());
        for (int i = 0; i < SWEEP_WINDOW; i++) {
            if (sweeping[i] == block) {
                sweeping[i] = -1;
                sweepOpen--;
                // A block written since the sweep began is dirty until the log has reached that write: the
                // records before it will first take the peer's copy back.
                clean(block, Math.min(lsnWhenSent, sweepBase));
            }
        }
        armTimeout();
        sweep();
    }

    /** Nothing came in time. */
    void timeout() {
        deadline(NEVER);
        if (mode == Mode.SWEEP && sweepOpen == 0) {
            // Nothing is late: the pace allows the next block now.
            sweep();
            return;
        }
        timeout.expired();
        if (mode == Mode.TAIL && !peerInSync) {
            // It, or the answer to it, may be lost; with a log full of writes that wait nothing else would ask.
            sayEnd();
        }
        if (mode == Mode.TAIL && acked == sent) {
            armTimeout();
        } else if (mode == Mode.TAIL) {
            sent = acked;
            pump();
            armTimeout();
        } else if (mode == Mode.SWEEP) {
            resweep();
        } else if (mode == Mode.COMPARE) {
            sayBegin();
            compare();
        }
    }

    long stateHash() {
        return ((mode.ordinal() * 31L + sent) * 31 + acked) * 31 + sweepCursor + 7L * compareFrom;
    }

    private void clean(int block, long upTo) {
        if (index.lastLsnOf(block) <= upTo) {
            dirty.clear(block);
        }
    }

    private void append() {
        int length = log.lengthRead();
        Frame frame = begin(MessageType.APPEND);
        frame.word(sent)
                .word(log.previousHashRead())
                .word(log.targetRead())
                .word((long) length << 32 | log.payloadCrcRead() & 0xffff_ffffL)
                .word(log.epochRead());
        int at = frame.room(length);
        hal.nvram().get(log.payloadAt(log.payloadSlotRead()), frame.bytes(), at, length);
        messenger.send();
    }

    private void beginSweep() {
        sweepBase = log.lsn();
        sweepHash = log.hash();
        acked = sweepBase;
        sent = sweepBase;
        peerInSync = false;
        sweepId = Math.max(sweepId + 1, hal.nowNs());
        sayBegin();
        mode = Mode.COMPARE;
        compareFrom = 0;
        hal.journal(Notice.RESYNC_COMPARED, personality.slot(), dirty.count(), card);
        compareNext();
    }

    private void compareNext() {
        int block = dirty.next(compareFrom);
        if (block < 0) {
            startSweeping();
        } else {
            compareFrom = block;
            timeout.begins(hal.nowNs());
            compare();
        }
    }

    /** Number of blocks that are compared at once. */
    private int hashesFrom(int first) {
        return Math.min(HASHES, personality.layout().blocks() - first);
    }

    private void compare() {
        int count = hashesFrom(compareFrom);
        comparedAtLsn = sweepBase;
        Frame frame =
                begin(MessageType.RESYNC_HASHES).word(sweepId).word(compareFrom).word(count);
        for (int i = 0; i < count; i++) {
            frame.word(blockHash.of(log.imageAt((long) (compareFrom + i) * NvramLayout.BLOCK)));
        }
        messenger.send();
        armTimeout();
    }

    private void startSweeping() {
        mode = Mode.SWEEP;
        sweepCursor = 0;
        sweepOpen = 0;
        sweepBytes = 0;
        sweepBytesAgain = 0;
        Arrays.fill(sweeping, -1);
        hal.journal(Notice.RESYNC_STARTED, personality.slot(), dirty.count(), card);
        sweep();
    }

    private void sweep() {
        boolean idle = sweepOpen == 0;
        while (sweepOpen < SWEEP_WINDOW && !tooEarly()) {
            int block = sweepCursor < 0 ? -1 : dirty.next(sweepCursor);
            if (block < 0) {
                sweepCursor = -1;
                break;
            }
            sweepCursor = block + 1;
            for (int i = 0; i < SWEEP_WINDOW; i++) {
                if (sweeping[i] < 0) {
                    sweeping[i] = block;
                    break;
                }
            }
            sweepOpen++;
            sendBlock(block);
            paced();
        }
        if (sweepOpen == 0 && sweepCursor < 0) {
            mode = Mode.TAIL;
            hal.journal(Notice.RESYNC_DONE, personality.slot(), sweepBytes - sweepBytesAgain, card);
            if (sweepBytesAgain > 0) {
                hal.journal(Notice.OVER_SENT, personality.slot(), sweepBytesAgain, card);
            }
            endOfSweep(sweepBase, sweepHash);
            pump();
        } else if (idle) {
            timeout.begins(hal.nowNs());
            armTimeout();
        }
    }

    /** Whether the pace of a resync allows no block now; without a living host nothing holds it back. */
    private boolean tooEarly() {
        long bitsPerSecond = personality.config().pace().resyncBitsPerSecond();
        if (bitsPerSecond == 0 || personality.role() != Role.ACTIVE) {
            return false;
        }
        return hal.nowNs() < nextBlockNs;
    }

    private void paced() {
        long bitsPerSecond = personality.config().pace().resyncBitsPerSecond();
        if (bitsPerSecond > 0) {
            nextBlockNs = Math.max(nextBlockNs, hal.nowNs()) + BLOCK_BITS * SECOND_NS / bitsPerSecond;
        }
    }

    private void resweep() {
        sayBegin();
        for (int i = 0; i < SWEEP_WINDOW; i++) {
            if (sweeping[i] >= 0) {
                sendBlock(sweeping[i]);
                sweepBytesAgain += NvramLayout.BLOCK;
            }
        }
        armTimeout();
    }

    private void sayBegin() {
        begin(MessageType.RESYNC_BEGIN).word(sweepId);
        messenger.send();
    }

    private void sendBlock(int block) {
        Frame frame =
                begin(MessageType.RESYNC_BLOCK).word(block).word(log.lsn()).word(sweepId);
        int at = frame.room(NvramLayout.BLOCK);
        try {
            hal.nvram().get(log.imageAt((long) block * NvramLayout.BLOCK), frame.bytes(), at, NvramLayout.BLOCK);
        } catch (UncorrectableError error) {
            // Not sent, so not acknowledged: the sweep can't end, and the peer never serves without this block.
            return;
        }
        messenger.send();
        sweepBytes += NvramLayout.BLOCK;
    }

    /** Tells from where the log goes on, and when the peer's image is whole again. */
    private void endOfSweep(long base, long hash) {
        endBase = base;
        endHash = hash;
        wholeFrom = log.lsn();
        sayEnd();
        armTimeout();
    }

    private void sayEnd() {
        begin(MessageType.RESYNC_END).word(endBase).word(endHash).word(wholeFrom);
        messenger.send();
    }

    private Frame begin(MessageType type) {
        return messenger.begin(type, card, personality.config(), personality.epoch());
    }

    private void armTimeout() {
        if (mode == Mode.SWEEP && sweepOpen == 0) {
            deadline(Math.max(nextBlockNs, hal.nowNs() + 1));
            return;
        }
        boolean unanswered = mode == Mode.TAIL && (acked < sent || !peerInSync);
        boolean waiting = mode == Mode.SWEEP || mode == Mode.COMPARE || unanswered;
        deadline(waiting ? hal.nowNs() + timeout.ns() : NEVER);
    }

    private void deadline(long atNs) {
        if (atNs != deadlineNs) {
            deadlineNs = atNs;
            alarm.changed();
        }
    }
}
