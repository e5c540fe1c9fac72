package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import java.util.List;

/**
 * Keeps the other copy of each personality nearly up to date (claim 15): as owner it sends, as
 * follower it takes. Every message here has passed the epoch check.
 */
public class Replicator {
    private final List<Personality> personalities;
    private final Outbound[] outbound;
    private final Inbound[] inbound;
    private final Fetch[] fetches;

    public Replicator(Hal hal, Messenger messenger, List<Personality> personalities) {
        this.personalities = personalities;
        int slots = personalities.size();
        this.outbound = new Outbound[slots];
        this.inbound = new Inbound[slots];
        this.fetches = new Fetch[slots];
        for (Personality personality : personalities) {
            int slot = personality.slot();
            outbound[slot] = new Outbound(hal, messenger, personality);
            inbound[slot] = new Inbound(hal.nvram(), messenger, personality);
            fetches[slot] = new Fetch(hal, messenger, personality);
        }
    }

    /** After a boot: learns from the NVRAM what is still to send. */
    public void recover() {
        for (Outbound each : outbound) {
            each.recover();
        }
    }

    /** A record was committed for submission {@code index}. */
    public void logged(Personality personality, long index) {
        outbound[personality.slot()].logged(index);
    }

    /** Highest submission index that the driver may use. */
    public long credit(Personality personality) {
        return outbound[personality.slot()].credit();
    }

    /** Bytes that would have to be sent if the host failed now. */
    public long unsentBytes(Personality personality) {
        return personality.peer() == 0 ? 0 : outbound[personality.slot()].unsentBytes();
    }

    /** Sends what the peer lacks, as far as its window allows. */
    public void pump(Personality personality) {
        if (personality.owns()) {
            outbound[personality.slot()].pump();
        }
    }

    /** Whether the peer has acknowledged everything. */
    public boolean complete(Personality personality) {
        return outbound[personality.slot()].complete();
    }

    public boolean inSync(Personality personality) {
        return outbound[personality.slot()].inSync();
    }

    /** This card has just become the owner: nothing differs yet. */
    public void begin(Personality personality) {
        outbound[personality.slot()].begin();
    }

    /** {@code card} has begun a new life. */
    public void startedAnew(int card) {
        lost(card);
        for (Personality personality : personalities) {
            if (personality.peer() == card) {
                inbound[personality.slot()].ownerStartedAnew();
            }
        }
    }

    /** {@code card} fell silent. */
    public void lost(int card) {
        for (Personality personality : personalities) {
            if (personality.peer() == card) {
                outbound[personality.slot()].apart();
            }
        }
    }

    /** The other card says where it stands, in our epoch. */
    public void peerAt(Personality personality, Role role, long lsn, long hash) {
        if (personality.owns()) {
            outbound[personality.slot()].peerAt(role, lsn, hash);
        }
    }

    /** A message about the log or the image of {@code personality}. */
    public void message(Personality personality, Frame frame) {
        int slot = personality.slot();
        switch (frame.type()) {
            case APPEND -> inbound[slot].append(frame);
            case RESYNC_BEGIN -> {
                if (!personality.owns()) {
                    inbound[slot].beginResync(frame);
                }
            }
            case RESYNC_BLOCK -> inbound[slot].block(frame);
            case RESYNC_END -> inbound[slot].endResync(frame);
            case ACK -> {
                if (personality.owns() && frame.payloadLength() >= 24) {
                    outbound[slot].acknowledged(frame.wordAt(0), frame.wordAt(1), Role.of(frame.wordAt(2)));
                }
            }
            case RESYNC_ACK -> {
                long block = frame.payloadLength() < 24 ? -1 : frame.wordAt(0);
                if (personality.owns()
                        && block >= 0
                        && block < personality.layout().blocks()) {
                    outbound[slot].blockAcknowledged((int) block, frame.wordAt(1), frame.wordAt(2));
                }
            }
            case FETCH -> fetches[slot].serve(frame);
            case FETCH_DATA -> fetches[slot].data(frame);
            default -> throw new IllegalArgumentException(frame.type().name());
        }
    }

    /** RETRANSMIT of a slot is due. */
    public void timeout(Personality personality) {
        if (personality.owns()) {
            outbound[personality.slot()].timeout();
        }
    }

    /** Asks the other card for part of the image; a length of zero means to its end. */
    public void fetch(Personality personality, long offset, long length) {
        fetches[personality.slot()].start(offset, length);
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (Fetch fetch : fetches) {
            fetch.tick();
        }
    }

    public long stateHash() {
        long hash = 0;
        for (Outbound each : outbound) {
            hash = hash * 31 + each.stateHash();
        }
        return hash;
    }
}
