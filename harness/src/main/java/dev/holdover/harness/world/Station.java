package dev.holdover.harness.world;

import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
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
     */
    public record Habit(List<Integer> personalities, long everyNs, long arpAgeNs) {
        public Habit {
            personalities = List.copyOf(personalities);
        }
    }

    private static final int TICK = 0;
    private static final long FIRST_NS = 10_000_000;
    private static final long ARP_PAUSE_NS = 1_000_000_000;
    private static final long UNKNOWN = 0;
    private static final long NEVER = -1;
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
    private final byte[] frame = new byte[Ether.ARP_BYTES];
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
        java.util.Arrays.fill(arpAskedNs, NEVER);
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
                Ether.ask(frame, macs[i], ownMac, Ether.ASK, ipv4, ++number, 0);
                plug().network().send(plug(), frame, 0, Ether.ASK_BYTES);
            } else if (arpAskedNs[i] == NEVER || nowNs - arpAskedNs[i] >= ARP_PAUSE_NS) {
                macs[i] = UNKNOWN;
                arpAskedNs[i] = nowNs;
                Ether.arp(frame, Ether.BROADCAST, Ether.ARP_REQUEST, ownMac, 0, 0, ipv4);
                plug().network().send(plug(), frame, 0, Ether.ARP_BYTES);
            }
        }
        port.after(habit.everyNs(), TICK, 0, 0);
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
            answered(Ether.askIp(received), Ether.askEpoch(received));
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

    private void answered(int ipv4, long epoch) {
        int index = habit.personalities().indexOf(ServiceAddress.personality(ipv4));
        if (index >= 0 && epoch > answeredEpoch[index]) {
            answeredEpoch[index] = epoch;
            witness.requestServed(this, habit.personalities().get(index), epoch);
        }
    }
}
