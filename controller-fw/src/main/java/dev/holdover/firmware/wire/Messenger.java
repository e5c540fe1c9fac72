package dev.holdover.firmware.wire;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import java.util.stream.Stream;

/**
 * Sends and admits frames. A frame is admitted when it is whole, signed, for this card, of the
 * sender's present life and of ours, and not seen before; a HELLO need not know our life yet.
 * A refused frame changes nothing but a note in the journal.
 */
public class Messenger {
    private final Hal hal;
    private final FirmwareConfig config;
    private final int[] peers;
    private final Session[] sessions;
    private final int[] ports;
    private final int[] heard;
    private final Frame outgoing = new Frame();
    private final Frame incoming = new Frame();
    private int incarnation;
    private long nonce;
    private boolean startedAnew;

    public Messenger(Hal hal, FirmwareConfig config) {
        this.hal = hal;
        this.config = config;
        this.peers = config.slots().stream()
                .flatMapToInt(slot -> Stream.of(slot.copies(), slot.witnesses())
                        .flatMapToInt(cards -> cards.stream().mapToInt(Integer::intValue)))
                .filter(card -> card != config.card())
                .sorted()
                .distinct()
                .toArray();
        this.ports = new int[peers.length];
        this.heard = new int[peers.length];
        this.sessions = new Session[peers.length];
        for (int i = 0; i < peers.length; i++) {
            sessions[i] = new Session();
        }
    }

    /** The other cards that share a personality with this one, in ascending order. */
    public int peers() {
        return peers.length;
    }

    /** Number of the card behind peer {@code index}. */
    public int card(int index) {
        return peers[index];
    }

    /** Index of a card, or -1. */
    public int index(int card) {
        for (int i = 0; i < peers.length; i++) {
            if (peers[i] == card) {
                return i;
            }
        }
        return -1;
    }

    /** A new life begins: frames of the last one are no longer admitted anywhere. */
    public void beginIncarnation(long number) {
        incarnation = (int) number;
        nonce = 0;
    }

    /** Whether the other card's life is known, so that more than HELLO can be said. */
    public boolean connected(int card) {
        int index = index(card);
        return index >= 0 && sessions[index].incarnation() != 0;
    }

    /** Starts a frame about {@code slot}; {@link #send} it before the next. */
    public Frame begin(MessageType type, int toCard, SlotConfig slot, long epoch) {
        return outgoing.begin(type, config.cluster(), config.card(), toCard, slot.personality(), epoch);
    }

    /** Starts a frame about no personality. */
    public Frame begin(MessageType type, int toCard) {
        return outgoing.begin(type, config.cluster(), config.card(), toCard, 0, 0);
    }

    /** Frames to peer {@code index} go by {@code port} from now on, apart from those that go by each. */
    public void route(int index, int port) {
        ports[index] = port;
    }

    /** The port by which frames to peer {@code index} go. */
    public int port(int index) {
        return ports[index];
    }

    /** Tells peer {@code index} from now on by which ports it is heard here, a bit for each. */
    public void tellHeard(int index, int mask) {
        heard[index] = mask;
    }

    /** Signs and sends what {@link #begin} started: by the peer's port, or by both if its loss would cost most. */
    public void send() {
        int index = index(outgoing.receiver());
        nonce++;
        boolean byEach = goesByEachPort(outgoing.type());
        for (int port = 0; port < Hal.PORTS; port++) {
            if (byEach || port == (index < 0 ? 0 : ports[index])) {
                send(index, port);
            }
        }
    }

    private void send(int index, int port) {
        int life = index < 0 ? 0 : sessions[index].incarnation();
        outgoing.seal(incarnation, life, nonce, port, index < 0 ? 0 : heard[index], config.clusterKey());
        hal.transmit(port, outgoing.receiver(), outgoing.bytes(), 0, outgoing.length());
    }

    private static boolean goesByEachPort(MessageType type) {
        return switch (type) {
            case HELLO, HEARTBEAT, GATE_SHUT, DRAIN_DONE -> true;
            default -> false;
        };
    }

    /**
     * Takes a frame from the wire. If it is good, {@link #incoming()} is it. The copy that comes by the
     * other LAN shows that this LAN carries, and no more.
     *
     * @param port that it came by
     * @return why not, or {@link FrameFault#NONE}
     */
    public FrameFault admit(int port, byte[] bytes, int at, int length) {
        FrameFault fault = examine(port, bytes, at, length);
        if (fault != FrameFault.NONE && fault != FrameFault.TWIN) {
            hal.journal(Notice.FRAME_REFUSED, 0, fault.ordinal(), 0);
        }
        return fault;
    }

    /** The frame admitted last. */
    public Frame incoming() {
        return incoming;
    }

    /** Whether the admitted HELLO's sender knows our present life. */
    public boolean knowsUs() {
        return incoming.receiverIncarnation() == incarnation;
    }

    /** Whether the admitted frame is the first of its sender's present life. */
    public boolean startedAnew() {
        return startedAnew;
    }

    /** Folds all session state into a number. */
    public long stateHash() {
        long hash = incarnation;
        for (Session session : sessions) {
            hash = hash * 31 + session.stateHash();
        }
        return hash;
    }

    /** Whether the frame that lies in {@link #incoming} was not seen yet on its LAN. */
    protected boolean fresh(Session session, int port) {
        return session.fresh(incoming.senderIncarnation(), incoming.nonce(), port);
    }

    private FrameFault examine(int port, byte[] bytes, int at, int length) {
        FrameFault fault = incoming.open(bytes, at, length, config.clusterKey());
        if (fault != FrameFault.NONE) {
            return fault;
        }
        int index = index(incoming.sender());
        boolean foreign = incoming.cluster() != config.cluster() || incoming.receiver() != config.card();
        if (foreign || index < 0 || incoming.port() != port) {
            return FrameFault.WRONG_ADDRESS;
        }
        Session session = sessions[index];
        boolean hello = incoming.type() == MessageType.HELLO;
        if (!hello
                && (incoming.receiverIncarnation() != incarnation
                        || incoming.senderIncarnation() != session.incarnation())) {
            return FrameFault.OLD_SESSION;
        }
        if (hello && incoming.receiverIncarnation() > incarnation) {
            return FrameFault.OLD_SESSION;
        }
        if (incoming.senderIncarnation() < session.incarnation()) {
            return FrameFault.OLD_SESSION;
        }
        if (!fresh(session, port)) {
            return FrameFault.REPLAYED;
        }
        boolean twin = session.twin(incoming.senderIncarnation(), incoming.nonce(), port);
        boolean anew = session.accept(incoming.senderIncarnation(), incoming.nonce(), port);
        if (twin) {
            return FrameFault.TWIN;
        }
        startedAnew = anew;
        return FrameFault.NONE;
    }
}
