package dev.holdover.firmware.quorum;

import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.SyncSet;

/**
 * One voter's promises about one personality, each persisted before it is sent: no lease for an epoch below
 * one that it has voted for, one vote for an epoch, and no vote while a lease that it granted may still run,
 * unless the lease's epoch has a fence certificate. What it granted before a restart it does not know, so it
 * waits a whole lease then.
 *
 * <p>A voter that has lost its memory keeps silent until it has heard of so many others that one of them must
 * have been in any majority that it was in itself; it then promises what they have promised.
 */
final class Voter {
    /** Stands for a voted epoch that is lost. */
    static final long FORGOTTEN = Long.MAX_VALUE;

    private final Hal hal;
    private final LeaseConfig config;
    private final Messenger messenger;
    private final Personality personality;
    private final LeaseHolder lease;
    private final Superblock.Slot record;
    private final boolean[] heard;
    private long promisedByOthers;
    private long quietUntilNs;

    Voter(Hal hal, LeaseConfig config, Messenger messenger, Personality personality, LeaseHolder lease) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.personality = personality;
        this.lease = lease;
        this.record = personality.record();
        this.heard = new boolean[lease.voters().length];
    }

    /** After a boot. */
    void boot() {
        quietUntilNs = hal.nowNs() + config.waitNs();
    }

    /** Another voter has promised nothing beyond {@code promised}. */
    void heardOf(int card, long promised) {
        if (record.votedEpoch() != FORGOTTEN || promised == FORGOTTEN) {
            return;
        }
        int count = 0;
        for (int i = 0; i < heard.length; i++) {
            heard[i] |= lease.voters()[i] == card;
            count += heard[i] ? 1 : 0;
        }
        promisedByOthers = Math.max(promisedByOthers, promised);
        if (count >= personality.config().voters() - personality.config().majority() + 1) {
            record.vote(promisedByOthers, 0);
            personality.persist();
        }
    }

    /** The owner asks for a lease. */
    void leaseRequested(Frame frame) {
        if (frame.payloadLength() < 32 || personality.owns() || record.votedEpoch() > frame.epoch()) {
            return;
        }
        SyncSet set = new SyncSet(frame.epoch(), frame.wordAt(1), (int) frame.wordAt(2), (int) frame.wordAt(3));
        if (set.isNewerThan(record.syncSet())) {
            record.syncSet(set);
            personality.persist();
        }
        quietUntilNs = hal.nowNs() + config.waitNs();
        messenger
                .begin(MessageType.LEASE_GRANT, frame.sender(), personality.config(), personality.epoch())
                .word(frame.wordAt(0))
                .word(record.syncSet().version());
        messenger.send();
    }

    /** A candidate asks for the vote of an epoch; or, canvassing, whether it would get it. */
    void voteRequested(Frame frame) {
        if (frame.payloadLength() < 16) {
            return;
        }
        long epoch = frame.wordAt(0);
        boolean canvass = frame.wordAt(1) != 0;
        boolean granted = mayVote(epoch, frame.sender());
        if (granted && !canvass) {
            cast(epoch, frame.sender());
        }
        SyncSet set = record.syncSet();
        messenger
                .begin(MessageType.VOTE, frame.sender(), personality.config(), personality.epoch())
                .word(epoch)
                .word(granted ? 1 : 0)
                .word(personality.role() == Role.WITNESS ? 0 : personality.log().lsn())
                .word(set.epoch())
                .word(set.version())
                .word(set.members())
                .word(set.quorum())
                .word(canvass ? 1 : 0)
                .word(Math.max(personality.epoch(), record.votedEpoch()));
        messenger.send();
    }

    /** Gives the vote, for good. */
    void cast(long epoch, int card) {
        if (record.votedEpoch() != epoch) {
            record.vote(epoch, card);
            personality.persist();
            hal.journal(
                    Notice.VOTED,
                    personality.slot(),
                    epoch,
                    (long) personality.config().personality() << 16 | card);
        }
    }

    /** Whether this card may give its vote for {@code epoch} to {@code card}. */
    boolean mayVote(long epoch, int card) {
        boolean mayBeOpen = personality.role() == Role.ACTIVE || personality.role() == Role.RETURNING;
        if (epoch <= personality.epoch() || mayBeOpen && lease.valid()) {
            return false;
        }
        if (epoch < record.votedEpoch() || epoch == record.votedEpoch() && card != record.votedFor()) {
            return false;
        }
        // The certificate has given the next epoch away, without a vote.
        if (fenced() && epoch == personality.epoch() + 1 && record.certificate().taker() != card) {
            return false;
        }
        return fenced() || hal.nowNs() >= quietUntilNs;
    }

    /** Whether the present epoch's owner has certified that its gate is shut, and nobody got a lease since. */
    boolean fenced() {
        return record.certified()
                && record.certificate().epoch() == personality.epoch()
                && record.syncSet().epoch() <= personality.epoch();
    }
}
