package dev.holdover.firmware.health;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.util.Arrays;

/**
 * The diagnostic ladder: what is wrong, when something is? It only tells; nothing is fenced and nobody takes over
 * because of it. Each rung is climbed when the ones below it are sound:
 *
 * <pre>
 * our host:     power-good -> PCIe link -> what it said -> heartbeat -> process
 * a path:       own port (loopback) -> carrier -> is the peer heard, and does it hear us
 *               -> the peer's word about its own port, over the other LAN -> the switch
 * silent peer:  own ports -> do others hear it
 * </pre>
 *
 * A peer's word is asked for while something is wrong, by DIAGNOSE, and counts when it was given after that began.
 * A path is judged only if it has carried in this life, and a verdict only told when it stands for some periods:
 * two cards do not notice the same thing at the same moment.
 */
public class Ladder {
    private static final int STANDS_PERIODS = 4;
    private static final int WORD_PERIODS = 4;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int SAYS_WORDS = 3;

    private final Hal hal;
    private final Messenger messenger;
    private final PeerHealth peers;
    private final long wordNs;
    private final boolean[][] carried;
    private final long[] wordAtNs;
    private final long[] wordNic;
    private final long[] wordHears;
    private final Verdict[] peerHost;
    private Verdict host = Verdict.NONE;
    private Verdict network = Verdict.NONE;
    private Verdict seen = Verdict.NONE;
    private int seenCard;
    private int stands;
    private int about;
    private boolean asking;

    /** @param heartbeatNs period of heartbeats */
    public Ladder(Hal hal, Messenger messenger, PeerHealth peers, long heartbeatNs) {
        this.hal = hal;
        this.messenger = messenger;
        this.peers = peers;
        this.wordNs = WORD_PERIODS * heartbeatNs;
        this.carried = new boolean[messenger.peers()][Hal.PORTS];
        this.wordAtNs = new long[messenger.peers()];
        this.wordNic = new long[messenger.peers()];
        this.wordHears = new long[messenger.peers()];
        this.peerHost = new Verdict[messenger.peers()];
        Arrays.fill(wordAtNs, NEVER);
        Arrays.fill(peerHost, Verdict.NONE);
    }

    /** Our host has failed: why? */
    public void hostFailed(FailureCause cause) {
        Verdict verdict = Verdict.HOST_HANG;
        if (!Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS))) {
            verdict = Verdict.HOST_POWER;
        } else if (!Field.LINK_UP.in(hal.read(Register.LINK_STATUS))) {
            verdict = Verdict.HOST_LINK;
        } else if (cause == FailureCause.TOLD_SHUTDOWN || cause == FailureCause.PANICKED) {
            verdict = Verdict.HOST_SHUTDOWN;
        } else if (cause == FailureCause.PROCESS_LOST) {
            verdict = Verdict.HOST_PROCESS;
        }
        if (verdict == host) {
            return;
        }
        host = verdict;
        hal.journal(Notice.DIAGNOSED, 0, verdict.ordinal(), 0);
    }

    /** A process on our host is silent, or beats again. */
    public void process(boolean silent) {
        if (silent) {
            hostFailed(FailureCause.PROCESS_LOST);
        } else if (host == Verdict.HOST_PROCESS) {
            hostTrusted();
        }
    }

    /** Our host is trusted again. */
    public void hostTrusted() {
        if (host != Verdict.NONE) {
            host = Verdict.NONE;
            hal.journal(Notice.DIAGNOSED, 0, Verdict.NONE.ordinal(), 0);
        }
    }

    /** What heartbeats say of our host. */
    public Verdict host() {
        return host;
    }

    /** What {@code card} says of its host. */
    public void peerHost(int card, Verdict verdict) {
        peerHost[messenger.index(card)] = verdict.isHost() ? verdict : Verdict.NONE;
    }

    /** A heartbeat period has passed. */
    public void tick() {
        boolean trouble = false;
        Verdict worst = Verdict.NONE;
        int card = 0;
        boolean undecided = false;
        for (int index = 0; index < messenger.peers(); index++) {
            for (int port = 0; port < Hal.PORTS; port++) {
                boolean carries = peers.carries(messenger.card(index), port);
                carried[index][port] |= carries;
                if (!carried[index][port] || carries) {
                    continue;
                }
                trouble = true;
                Verdict verdict = path(index, port);
                undecided |= verdict == Verdict.NONE;
                if (verdict != Verdict.NONE && (worst == Verdict.NONE || verdict.compareTo(worst) < 0)) {
                    worst = verdict;
                    card = messenger.card(index);
                }
            }
            if (worst == Verdict.NONE && peerHost[index] != Verdict.NONE && peers.reachable(messenger.card(index))) {
                worst = Verdict.PEER_HOST;
                card = messenger.card(index);
            }
        }
        ask(trouble, undecided);
        tell(worst, card);
    }

    /** A peer asks what this card sees of another. */
    public void asked(Frame frame) {
        if (frame.payloadLength() >= 8) {
            int subject = (int) frame.wordAt(0);
            int asker = frame.sender();
            messenger
                    .begin(MessageType.DIAGNOSIS, asker)
                    .word(subject)
                    .word(hal.read(Register.NIC_STATUS))
                    .word(hears(subject));
            messenger.send();
        }
    }

    /** A peer's word. */
    public void answered(Frame frame) {
        int index = messenger.index(frame.sender());
        if (frame.payloadLength() >= 8 * SAYS_WORDS && frame.wordAt(0) == about) {
            wordAtNs[index] = hal.nowNs();
            wordNic[index] = frame.wordAt(1);
            wordHears[index] = frame.wordAt(2);
        }
    }

    /** Folds what it knows into a number. */
    public long stateHash() {
        long hash = (host.ordinal() * 31L + network.ordinal()) * 31 + stands;
        for (long each : wordAtNs) {
            hash = hash * 31 + each;
        }
        return hash;
    }

    private int hears(int card) {
        int mask = 0;
        for (int port = 0; port < Hal.PORTS; port++) {
            mask |= peers.hears(card, port) ? 1 << port : 0;
        }
        return mask;
    }

    /** Why nothing passes between us and a peer by {@code port}; NONE: not known yet. */
    protected Verdict path(int index, int port) {
        int card = messenger.card(index);
        long own = hal.read(Register.NIC_STATUS);
        if (bit(Field.NIC_FAULT.get(own), port)) {
            return Verdict.OWN_NIC;
        }
        if (!bit(Field.NIC_CARRIER.get(own), port)) {
            return noCarrier(port);
        }
        if (peers.reachable(card)) {
            if (!fresh(index)) {
                return Verdict.NONE;
            }
            if (bit(Field.NIC_FAULT.get(wordNic[index]), port)) {
                return Verdict.PEER_NIC;
            }
            if (!bit(Field.NIC_CARRIER.get(wordNic[index]), port)) {
                return Verdict.PEER_LINK;
            }
            boolean oneWay = peers.hears(card, port) || peers.isHeardBy(card, port);
            return oneWay ? Verdict.UNIDIRECTIONAL : Verdict.SWITCH;
        }
        return silent(index);
    }

    /** Without carrier it is our cable, unless others have none there either. */
    private Verdict noCarrier(int port) {
        boolean anybody = false;
        for (int index = 0; index < messenger.peers(); index++) {
            if (peers.reachable(messenger.card(index))) {
                anybody = true;
                if (fresh(index) && bit(Field.NIC_CARRIER.get(wordNic[index]), port)) {
                    return Verdict.LINK;
                }
                if (fresh(index)) {
                    return Verdict.SWITCH;
                }
            }
        }
        return anybody ? Verdict.NONE : Verdict.LINK;
    }

    private Verdict silent(int index) {
        boolean anybody = false;
        for (int other = 0; other < messenger.peers(); other++) {
            if (other != index && peers.reachable(messenger.card(other))) {
                anybody = true;
                if (fresh(other) && about == messenger.card(index)) {
                    return wordHears[other] != 0 ? Verdict.SWITCH : Verdict.PEER_DEAD;
                }
            }
        }
        return anybody ? Verdict.NONE : Verdict.PEER_SILENT;
    }

    private boolean fresh(int index) {
        return asking && wordAtNs[index] != NEVER && hal.nowNs() - wordAtNs[index] <= wordNs;
    }

    /** While something is wrong, every peer that answers is asked in each period. */
    private void ask(boolean trouble, boolean undecided) {
        if (!trouble) {
            asking = false;
            return;
        }
        if (!asking || undecided) {
            about = subject();
        }
        asking = true;
        for (int index = 0; index < messenger.peers(); index++) {
            int card = messenger.card(index);
            if (peers.reachable(card) && messenger.connected(card)) {
                messenger.begin(MessageType.DIAGNOSE, card).word(about);
                messenger.send();
            }
        }
    }

    /** The first silent peer, if there is one: its word can't be had, so others are asked about it. */
    private int subject() {
        for (int index = 0; index < messenger.peers(); index++) {
            for (int port = 0; port < Hal.PORTS; port++) {
                if (carried[index][port] && !peers.reachable(messenger.card(index))) {
                    return messenger.card(index);
                }
            }
        }
        return 0;
    }

    private void tell(Verdict verdict, int card) {
        if (verdict != seen || card != seenCard) {
            seen = verdict;
            seenCard = card;
            stands = 0;
        }
        if (++stands >= STANDS_PERIODS && verdict != network) {
            network = verdict;
            hal.journal(Notice.DIAGNOSED, 0, verdict.ordinal(), card);
        }
    }

    private static boolean bit(long mask, int port) {
        return (mask >>> port & 1) != 0;
    }
}
