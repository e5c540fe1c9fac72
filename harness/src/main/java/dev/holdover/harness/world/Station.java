package dev.holdover.harness.world;

import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A station on a LAN that no card is in: a client, or the router through which clients come. It asks
 * the owners of personalities for service, by their addresses, and keeps what ARP taught it as RFC 826
 * and RFC 1122 section 2.3.2 say: an ARP packet updates an entry that is there or awaited and never makes
 * one; an entry is forgotten after its age; requests for one address are a second apart.
 */
public final class Station implements Component, Plug.Member {
    /**
     * What a station does.
     *
     * @param personalities whose addresses it asks
     * @param everyNs from one request to the next, for each
     * @param arpAgeNs after which it forgets an address that nobody confirmed
     * @param payloadBytes how much it wants to have back as it is
     */
    public record Habit(List<Integer> personalities, long everyNs, long arpAgeNs, int payloadBytes) {
        public Habit {
            personalities = List.copyOf(personalities);
        }

        public Habit(List<Integer> personalities, long everyNs, long arpAgeNs) {
            this(personalities, everyNs, arpAgeNs, 0);
        }
    }

    private static final int TICK = 0;
    private static final long FIRST_NS = 10_000_000;
    private static final long ARP_PAUSE_NS = 1_000_000_000;
    private static final long UNKNOWN = 0;
    private static final long NEVER = -1;
    /** Requests of each personality whose times it remembers: as many as fit into the time that answers take. */
    private static final int OPEN = 64;
    /** So many requests in a row without an answer are an outage, if they take so long. */
    private static final int OUTAGE = 4;

    private static final long OUTAGE_NS = 2_000_000;
    /** Locally administered; the low bits are the station's number. */
    private static final long OWN_MAC = 0x0253_5400_0000L;

    private final World world;
    private final World.Port port;
    private final Habit habit;
    private final long ownMac;
    private final Witness witness;
    private final long[] macs;
    private final long[] learnedNs;
    private final long[] arpAskedNs;
    private final long[] answeredEpoch;
    private final long[] answeredNs;
    private final long[] askedNs = new long[OPEN];
    private final byte[] frame = new byte[Ether.MAX_BYTES];
    private final List<Plug> plugs = new ArrayList<>();
    private long number;

    Station(World world, World.Port port, int number, Habit habit, Witness witness) {
        this.world = world;
        this.port = port;
        this.habit = habit;
        this.ownMac = OWN_MAC | number;
        this.witness = witness;
        this.macs = new long[habit.personalities().size()];
        this.learnedNs = new long[macs.length];
        this.arpAskedNs = new long[macs.length];
        this.answeredEpoch = new long[macs.length];
        this.answeredNs = new long[macs.length];
        Arrays.fill(arpAskedNs, NEVER);
        port.attach(this);
        port.at(FIRST_NS, TICK, 0, 0);
    }

    void plugInto(Network network) {
        plugs.add(network.join(name(), this));
    }

    public String name() {
        return port.name();
    }

    /** Where it is plugged in. */
    public Plug plug() {
        return plugs.get(0);
    }

    /** The MAC address that it believes a personality to be at now, if any. */
    public Optional<Long> believes(int personality) {
        int index = habit.personalities().indexOf(personality);
        return index < 0 || !fresh(index) ? Optional.empty() : Optional.of(macs[index]);
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        for (int i = 0; i < macs.length; i++) {
            int ipv4 = ServiceAddress.ipv4(habit.personalities().get(i));
            if (fresh(i)) {
                ask(i, ipv4, nowNs);
            } else if (arpAskedNs[i] == NEVER || nowNs - arpAskedNs[i] >= ARP_PAUSE_NS) {
                macs[i] = UNKNOWN;
                arpAskedNs[i] = nowNs;
                Ether.arp(frame, Ether.BROADCAST, Ether.ARP_REQUEST, ownMac, 0, 0, ipv4);
                plug().network().send(plug(), frame, 0, Ether.ARP_BYTES);
            }
        }
        port.after(habit.everyNs(), TICK, 0, 0);
    }

    private void ask(int index, int ipv4, long nowNs) {
        number++;
        askedNs[(int) number & OPEN - 1] = nowNs;
        Ether.ask(frame, macs[index], ownMac, Ether.ASK, ipv4, number, 0);
        for (int at = 0; at < habit.payloadBytes(); at++) {
            frame[Ether.ASK_BYTES + at] = payload(number, at);
        }
        witness.asked(this, habit.personalities().get(index), number);
        plug().network().send(plug(), frame, 0, Ether.ASK_BYTES + habit.payloadBytes());
    }

    private static byte payload(long number, int at) {
        return (byte) (number * 131 + at * 7L);
    }

    private boolean whole(byte[] received, int length) {
        boolean whole = length == Ether.ASK_BYTES + habit.payloadBytes();
        for (int at = 0; whole && at < habit.payloadBytes(); at++) {
            whole = received[Ether.ASK_BYTES + at] == payload(Ether.askNumber(received), at);
        }
        return whole;
    }

    @Override
    public boolean owns(long mac) {
        return mac == ownMac;
    }

    @Override
    public void receive(Plug by, byte[] received, int length) {
        if (Ether.isArp(received, length)) {
            learn(Ether.arpSenderIp(received), Ether.arpSenderMac(received));
        } else if (Ether.isAsk(received, length) && Ether.askOperation(received) == Ether.ANSWER) {
            answered(received, length);
        }
    }

    private boolean fresh(int index) {
        return macs[index] != UNKNOWN && world.nowNs() - learnedNs[index] < habit.arpAgeNs();
    }

    private void learn(int ipv4, long mac) {
        int index = habit.personalities().indexOf(ServiceAddress.personality(ipv4));
        if (index < 0 || macs[index] == UNKNOWN && arpAskedNs[index] == NEVER) {
            return;
        }
        learnedNs[index] = world.nowNs();
        if (macs[index] != mac) {
            macs[index] = mac;
            witness.addressLearned(this, habit.personalities().get(index), mac);
        }
    }

    private void answered(byte[] received, int length) {
        int personality = ServiceAddress.personality(Ether.askIp(received));
        int index = habit.personalities().indexOf(personality);
        if (index < 0) {
            return;
        }
        long epoch = Ether.askEpoch(received);
        long of = Ether.askNumber(received);
        int card = ServiceAddress.card(Ether.from(received));
        witness.answered(this, personality, of, card, epoch, whole(received, length));
        long nowNs = world.nowNs();
        boolean first = answeredNs[index] == 0;
        if (first) {
            witness.answerTook(this, personality, nowNs - askedNs[(int) of & OPEN - 1]);
        } else if (nowNs - answeredNs[index] > Math.max(OUTAGE_NS, OUTAGE * habit.everyNs())) {
            witness.answersAgain(this, personality, nowNs - answeredNs[index]);
        }
        answeredNs[index] = nowNs;
        if (epoch > answeredEpoch[index]) {
            answeredEpoch[index] = epoch;
            witness.requestServed(this, personality, epoch);
        }
    }
}
