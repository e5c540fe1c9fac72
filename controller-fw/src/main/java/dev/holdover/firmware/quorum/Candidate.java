package dev.holdover.firmware.quorum;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Superblock.SyncSet;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * One copy's attempt to take over without being named for it: the owner is silent, or the card that its
 * certificate names is. A majority's votes make it the only one; what they tell of the sync set, and of
 * their logs, says whether it has every acknowledged write.
 *
 * <p>It canvasses first, because a vote is for good: a card that is cut off from the others would else come back
 * with promises that stand in the way of an owner who never went away.
 *
 * <pre>
 * IDLE -> CANVASSING     the owner, or who was named, is silent
 * CANVASSING -> STANDING a majority would vote
 * STANDING -> IDLE       won, or there is an owner again
 * </pre>
 */
final class Candidate {
    private static final long NOT_SINCE = -1;

    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final PeerHealth peers;
    private final Personality personality;
    private final Voter self;
    private final LeaseHolder lease;
    private final BooleanSupplier hostAlive;
    private final int[] voters;
    private final boolean[] voted;
    private final long[] lsnOf;
    private SyncSet newest = new SyncSet(0, 0, 0, 1);
    private long proposed;
    private boolean canvassing;
    private long promised;
    private long silentSinceNs = NOT_SINCE;
    private long retryNs;

    Candidate(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            PeerHealth peers,
            Personality personality,
            Voter self,
            LeaseHolder lease,
            BooleanSupplier hostAlive) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.peers = peers;
        this.personality = personality;
        this.self = self;
        this.lease = lease;
        this.hostAlive = hostAlive;
        this.voters = lease.voters();
        this.voted = new boolean[voters.length];
        this.lsnOf = new long[voters.length];
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (!mayStand()) {
            silentSinceNs = NOT_SINCE;
            proposed = 0;
            return;
        }
        long nowNs = hal.nowNs();
        if (silentSinceNs == NOT_SINCE) {
            silentSinceNs = nowNs;
            // The copies stand one after the other, in their order.
            retryNs = nowNs + config.silenceNs() * personality.copyOn(personality.card());
        }
        if (nowNs >= retryNs) {
            stand();
        }
    }

    /** A voter's answer; says whether this card has won {@link #proposed}. */
    boolean voted(Frame frame) {
        if (frame.payloadLength() >= 72 && frame.wordAt(1) == 0 && frame.wordAt(8) != Voter.FORGOTTEN) {
            promised = Math.max(promised, frame.wordAt(8));
        }
        boolean answers = proposed != 0
                && frame.payloadLength() >= 72
                && frame.wordAt(0) == proposed
                && (frame.wordAt(7) != 0) == canvassing;
        if (!answers) {
            return false;
        }
        SyncSet set = new SyncSet(frame.wordAt(3), frame.wordAt(4), (int) frame.wordAt(5), (int) frame.wordAt(6));
        if (set.isNewerThan(newest)) {
            newest = set;
        }
        for (int i = 0; i < voters.length; i++) {
            if (voters[i] == frame.sender() && frame.wordAt(1) != 0) {
                voted[i] = true;
                lsnOf[i] = frame.wordAt(2);
            }
        }
        if (!mayStand() || votes() < personality.config().majority()) {
            return false;
        }
        if (!hasEveryWrite()) {
            return false;
        }
        if (canvassing) {
            canvassing = false;
            Arrays.fill(voted, false);
            self.cast(proposed, personality.card());
            hal.journal(
                    Notice.STANDING,
                    personality.slot(),
                    proposed,
                    personality.config().personality());
            ask();
            return false;
        }
        return true;
    }

    /** The epoch that it stands for; zero: it does not. */
    long proposed() {
        return proposed;
    }

    /** It is over. */
    void done() {
        proposed = 0;
        silentSinceNs = NOT_SINCE;
    }

    /** Whether acknowledged writes may be missing in what it has won. */
    boolean lossy() {
        return !owns() && !fencedAndComplete() && !coversSyncSet();
    }

    private boolean owns() {
        return personality.role() == Role.ACTIVE;
    }

    /** The owner has no majority, the card that its certificate names is gone, or it is itself. */
    private boolean mayStand() {
        if (!hostAlive.getAsBoolean() || personality.config().preserves() && personality.role() != Role.ACTIVE) {
            return false;
        }
        if (personality.role() == Role.ACTIVE) {
            return !lease.valid();
        }
        if (self.fenced()) {
            int taker = personality.record().certificate().taker();
            boolean named = taker == personality.card();
            boolean gone =
                    named ? personality.record().votedEpoch() > personality.epoch() + 1 : !peers.reachable(taker);
            boolean ours = personality.role() == Role.DRAINED || personality.role() == Role.BACKUP_SYNC;
            return gone && ours && fencedAndComplete();
        }
        int owner = personality.owner();
        return personality.role() == Role.BACKUP_SYNC
                && owner != 0
                && owner != personality.card()
                && !peers.reachable(owner);
    }

    private void stand() {
        long least = personality.epoch() + (self.fenced() ? 2 : 1);
        boolean own = personality.record().votedFor() == personality.card();
        long mine = personality.record().votedEpoch() + (own ? 0 : 1);
        // What others have refused to give is given away already.
        long next = Math.max(Math.max(least, mine), promised + 1);
        retryNs = hal.nowNs() + config.silenceNs() / 2 + Math.floorMod(hal.entropy(), config.silenceNs());
        if (!self.mayVote(next, personality.card())) {
            return;
        }
        if (next != proposed) {
            proposed = next;
            canvassing = true;
            newest = personality.record().syncSet();
            Arrays.fill(voted, false);
        }
        ask();
    }

    private void ask() {
        for (int voter : voters) {
            if (messenger.connected(voter)) {
                messenger
                        .begin(MessageType.VOTE_REQUEST, voter, personality.config(), personality.epoch())
                        .word(proposed)
                        .word(canvassing ? 1 : 0);
                messenger.send();
            }
        }
    }

    private int votes() {
        int votes = 1;
        for (boolean each : voted) {
            votes += each ? 1 : 0;
        }
        return votes;
    }

    private boolean hasEveryWrite() {
        // A later epoch had an owner who may have acknowledged what is not here.
        if (newest.epoch() > personality.epoch()) {
            return false;
        }
        return owns()
                || fencedAndComplete()
                || coversSyncSet()
                || personality.config().acceptsLoss();
    }

    private boolean fencedAndComplete() {
        if (!self.fenced()) {
            return false;
        }
        Certificate certificate = personality.record().certificate();
        return certificate.finalLsn() == personality.log().lsn()
                && certificate.finalHash() == personality.log().hash();
    }

    /**
     * A write was acknowledged when it was in {@code quorum} members of the sync set. So if all but
     * {@code quorum - 1} of them have voted, and none of these has more than this copy, nothing is missing.
     */
    private boolean coversSyncSet() {
        if (newest.epoch() != personality.epoch()) {
            return false;
        }
        int covered = newest.has(personality.copyOn(personality.card())) ? 1 : 0;
        for (int i = 0; i < voters.length; i++) {
            int copy = personality.copyOn(voters[i]);
            if (voted[i] && copy >= 0 && newest.has(copy)) {
                if (lsnOf[i] > personality.log().lsn()) {
                    return false;
                }
                covered++;
            }
        }
        return covered >= newest.size() - newest.quorum() + 1;
    }
}
