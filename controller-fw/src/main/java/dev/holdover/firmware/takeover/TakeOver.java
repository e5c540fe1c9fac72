package dev.holdover.firmware.takeover;

import static dev.holdover.model.contract.Role.ACTIVE;
import static dev.holdover.model.contract.Role.BACKUP_SYNC;
import static dev.holdover.model.contract.Role.CATCHUP;
import static dev.holdover.model.contract.Role.CLAIMING;
import static dev.holdover.model.contract.Role.DRAINED;
import static dev.holdover.model.contract.Role.DRAINING;
import static dev.holdover.model.contract.Role.FORKED;
import static dev.holdover.model.contract.Role.GATED;
import static dev.holdover.model.contract.Role.REPLAYING;
import static dev.holdover.model.contract.Role.RETURNING;
import static dev.holdover.model.contract.Role.STALE;
import static dev.holdover.model.contract.Role.SUPERSEDED;
import static dev.holdover.model.contract.Role.WITNESS;

import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Superblock.EpochStart;
import java.util.List;

/**
 * Who owns a personality. Law 7: gate shut, last bytes sent and acknowledged, epoch raised and
 * persisted, new owner serves.
 *
 * <p>As the failed host's card: fence, choose who takes over, sign the certificate, send the rest, wait until
 * that card has claimed; say so again at every heartbeat, because any frame may be lost. As the one that is
 * named: claim when the certificate is here and the own log ends where it says, with the same hash. Without a
 * certificate only a majority's votes or an operator make an owner.
 */
public class TakeOver {
    /** Told when an epoch ends or begins for this card. */
    @FunctionalInterface
    public interface Listener {
        void epochChanged(Personality personality);

        /** Whether what this card fences is certified for another. */
        default boolean handsOver(Personality personality) {
            return true;
        }

        /** This card serves the epoch from now on: its window is about to be opened. */
        default void serving(Personality personality) {}

        /** Reserves what lies outside for the epoch that was just persisted; false: {@link #reserved} is to come. */
        default boolean reserve(Personality personality) {
            return true;
        }
    }

    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final PeerHealth peers;
    private final Replicator replicator;
    private final Guard guard;
    private final List<Personality> personalities;
    private final Listener listener;
    private FailureCause cause = FailureCause.HEARTBEAT_LOST;

    /** What it works with. */
    public record Wiring(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            PeerHealth peers,
            Replicator replicator,
            Guard guard,
            List<Personality> personalities,
            Listener listener) {}

    public TakeOver(Wiring wiring) {
        this.hal = wiring.hal();
        this.config = wiring.config();
        this.messenger = wiring.messenger();
        this.peers = wiring.peers();
        this.replicator = wiring.replicator();
        this.guard = wiring.guard();
        this.personalities = wiring.personalities();
        this.listener = wiring.listener();
    }

    // As the card whose host failed.

    /** The host failed: everything it owned is fenced and leaves for a peer. */
    public void hostFailed(FailureCause why) {
        cause = why;
        guard.shut();
        for (Personality personality : personalities) {
            if (personality.role() == ACTIVE || personality.role() == RETURNING && !keeps(personality)) {
                personality.record().gateOpen(false);
                personality.become(GATED);
                drain(personality);
            }
        }
    }

    /** Whether another card has all but the newest of an active personality, and would take it over. */
    public boolean mayLeave(Personality personality) {
        boolean followed = false;
        for (int peer = 0; peer < personality.peers(); peer++) {
            followed |= replicator.inSync(personality, personality.peerCard(peer));
        }
        return followed && config.handsOver() && !personality.config().preserves() && personality.role() == ACTIVE;
    }

    /** After a boot: goes on where the superblock says that it was. */
    public void resume() {
        for (Personality personality : personalities) {
            switch (personality.role()) {
                case GATED -> drain(personality);
                case DRAINING, DRAINED -> {
                    if (personality.record().certified()) {
                        // Cut off after it was persisted, it may never have been told.
                        certified(personality);
                    }
                }
                case RETURNING -> {
                    if (!keeps(personality)) {
                        personality.become(ACTIVE);
                    }
                }
                case CLAIMING, REPLAYING -> finishClaim(personality);
                case BACKUP_SYNC -> claimIfComplete(personality);
                default -> {
                    // Nothing was under way.
                }
            }
        }
    }

    /** The host is trusted again: what has not been promised to a peer is its own once more. */
    public void hostReturned() {
        for (Personality personality : personalities) {
            boolean held =
                    personality.role() == GATED || personality.role() == DRAINING || personality.role() == DRAINED;
            if (held && !personality.record().certified()) {
                personality.become(ACTIVE);
            }
        }
    }

    /** A peer acknowledged something. */
    public void progress(Personality personality) {
        if (personality.role() == DRAINING && drained(personality)) {
            personality.become(DRAINED);
            hal.journal(Notice.DRAINED, personality.slot(), personality.log().lsn(), 0);
            announce(personality);
        }
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (Personality personality : personalities) {
            if (personality.role() == DRAINING || personality.role() == DRAINED) {
                if (!personality.record().certified() && appoint(personality)) {
                    personality.persist();
                    certified(personality);
                    progress(personality);
                }
                announce(personality);
            }
        }
    }

    private void drain(Personality personality) {
        appoint(personality);
        personality.become(DRAINING);
        hal.journal(Notice.DRAINING, personality.slot(), replicator.unsentBytes(personality), 0);
        if (personality.record().certified()) {
            certified(personality);
        }
        announce(personality);
        replicator.pump(personality);
        if (personality.peers() == 0) {
            personality.become(DRAINED);
            hal.journal(Notice.DRAINED, personality.slot(), personality.log().lsn(), 0);
        } else {
            progress(personality);
        }
    }

    private boolean drained(Personality personality) {
        if (personality.record().certified()) {
            return replicator.complete(
                    personality, personality.record().certificate().taker());
        }
        for (int peer = 0; peer < personality.peers(); peer++) {
            if (replicator.complete(personality, personality.peerCard(peer))) {
                return true;
            }
        }
        return false;
    }

    /** Names who takes over, if there is somebody; says whether it did. */
    private boolean appoint(Personality personality) {
        if (!config.handsOver() || !listener.handsOver(personality) || personality.peers() == 0) {
            return false;
        }
        int taker = personality.peers() == 1 ? personality.peerCard(0) : firstAble(personality);
        if (taker != 0) {
            certify(personality, taker, cause);
        }
        return taker != 0;
    }

    /** The first copy, in their order, that is in sync and whose host could serve; zero: none. */
    private int firstAble(Personality personality) {
        for (int peer = 0; peer < personality.peers(); peer++) {
            int card = personality.peerCard(peer);
            boolean serves = personality.config().preserves() || peers.hostAlive(card);
            if (serves && replicator.inSync(personality, card)) {
                return card;
            }
        }
        return 0;
    }

    private void certify(Personality personality, int taker, FailureCause why) {
        personality
                .record()
                .certificate(Certificate.sign(
                        personality.config().personality(),
                        personality.epoch(),
                        personality.log().lsn(),
                        personality.log().hash(),
                        why.ordinal(),
                        taker,
                        config.clusterKey()));
    }

    private void certified(Personality personality) {
        hal.journal(
                Notice.CERTIFICATE_SENT,
                personality.slot(),
                personality.epoch(),
                personality.log().lsn());
    }

    /** Everybody who votes may know the certificate; the one that it names is told when the log is complete. */
    private void announce(Personality personality) {
        if (!personality.record().certified()) {
            return;
        }
        Certificate certificate = personality.record().certificate();
        for (int i = 0; i < messenger.peers(); i++) {
            int card = messenger.card(i);
            if (messenger.connected(card) && personality.concerns(card)) {
                boolean done = card == certificate.taker() && personality.role() == DRAINED;
                Frame frame = messenger.begin(
                        done ? MessageType.DRAIN_DONE : MessageType.GATE_SHUT,
                        card,
                        personality.config(),
                        personality.epoch());
                certificate.encode(frame.bytes(), frame.room(Certificate.BYTES));
                messenger.send();
            }
        }
    }

    /**
     * Another card says that there is a later epoch.
     *
     * @param start how it began; its owner is zero where the card that says so does not know
     */
    public void claimed(Personality personality, EpochStart start) {
        boolean owned = personality.owns() || personality.role() == CLAIMING;
        boolean unknown = start.owner() == 0 && owned;
        if (start.epoch() <= personality.epoch() || personality.role() == FORKED || unknown) {
            return;
        }
        if (start.forced() && personality.owns()) {
            fork(personality, start);
            return;
        }
        boolean wasOpen = personality.role() == ACTIVE;
        personality.record().epoch(start.epoch());
        personality.record().clearCertificate();
        if (start.owner() != 0) {
            personality.record().addHistory(start);
        }
        replicator.ownerChanged(personality);
        if (owned) {
            hal.journal(Notice.EPOCH_HANDED_OVER, personality.slot(), start.epoch(), 0);
            personality.become(SUPERSEDED);
            hal.journal(Notice.SUPERSEDED, personality.slot(), start.epoch(), 0);
            if (wasOpen) {
                guard.refresh();
            }
        } else {
            personality.persist();
            personality.publish();
        }
        listener.epochChanged(personality);
    }

    /** Learns who owns the present epoch. */
    public void owner(Personality personality, EpochStart start) {
        if (personality.owner() == 0 && start.epoch() == personality.epoch() && start.owner() != 0) {
            personality.record().addHistory(start);
            personality.persist();
        }
    }

    /** Another card's history has another owner for an epoch that is in ours: an operator forced one of the two. */
    public void forked(Personality personality, EpochStart theirs, boolean oursIsForced) {
        if (personality.owns() && (theirs.forced() || !oursIsForced)) {
            fork(personality, theirs);
        }
    }

    /**
     * An operator has made another card the owner while this one was. What was written here since is nowhere else:
     * nothing is served, and nothing is overwritten, until an operator decides.
     */
    private void fork(Personality personality, EpochStart theirs) {
        hal.journal(Notice.FORK_DETECTED, personality.slot(), theirs.epoch(), theirs.owner());
        boolean wasOpen = personality.role() == ACTIVE;
        long voted = personality.record().votedEpoch();
        if (voted < theirs.epoch()) {
            personality.record().vote(theirs.epoch(), theirs.owner());
        }
        replicator.ownerChanged(personality);
        personality.become(FORKED);
        if (wasOpen) {
            guard.refresh();
        }
        listener.epochChanged(personality);
    }

    /** An operator gives up what was written here after the fork: the other side fills this copy. */
    public void discard(Personality personality) {
        if (personality.role() == FORKED) {
            personality.become(SUPERSEDED);
            hal.journal(
                    Notice.DISCARDED,
                    personality.slot(),
                    personality.epoch(),
                    personality.log().lsn());
        }
    }

    // As the one that takes over.

    /** A certificate came. */
    public void gateShut(Personality personality, Frame frame) {
        boolean listens = personality.follows() || personality.role() == WITNESS;
        if (frame.payloadLength() < Certificate.BYTES || !listens) {
            return;
        }
        certificate(personality, Certificate.decode(frame.bytes(), frame.payloadAt(0)));
    }

    /** A certificate came, by a LAN or by the mailbox on the disk array. */
    public void certificate(Personality personality, Certificate certificate) {
        if (certificate.personality() != personality.config().personality()
                || certificate.epoch() != personality.epoch()
                || !certificate.isSignedBy(config.clusterKey())) {
            return;
        }
        if (!personality.record().certified()) {
            personality.record().certificate(certificate);
            personality.persist();
            hal.journal(Notice.CERTIFICATE_RECEIVED, personality.slot(), certificate.epoch(), certificate.finalLsn());
        }
        claimIfComplete(personality);
    }

    /** Claims when the certificate is here, names this card, and the log ends where it says. */
    public void claimIfComplete(Personality personality) {
        if (!personality.config().preserves() || personality.isHome()) {
            claimAsNamed(personality);
        }
    }

    private void claimAsNamed(Personality personality) {
        if (personality.role() != BACKUP_SYNC || !personality.record().certified()) {
            return;
        }
        Certificate certificate = personality.record().certificate();
        if (certificate.epoch() == personality.epoch()
                && certificate.taker() == personality.card()
                && personality.record().votedEpoch() <= personality.epoch() + 1
                && certificate.finalLsn() == personality.log().lsn()
                && certificate.finalHash() == personality.log().hash()) {
            claim(personality, epochAfter(personality.epoch()), false);
        }
    }

    /** A majority has voted for this card. */
    public void elected(Personality personality, long epoch, boolean lossy) {
        hal.journal(
                Notice.ELECTED, personality.slot(), epoch, personality.config().personality());
        if (lossy) {
            hal.journal(
                    Notice.LOSS_ACCEPTED,
                    personality.slot(),
                    epoch,
                    personality.log().lsn());
        }
        claim(personality, epoch, false);
    }

    /** An operator makes this card the owner, whatever the others know. */
    public boolean force(Personality personality) {
        Role role = personality.role();
        boolean may = role == BACKUP_SYNC || role == CATCHUP || role == STALE || role == SUPERSEDED || role == FORKED;
        may |= role == GATED || role == DRAINING || role == DRAINED;
        boolean kept = personality.record().preImageKept();
        if (!may || kept && !personality.preImage().readable()) {
            return false;
        }
        if (personality.record().preImageKept()) {
            personality.preImage().restore();
            personality
                    .log()
                    .rebase(
                            personality.record().preImageLsn(),
                            personality.record().preImageHash(),
                            personality.epoch());
            personality.record().dropPreImage();
        }
        long voted = personality.record().votedEpoch();
        long epoch = Math.max(personality.epoch(), voted == Long.MAX_VALUE ? 0 : voted) + 1;
        hal.journal(Notice.FORCED, personality.slot(), epoch, personality.log().lsn());
        claim(personality, epoch, true);
        return true;
    }

    /** What was loaded from the store is the latest that any copy has, and nobody else can own it. */
    public void revive(Personality personality) {
        long voted = personality.record().votedEpoch();
        claim(personality, Math.max(personality.epoch(), voted == Long.MAX_VALUE ? 0 : voted) + 1, false);
    }

    private void claim(Personality personality, long epoch, boolean forced) {
        hal.journal(Notice.CLAIMING, personality.slot(), epoch, 0);
        personality.record().epoch(epoch);
        if (personality.record().votedEpoch() < epoch) {
            personality.record().vote(epoch, personality.card());
        }
        personality
                .record()
                .addHistory(new EpochStart(
                        epoch, personality.log().lsn(), personality.log().hash(), personality.card(), forced));
        listener.epochChanged(personality);
        personality.become(CLAIMING);
        finishClaim(personality);
    }

    /** The epoch that follows one that has ended. */
    protected long epochAfter(long ended) {
        return ended + 1;
    }

    /** What lies outside is reserved for the new epoch, or goes without: the take-over goes on. */
    public void reserved(Personality personality) {
        if (personality.role() == CLAIMING) {
            personality.become(REPLAYING);
            finishClaim(personality);
        }
    }

    private void finishClaim(Personality personality) {
        if (personality.role() == CLAIMING) {
            if (!listener.reserve(personality)) {
                return;
            }
            personality.become(REPLAYING);
        }
        personality.replay();
        replicator.begin(personality);
        if (keeps(personality)) {
            // It tells why that was saved, until it goes home with the next certificate.
            personality.become(RETURNING);
        } else {
            personality.record().clearCertificate();
            personality.become(ACTIVE);
            listener.serving(personality);
        }
        guard.refresh();
        hal.journal(
                Notice.CLAIMED,
                personality.slot(),
                personality.epoch(),
                personality.log().lsn());
        tellClaimed(personality);
    }

    /** Says to everybody concerned that this card owns the present epoch. */
    public void tellClaimed(Personality personality) {
        for (int i = 0; i < messenger.peers(); i++) {
            int card = messenger.card(i);
            if (messenger.connected(card) && personality.concerns(card)) {
                tellClaimed(personality, card);
            }
        }
    }

    /** Says so to one card. */
    public void tellClaimed(Personality personality, int card) {
        int last = personality.record().historySize() - 1;
        messenger
                .begin(MessageType.CLAIMED, card, personality.config(), personality.epoch())
                .word(personality.record().historyStart(last))
                .word(personality.record().historyHash(last))
                .word(personality.record().historyForced(last) ? 1 : 0);
        messenger.send();
    }

    // Going home.

    /** The guest's window is closed; what its home card lacks is sent. */
    void beginReturn(Personality personality) {
        hal.journal(Notice.RETURNING, personality.slot(), personality.config().homeCard(), 0);
        personality.become(RETURNING);
        guard.refresh();
        replicator.pump(personality);
    }

    // As the one that only keeps what another card has saved.

    /** Whether this card is the owner only to give the personality back: no host is served here. */
    public boolean keeps(Personality personality) {
        int last = personality.record().historySize() - 1;
        boolean forced = last >= 0 && personality.record().historyForced(last);
        return personality.config().preserves() && !personality.isHome() && !forced;
    }

    /**
     * The home card asks for what is kept here: the epoch is raised, so that no late writer of its old life is
     * accepted, and the copy is filled.
     *
     * @return whether all of it is here
     */
    public boolean giveBack(Personality personality) {
        if (keeps(personality)) {
            claimAsNamed(personality);
        }
        Role role = personality.role();
        return role == CLAIMING || role == REPLAYING || role == RETURNING || role == DRAINED;
    }

    /** Home has everything: from here on there is no way back. */
    public void commitReturn(Personality personality) {
        boolean kept = keeps(personality) && personality.record().certified();
        FailureCause why =
                kept ? FailureCause.of(personality.record().certificate().cause()) : FailureCause.RETURNED;
        certify(personality, personality.config().homeCard(), why);
        personality.become(DRAINED);
        certified(personality);
        announce(personality);
    }

    /** Home went away: the guest stays. */
    void abortReturn(Personality personality) {
        hal.journal(
                Notice.RETURN_ABORTED, personality.slot(), personality.config().homeCard(), 0);
        personality.become(ACTIVE);
        guard.refresh();
    }
}
