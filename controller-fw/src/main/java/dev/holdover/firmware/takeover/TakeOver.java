package dev.holdover.firmware.takeover;

import static dev.holdover.model.contract.Role.ACTIVE;
import static dev.holdover.model.contract.Role.BACKUP_SYNC;
import static dev.holdover.model.contract.Role.CLAIMING;
import static dev.holdover.model.contract.Role.DRAINED;
import static dev.holdover.model.contract.Role.DRAINING;
import static dev.holdover.model.contract.Role.GATED;
import static dev.holdover.model.contract.Role.REPLAYING;
import static dev.holdover.model.contract.Role.SUPERSEDED;

import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.layout.Certificate;
import java.util.List;

/**
 * Who owns a personality. Law 7: gate shut, last bytes sent and acknowledged, epoch raised and
 * persisted, new owner serves.
 *
 * <p>As the failed host's card: fence, sign the certificate, send the rest, wait until the peer has
 * claimed; say so again at every heartbeat, because any frame may be lost. As the peer: claim when
 * the certificate is here and the own log ends where it says, with the same hash.
 */
public class TakeOver {
    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final Replicator replicator;
    private final Guard guard;
    private final List<Personality> personalities;
    private FailureCause cause = FailureCause.HEARTBEAT_LOST;

    public TakeOver(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            Replicator replicator,
            Guard guard,
            List<Personality> personalities) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.replicator = replicator;
        this.guard = guard;
        this.personalities = personalities;
    }

    // As the card whose host failed.

    /** The host failed: everything it owned is fenced and leaves for the peer. */
    public void hostFailed(FailureCause why) {
        cause = why;
        guard.shut();
        for (Personality personality : personalities) {
            if (personality.role() == ACTIVE) {
                personality.record().gateOpen(false);
                personality.become(GATED);
                drain(personality);
            }
        }
    }

    /** After a boot: goes on where the superblock says that it was. */
    public void resume() {
        for (Personality personality : personalities) {
            switch (personality.role()) {
                case GATED -> drain(personality);
                case CLAIMING, REPLAYING -> finishClaim(personality);
                case BACKUP_SYNC -> claimIfComplete(personality);
                default -> {
                    // Nothing was under way.
                }
            }
        }
    }

    /** The host is trusted again: what has not been promised to the peer is its own once more. */
    public void hostReturned() {
        for (Personality personality : personalities) {
            boolean held =
                    personality.role() == GATED || personality.role() == DRAINING || personality.role() == DRAINED;
            if (held && !personality.record().certified()) {
                personality.become(ACTIVE);
            }
        }
    }

    /** The peer acknowledged something. */
    public void progress(Personality personality) {
        if (personality.role() == DRAINING && replicator.complete(personality)) {
            personality.become(DRAINED);
            hal.journal(Notice.DRAINED, personality.slot(), personality.log().lsn(), 0);
            announce(personality);
        }
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (Personality personality : personalities) {
            if (personality.role() == DRAINING || personality.role() == DRAINED) {
                announce(personality);
            }
        }
    }

    private void drain(Personality personality) {
        if (config.handsOver() && personality.peer() != 0) {
            Certificate certificate = Certificate.sign(
                    personality.config().personality(),
                    personality.epoch(),
                    personality.log().lsn(),
                    personality.log().hash(),
                    cause.ordinal(),
                    config.clusterKey());
            personality.record().certificate(certificate);
        }
        personality.become(DRAINING);
        hal.journal(Notice.DRAINING, personality.slot(), replicator.unsentBytes(personality), 0);
        if (personality.record().certified()) {
            hal.journal(
                    Notice.CERTIFICATE_SENT,
                    personality.slot(),
                    personality.epoch(),
                    personality.log().lsn());
        }
        announce(personality);
        replicator.pump(personality);
        if (personality.peer() == 0) {
            personality.become(DRAINED);
            hal.journal(Notice.DRAINED, personality.slot(), personality.log().lsn(), 0);
        } else {
            progress(personality);
        }
    }

    private void announce(Personality personality) {
        if (!personality.record().certified() || !messenger.connected(personality.peer())) {
            return;
        }
        Frame frame = messenger.begin(
                personality.role() == DRAINED ? MessageType.DRAIN_DONE : MessageType.GATE_SHUT,
                personality.peer(),
                personality.config(),
                personality.epoch());
        personality.record().certificate().encode(frame.bytes(), frame.room(Certificate.BYTES));
        messenger.send();
    }

    /** Another card says that it owns a later epoch. */
    public void claimed(Personality personality, long epoch) {
        if (epoch <= personality.epoch()) {
            return;
        }
        boolean owned = personality.owns();
        personality.record().epoch(epoch);
        personality.record().clearCertificate();
        if (owned) {
            if (personality.role() == ACTIVE) {
                guard.shut();
            }
            hal.journal(Notice.EPOCH_HANDED_OVER, personality.slot(), epoch, 0);
            personality.become(SUPERSEDED);
            hal.journal(Notice.SUPERSEDED, personality.slot(), epoch, 0);
        } else {
            personality.persist();
            personality.publish();
        }
    }

    // As the peer.

    /** A certificate came. */
    public void gateShut(Personality personality, Frame frame) {
        if (frame.payloadLength() < Certificate.BYTES || !personality.follows()) {
            return;
        }
        Certificate certificate = Certificate.decode(frame.bytes(), frame.payloadAt(0));
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

    /** Claims when the certificate is here and the log ends where it says. */
    public void claimIfComplete(Personality personality) {
        if (personality.role() != BACKUP_SYNC || !personality.record().certified()) {
            return;
        }
        Certificate certificate = personality.record().certificate();
        if (certificate.epoch() == personality.epoch()
                && certificate.finalLsn() == personality.log().lsn()
                && certificate.finalHash() == personality.log().hash()) {
            claim(personality);
        }
    }

    private void claim(Personality personality) {
        long epoch = epochAfter(personality.epoch());
        hal.journal(Notice.CLAIMING, personality.slot(), epoch, 0);
        personality.record().epoch(epoch);
        personality.record().addHistory(epoch, personality.log().lsn());
        personality.become(CLAIMING);
        finishClaim(personality);
    }

    /** The epoch that follows one that has ended. */
    protected long epochAfter(long ended) {
        return ended + 1;
    }

    private void finishClaim(Personality personality) {
        if (personality.role() == CLAIMING) {
            personality.become(REPLAYING);
        }
        personality.log().replay();
        replicator.begin(personality);
        personality.record().clearCertificate();
        personality.become(ACTIVE);
        hal.journal(
                Notice.CLAIMED,
                personality.slot(),
                personality.epoch(),
                personality.log().lsn());
        tellClaimed(personality);
        guard.refresh();
    }

    /** Says that this card owns the present epoch. */
    public void tellClaimed(Personality personality) {
        if (personality.peer() != 0 && messenger.connected(personality.peer())) {
            messenger.begin(MessageType.CLAIMED, personality.peer(), personality.config(), personality.epoch());
            messenger.send();
        }
    }
}
