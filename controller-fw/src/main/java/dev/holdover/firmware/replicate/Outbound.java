package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;

/**
 * The owner's side of one personality: what its peer has, and how it gets the rest.
 *
 * <pre>
 * APART -> TAIL     the peer's position is in the log, same hash: records follow
 * APART -> SWEEP    it is not: every dirty block follows, then the log from where the sweep began
 * SWEEP -> TAIL     all blocks are acknowledged
 * any   -> APART    the peer fell silent, or began a new life
 * TAIL  -> SWEEP    the log was overwritten before the peer had it
 * </pre>
 *
 * A block stays dirty until the peer has acknowledged the last record that touched it.
 */
final class Outbound {
    private enum Mode {
        APART,
        TAIL,
        SWEEP
    }

    private static final int WINDOW = 64;
    private static final int SWEEP_WINDOW = 16;
    private static final long MIN_TIMEOUT_NS = 4_000_000;

    private final Hal hal;
    private final Messenger messenger;
    private final Personality personality;
    private final WriteLog log;
    private final int mask;
    private final long[] lastLsnOf;
    private final int[] blockAt;
    private final long[] submissionAt;
    private final int[] sweeping = new int[SWEEP_WINDOW];

    private Mode mode = Mode.APART;
    private boolean peerInSync;
    private long sent;
    private long acked;
    private long lastSubmission;
    private long publishedCredit;
    private long sweepId;
    private long sweepBase;
    private long sweepHash;
    private int sweepCursor;
    private int sweepOpen;
    private long sweepBytes;
    private long sampleLsn;
    private long sampleNs;
    private long roundTripNs;

    Outbound(Hal hal, Messenger messenger, Personality personality) {
        this.hal = hal;
        this.messenger = messenger;
        this.personality = personality;
        this.log = personality.log();
        int slots = personality.layout().logSlots();
        this.mask = slots - 1;
        this.lastLsnOf = new long[personality.layout().blocks()];
        this.blockAt = new int[slots];
        this.submissionAt = new long[slots];
        Arrays.fill(sweeping, -1);
    }

    /** Learns from the log what a restart forgot. */
    void recover() {
        long lsn = log.lsn();
        for (long at = Math.max(1, lsn - mask); at <= lsn; at++) {
            if (log.read(at) && log.lengthRead() > 0) {
                note(at, (int) (log.targetRead() / NvramLayout.BLOCK), log.submissionRead());
            }
        }
        lastSubmission = hal.nvram().getLong(personality.base() + NvramLayout.CONSUMED);
        sent = lsn;
        acked = lsn;
        // What the host wrote while it was alone is off the ring: without a peer nothing else would tell it.
        publishCredit();
    }

    /** The record at the log's end came from submission {@code index}. */
    void logged(long index) {
        note(log.lsn(), (int) (personality.submissions().target() / NvramLayout.BLOCK), index);
        lastSubmission = Math.max(lastSubmission, index);
    }

    /** Highest submission index that the driver may use: no record is overwritten that a live peer still needs. */
    long credit() {
        long first =
                mode == Mode.APART || acked >= log.lsn() ? lastSubmission + 1 : submissionAt[(int) (acked + 1) & mask];
        if (first == 0) {
            first = lastSubmission + 1;
        }
        publishedCredit = first + mask;
        return publishedCredit;
    }

    /** Bytes that the peer lacks. */
    long unsentBytes() {
        if (mode == Mode.TAIL) {
            return (log.lsn() - acked) * NvramLayout.BLOCK;
        }
        return (long) log.dirty().count() * NvramLayout.BLOCK;
    }

    boolean complete() {
        return mode == Mode.TAIL && acked == log.lsn();
    }

    boolean inSync() {
        return peerInSync;
    }

    /** The peer is gone, or is not what it was. */
    void apart() {
        mode = Mode.APART;
        peerInSync = false;
        hal.disarm(Timer.RETRANSMIT, personality.slot());
        publishCredit();
        publishPeer();
    }

    /** The peer says where it stands, in our epoch. */
    void peerAt(Role role, long lsn, long hash) {
        if (mode == Mode.SWEEP) {
            return;
        }
        if (mode == Mode.TAIL && role == Role.BACKUP_SYNC && lsn >= acked && lsn <= sent) {
            return;
        }
        boolean known = lsn <= log.lsn() && lsn > log.lsn() - mask && log.read(lsn) && log.hashRead() == hash;
        if (!known) {
            if (role != Role.BACKUP_SYNC && role != Role.CATCHUP || lsn > log.lsn()) {
                log.dirty().setAll();
            }
            beginSweep();
            return;
        }
        mode = Mode.TAIL;
        acked = lsn;
        sent = lsn;
        clearUpTo(lsn);
        endOfSweep(lsn, hash);
        pump();
    }

    /** Forgets every difference: the peer's image is this one, up to the log's end. */
    void begin() {
        log.dirty().clearAll();
        Arrays.fill(lastLsnOf, 0);
        lastSubmission = hal.nvram().getLong(personality.base() + NvramLayout.CONSUMED);
        sent = log.lsn();
        acked = log.lsn();
        mode = Mode.APART;
    }

    /** Sends what may be sent now; calls {@code afterSend} for each record. */
    void pump() {
        if (mode == Mode.SWEEP) {
            sweep();
            return;
        }
        if (mode != Mode.TAIL) {
            return;
        }
        boolean wasIdle = sent == acked;
        while (sent < log.lsn() && sent - acked < WINDOW) {
            if (!log.read(sent + 1) || !log.payloadIntact()) {
                beginSweep();
                return;
            }
            sent++;
            append();
        }
        if (wasIdle && sent > acked) {
            armTimeout();
        }
    }

    /** The peer has everything up to {@code lsn}. */
    void acknowledged(long lsn, long hash, Role role) {
        if (mode != Mode.TAIL || lsn > sent) {
            return;
        }
        if (lsn > acked) {
            if (log.read(lsn) && log.hashRead() != hash) {
                log.dirty().setAll();
                beginSweep();
                return;
            }
            if (lsn >= sampleLsn && sampleLsn != 0) {
                roundTripNs = hal.nowNs() - sampleNs;
                sampleLsn = 0;
            }
            for (long at = acked + 1; at <= lsn; at++) {
                clean(blockAt[(int) at & mask], lsn);
            }
            acked = lsn;
            armTimeout();
        }
        if (role == Role.BACKUP_SYNC && !peerInSync) {
            peerInSync = true;
            hal.journal(
                    Notice.PEER_IN_SYNC,
                    personality.slot(),
                    lsn,
                    personality.config().personality());
            publishPeer();
        }
        publishCredit();
        pump();
    }

    /** The peer has a block as it was at {@code lsnWhenSent}; what answers an earlier sweep says nothing. */
    void blockAcknowledged(int block, long lsnWhenSent, long ofSweep) {
        if (mode != Mode.SWEEP || ofSweep != sweepId) {
            return;
        }
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

    /** RETRANSMIT is due. */
    void timeout() {
        if (mode == Mode.TAIL && acked < sent) {
            sent = acked;
            sampleLsn = 0;
            pump();
            armTimeout();
        } else if (mode == Mode.SWEEP) {
            resweep();
        }
    }

    long stateHash() {
        return ((mode.ordinal() * 31L + sent) * 31 + acked) * 31 + sweepCursor;
    }

    private void clean(int block, long upToLsn) {
        if (lastLsnOf[block] <= upToLsn) {
            log.dirty().clear(block);
        }
    }

    private void clearUpTo(long lsn) {
        for (int block = log.dirty().next(0); block >= 0; block = log.dirty().next(block + 1)) {
            clean(block, lsn);
        }
    }

    private void note(long lsn, int block, long submission) {
        lastLsnOf[block] = lsn;
        blockAt[(int) lsn & mask] = block;
        submissionAt[(int) lsn & mask] = submission;
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
        if (sampleLsn == 0) {
            sampleLsn = sent;
            sampleNs = hal.nowNs();
        }
    }

    private void beginSweep() {
        mode = Mode.SWEEP;
        sweepBase = log.lsn();
        sweepHash = log.hash();
        acked = sweepBase;
        sent = sweepBase;
        sweepCursor = 0;
        sweepOpen = 0;
        sweepBytes = 0;
        peerInSync = false;
        Arrays.fill(sweeping, -1);
        hal.journal(Notice.RESYNC_STARTED, personality.slot(), log.dirty().count(), 0);
        sweepId = Math.max(sweepId + 1, hal.nowNs());
        sayBegin();
        publishPeer();
        sweep();
        armTimeout();
    }

    private void sweep() {
        while (sweepOpen < SWEEP_WINDOW) {
            int block = sweepCursor < 0 ? -1 : log.dirty().next(sweepCursor);
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
        }
        if (sweepOpen == 0 && sweepCursor < 0) {
            mode = Mode.TAIL;
            hal.journal(Notice.RESYNC_DONE, personality.slot(), sweepBytes, sweepBase);
            endOfSweep(sweepBase, sweepHash);
            pump();
        }
    }

    private void resweep() {
        sayBegin();
        for (int i = 0; i < SWEEP_WINDOW; i++) {
            if (sweeping[i] >= 0) {
                sendBlock(sweeping[i]);
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
        hal.nvram().get(log.imageAt((long) block * NvramLayout.BLOCK), frame.bytes(), at, NvramLayout.BLOCK);
        messenger.send();
        sweepBytes += NvramLayout.BLOCK;
    }

    /** Tells from where the log goes on, and when the peer's image is whole again. */
    private void endOfSweep(long base, long hash) {
        begin(MessageType.RESYNC_END).word(base).word(hash).word(log.lsn());
        messenger.send();
        armTimeout();
    }

    private Frame begin(MessageType type) {
        return messenger.begin(type, personality.peer(), personality.config(), personality.epoch());
    }

    private void armTimeout() {
        if (mode == Mode.SWEEP || acked < sent) {
            long timeoutNs = Math.max(MIN_TIMEOUT_NS, 4 * roundTripNs);
            hal.arm(Timer.RETRANSMIT, personality.slot(), hal.nowNs() + timeoutNs);
        } else {
            hal.disarm(Timer.RETRANSMIT, personality.slot());
        }
    }

    private void publishCredit() {
        if (!personality.owns()) {
            return;
        }
        long before = publishedCredit;
        long now = credit();
        if (now != before) {
            hal.nvram().putLong(personality.base() + NvramLayout.CREDIT, now);
            if (lastSubmission >= before) {
                hal.write(Register.INT_RAISE, Field.INT_COMPLETION.mask());
            }
        }
    }

    private void publishPeer() {
        long state = mode == Mode.APART ? 0 : Field.PEER_REACHABLE.mask();
        hal.write(Register.PEER_STATE, peerInSync ? state | Field.PEER_IN_SYNC.mask() : state);
    }
}
