package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock.SyncSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the other copies of each personality nearly up to date (claim 15): as owner it sends, as
 * follower it takes. Every message here has passed the epoch check.
 */
public class Replicator {
    private final Hal hal;
    private final List<Personality> personalities;
    private final List<Line> lines = new ArrayList<>();

    /** What belongs to one personality. */
    private static final class Line {
        private final LogIndex index;
        private final Outbound[] outbound;
        private final Inbound inbound;
        private final Fetch fetch;
        private final InSync inSync;
        private long publishedCredit;
        private boolean held;

        Line(LogIndex index, Outbound[] outbound, Inbound inbound, Fetch fetch, InSync inSync) {
            this.index = index;
            this.outbound = outbound;
            this.inbound = inbound;
            this.fetch = fetch;
            this.inSync = inSync;
        }
    }

    public Replicator(Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
        this.hal = hal;
        this.personalities = personalities;
        BlockHash blockHash = new BlockHash(hal.nvram(), config.clusterKey());
        for (Personality personality : personalities) {
            LogIndex index = new LogIndex(hal, personality);
            Outbound[] outbound = new Outbound[personality.peers()];
            Line line = new Line(
                    index,
                    outbound,
                    new Inbound(hal.nvram(), messenger, blockHash, personality),
                    new Fetch(hal, messenger, personality),
                    new InSync(personality, outbound));
            for (int peer = 0; peer < outbound.length; peer++) {
                outbound[peer] =
                        new Outbound(hal, messenger, blockHash, personality, peer, index, () -> arm(personality));
            }
            lines.add(line);
        }
    }

    /** After a boot: learns from the NVRAM what is still to send. */
    public void recover() {
        for (Personality personality : personalities) {
            Line line = line(personality);
            line.index.recover();
            for (Outbound each : line.outbound) {
                each.recover();
            }
            line.inSync.begin();
            // What the host wrote while it was alone is off the ring: without a peer nothing else would tell it.
            publishCredit(personality);
        }
    }

    /** A record was committed for submission {@code index}. */
    public void logged(Personality personality, long index) {
        line(personality).index.logged(index);
    }

    /** Submission {@code index} was refused: it gives its place in the ring back. */
    public void refused(Personality personality, long index) {
        line(personality).index.refused(index);
    }

    /** Highest submission index that the driver may use: no record is overwritten that a live peer still needs. */
    public long credit(Personality personality) {
        Line line = line(personality);
        long first = line.index.lastSubmission() + 1;
        for (Outbound each : line.outbound) {
            first = Math.min(first, each.firstNeeded());
        }
        line.publishedCredit = first + line.index.reach();
        return line.publishedCredit;
    }

    /** Bytes that would have to be sent if the host failed now. */
    public long unsentBytes(Personality personality) {
        Outbound[] outbound = line(personality).outbound;
        long least = outbound.length == 0 ? 0 : Long.MAX_VALUE;
        for (Outbound each : outbound) {
            least = Math.min(least, each.unsentBytes());
        }
        return least;
    }

    /** Sends what the peers lack, as far as their windows allow. */
    public void pump(Personality personality) {
        if (personality.owns()) {
            for (Outbound each : line(personality).outbound) {
                each.pump();
            }
            leaveBehind(personality);
        }
    }

    /** Writes wait for no copy that is not needed for them, if the configuration says so. */
    private void leaveBehind(Personality personality) {
        if (!personality.config().pace().pullsAhead() || personality.role() != Role.ACTIVE) {
            return;
        }
        Outbound[] outbound = line(personality).outbound;
        int keepUp = 0;
        for (Outbound each : outbound) {
            keepUp += each.inSync() && !each.holdsUp() ? 1 : 0;
        }
        if (keepUp + 1 < personality.config().quorum()) {
            return;
        }
        for (Outbound each : outbound) {
            if (each.holdsUp()) {
                each.fallBehind();
                changed(personality);
            }
        }
    }

    /** Whether {@code card} has acknowledged everything. */
    public boolean complete(Personality personality, int card) {
        int peer = personality.peerOn(card);
        return peer >= 0 && line(personality).outbound[peer].complete();
    }

    /** Whether {@code card} has all but the newest records. */
    public boolean inSync(Personality personality, int card) {
        int peer = personality.peerOn(card);
        return peer >= 0 && line(personality).outbound[peer].inSync();
    }

    /** Position up to which the log is in as many copies as its ack mode asks for. */
    public long durableLsn(Personality personality) {
        return line(personality).inSync.durableLsn();
    }

    /** The submission that a record of the log came from; zero: none of this owner's. */
    public long submissionAt(Personality personality, long lsn) {
        return line(personality).index.submissionAt(lsn);
    }

    /** So much of a personality's log is on a disk of this card; -1: nothing is kept there now. */
    public void stored(Personality personality, long lsn) {
        line(personality).inbound.stored(lsn);
    }

    /** In how many copies a write is that is acknowledged now; {@link CompletionRing#DESTAGED}: on a disk too. */
    public int copies(Personality personality) {
        return line(personality).inSync.quorum();
    }

    /** From now on nothing is durable that only this card holds; or it is again. */
    public void raise(Personality personality, boolean now) {
        line(personality).inSync.raise(now);
    }

    /** Up to where another card says that it has the log in its NVRAM. */
    public long heldByAnother(Personality personality) {
        long best = 0;
        for (Outbound each : line(personality).outbound) {
            best = Math.max(best, each.acknowledgedLsn());
        }
        return best;
    }

    /** Whether any other card takes what it is sent. */
    public boolean anyReachable(Personality personality) {
        for (Outbound each : line(personality).outbound) {
            if (each.reachable()) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is sent to other copies from now on; or it is again, when they say next where they stand. */
    public void hold(Personality personality, boolean now) {
        Line line = line(personality);
        line.held = now;
        for (Outbound each : line.outbound) {
            if (now) {
                each.forget();
            }
        }
        changed(personality);
    }

    /** Whether any other card is in sync. */
    public boolean anyInSync(Personality personality) {
        for (Outbound each : line(personality).outbound) {
            if (each.inSync()) {
                return true;
            }
        }
        return false;
    }

    /** The set of copies that the owner wants registered with its next lease. */
    public SyncSet proposed(Personality personality) {
        return line(personality).inSync.proposed();
    }

    /** A majority has registered a version of the set. */
    public void registered(Personality personality, long version) {
        line(personality).inSync.registered(version);
    }

    /** This card has just become the owner. */
    public void begin(Personality personality) {
        Line line = line(personality);
        line.index.begin();
        for (Outbound each : line.outbound) {
            each.begin();
        }
        line.inSync.begin();
    }

    /** Another card owns the personality from now on. */
    public void ownerChanged(Personality personality) {
        Line line = line(personality);
        for (Outbound each : line.outbound) {
            each.apart();
        }
        line.inbound.ownerStartedAnew();
    }

    /** {@code card} has begun a new life. */
    public void startedAnew(int card) {
        lost(card);
        for (Personality personality : personalities) {
            if (personality.peerOn(card) >= 0 && !personality.owns()) {
                line(personality).inbound.ownerStartedAnew();
            }
        }
    }

    /** {@code card} fell silent. */
    public void lost(int card) {
        for (Personality personality : personalities) {
            int peer = personality.peerOn(card);
            if (peer >= 0) {
                line(personality).outbound[peer].apart();
                changed(personality);
            }
        }
    }

    /** Another card says where it stands, in our epoch. */
    public void peerAt(Personality personality, int card, Role role, long lsn, long hash, boolean whole) {
        int peer = personality.peerOn(card);
        if (peer >= 0 && personality.owns() && !line(personality).held) {
            line(personality).outbound[peer].peerAt(role, lsn, hash, whole);
            changed(personality);
        }
    }

    /** Whether this copy's image is the state at its log's end, or will be. */
    public boolean whole(Personality personality) {
        return line(personality).inbound.whole();
    }

    /** A message about the log or the image of {@code personality}. */
    public void message(Personality personality, Frame frame) {
        Line line = line(personality);
        switch (frame.type()) {
            case APPEND -> line.inbound.append(frame);
            case RESYNC_BEGIN -> {
                if (!personality.owns()) {
                    line.inbound.beginResync(frame);
                }
            }
            case RESYNC_HASHES -> line.inbound.compare(frame);
            case RESYNC_BLOCK -> line.inbound.block(frame);
            case RESYNC_END -> line.inbound.endResync(frame);
            case FETCH -> line.fetch.serve(frame);
            case FETCH_DATA -> line.fetch.data(frame);
            case ACK, RESYNC_DIFFER, RESYNC_ACK -> answer(personality, line, frame);
            default -> throw new IllegalArgumentException(frame.type().name());
        }
    }

    private void answer(Personality personality, Line line, Frame frame) {
        int peer = personality.peerOn(frame.sender());
        if (!personality.owns() || peer < 0) {
            return;
        }
        Outbound outbound = line.outbound[peer];
        if (frame.type() == MessageType.RESYNC_DIFFER) {
            outbound.compared(frame);
        } else if (frame.payloadLength() >= 24) {
            if (frame.type() == MessageType.ACK) {
                long onDisk = frame.payloadLength() >= 32 ? frame.wordAt(3) - 1 : -1;
                outbound.acknowledged(frame.wordAt(0), frame.wordAt(1), Role.of(frame.wordAt(2)), onDisk);
            } else {
                long block = frame.wordAt(0);
                if (block >= 0 && block < personality.layout().blocks()) {
                    outbound.blockAcknowledged((int) block, frame.wordAt(1), frame.wordAt(2));
                }
            }
        }
        changed(personality);
    }

    /** RETRANSMIT of a slot is due. */
    public void timeout(Personality personality) {
        if (!personality.owns()) {
            return;
        }
        for (Outbound each : line(personality).outbound) {
            if (each.deadlineNs() <= hal.nowNs()) {
                each.timeout();
            }
        }
        arm(personality);
    }

    /** Asks another card for part of the image; a length of zero means to its end. */
    public void fetch(Personality personality, int card, long offset, long length) {
        line(personality).fetch.start(card, offset, length);
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (Line line : lines) {
            line.fetch.tick();
        }
        for (Personality personality : personalities) {
            if (personality.owns()) {
                for (Outbound each : line(personality).outbound) {
                    each.tick();
                }
            }
        }
    }

    public long stateHash() {
        long hash = 0;
        for (Line line : lines) {
            for (Outbound each : line.outbound) {
                hash = hash * 31 + each.stateHash();
            }
        }
        return hash;
    }

    private Line line(Personality personality) {
        return lines.get(personality.slot());
    }

    private void arm(Personality personality) {
        long nextNs = Long.MAX_VALUE;
        for (Outbound each : line(personality).outbound) {
            nextNs = Math.min(nextNs, each.deadlineNs());
        }
        if (nextNs == Long.MAX_VALUE) {
            hal.disarm(Timer.RETRANSMIT, personality.slot());
        } else {
            hal.arm(Timer.RETRANSMIT, personality.slot(), nextNs);
        }
    }

    /** A peer has come nearer, or is gone. */
    private void changed(Personality personality) {
        if (personality.owns()) {
            line(personality).inSync.update();
            publishCredit(personality);
            publishPeers();
        }
    }

    private void publishCredit(Personality personality) {
        if (!personality.owns()) {
            return;
        }
        Line line = line(personality);
        long before = line.publishedCredit;
        long now = credit(personality);
        if (now != before) {
            hal.nvram().putLong(personality.base() + NvramLayout.CREDIT, now);
            if (line.index.lastSubmission() >= before) {
                hal.write(Register.INT_RAISE, Field.INT_COMPLETION.mask());
            }
        }
    }

    /** A bit for each card that answers, and one for each that is in sync, over all that this card owns. */
    private void publishPeers() {
        long reachable = 0;
        long inSync = 0;
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.owns()) {
                for (Outbound each : lines.get(i).outbound) {
                    int bit = personality.copyOn(each.card());
                    reachable |= each.reachable() ? 1L << bit : 0;
                    inSync |= each.inSync() ? 1L << bit : 0;
                }
            }
        }
        long state = Field.PEER_REACHABLE.set(0, reachable);
        hal.write(Register.PEER_STATE, Field.PEER_IN_SYNC.set(state, inSync));
    }
}
