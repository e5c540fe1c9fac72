package dev.holdover.firmware.quorum;

import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.Superblock.SyncSet;
import java.util.Arrays;

/**
 * The owner's lease of one personality: asked of every voter at each heartbeat, valid while a majority has
 * granted one. It is counted from when the request was sent, by the dead-man in hardware.
 */
final class LeaseHolder {
    private static final long NS_PER_US = 1_000;

    private final Hal hal;
    private final LeaseConfig config;
    private final Messenger messenger;
    private final Replicator replicator;
    private final Personality personality;
    private final int[] voters;
    private final long[] grantedNs;
    private final long[] grantedVersion;
    private long untilNs;

    LeaseHolder(
            Hal hal,
            LeaseConfig config,
            Messenger messenger,
            Replicator replicator,
            Personality personality,
            int[] voters) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.replicator = replicator;
        this.personality = personality;
        this.voters = voters;
        this.grantedNs = new long[voters.length];
        this.grantedVersion = new long[voters.length];
    }

    /** No lease is held: the window stays closed until one is. */
    void drop() {
        untilNs = 0;
        Arrays.fill(grantedNs, 0);
        Arrays.fill(grantedVersion, 0);
        hal.write(Register.LEASE_US, personality.slot(), 1);
    }

    /** The other cards that vote. */
    int[] voters() {
        return voters;
    }

    boolean valid() {
        return hal.nowNs() < untilNs;
    }

    /** Asks every voter. */
    void request() {
        SyncSet set = replicator.proposed(personality);
        for (int voter : voters) {
            if (messenger.connected(voter)) {
                messenger
                        .begin(MessageType.LEASE_REQUEST, voter, personality.config(), personality.epoch())
                        .word(hal.nowNs())
                        .word(set.version())
                        .word(set.members())
                        .word(set.quorum());
                messenger.send();
            }
        }
    }

    /** A voter granted what was asked for; says whether the lease begins with it. */
    boolean granted(Frame frame) {
        if (frame.payloadLength() < 16) {
            return false;
        }
        long sentNs = frame.wordAt(0);
        for (int i = 0; i < voters.length; i++) {
            if (voters[i] == frame.sender() && sentNs > grantedNs[i] && sentNs <= hal.nowNs()) {
                grantedNs[i] = sentNs;
                grantedVersion[i] = frame.wordAt(1);
            }
        }
        registerIfGranted(frame.wordAt(1));
        long fromNs = majorityGrantedNs();
        long newUntilNs = fromNs == 0 ? 0 : fromNs + config.ns();
        if (newUntilNs < untilNs + NS_PER_US || newUntilNs <= hal.nowNs() + NS_PER_US) {
            return false;
        }
        boolean begins = !valid();
        // The hardware counts whole microseconds.
        long us = (newUntilNs - hal.nowNs()) / NS_PER_US;
        untilNs = hal.nowNs() + us * NS_PER_US;
        hal.write(Register.LEASE_US, personality.slot(), us);
        if (begins) {
            hal.journal(
                    Notice.LEASED,
                    personality.slot(),
                    personality.epoch(),
                    personality.config().personality());
        }
        return begins;
    }

    private void registerIfGranted(long version) {
        int votes = 1;
        for (long each : grantedVersion) {
            votes += each == version ? 1 : 0;
        }
        if (votes >= personality.config().majority()) {
            replicator.registered(personality, version);
        }
    }

    /** The latest moment at which a majority, this card included, had been asked and has granted; zero: none. */
    private long majorityGrantedNs() {
        int needed = personality.config().majority() - 1;
        long best = 0;
        for (long candidate : grantedNs) {
            int count = 0;
            for (long other : grantedNs) {
                count += other >= candidate ? 1 : 0;
            }
            if (count >= needed && candidate > best) {
                best = candidate;
            }
        }
        return best;
    }
}
