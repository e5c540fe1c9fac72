package dev.holdover.harness.world;

import dev.holdover.model.ether.Ether;
import java.util.Optional;

/**
 * Where something is plugged into a network: a cable, and the port at its member's end. It breaks in
 * each direction by itself.
 */
public final class Plug {
    /** What is plugged in, if it is no card. */
    interface Member {
        /** Whether unicast frames to {@code mac} are for it. */
        boolean owns(long mac);

        /** A frame has come. */
        void receive(Plug by, byte[] frame, int length);

        /** The carrier may have come or gone. */
        default void carrierChanged() {}

        /** The card that it shares its side of a broken switch with, if any. */
        default Optional<CardNode> behind() {
            return Optional.empty();
        }
    }

    private final Network network;
    private final int index;
    private final String member;
    private final Optional<CardNode> card;
    private final Optional<Member> station;
    private boolean cable = true;
    private boolean receiver = true;
    private boolean sender = true;
    private long receiveLossPpm;
    private long sendLossPpm;
    private long bitsPerSecond = Long.MAX_VALUE;
    private int group;
    private int cuts;
    private long sendFreeNs;
    private long queueEndsNs;
    private long lastArrivalNs;

    Plug(Network network, int index, String member, Optional<CardNode> card, Optional<Member> station) {
        this.network = network;
        this.index = index;
        this.member = member;
        this.card = card;
        this.station = station;
    }

    /** Network and member, as in lan-a/alpha.card. */
    public String name() {
        return network.name() + "/" + member;
    }

    public Network network() {
        return network;
    }

    /** Name of what is plugged in. */
    public String member() {
        return member;
    }

    /** The card whose own port is plugged in, if it is one. */
    public Optional<CardNode> card() {
        return card;
    }

    /** Whether a host's own port is plugged in. */
    boolean isHost() {
        return station.isPresent() && station.get() instanceof HostNic;
    }

    int index() {
        return index;
    }

    // What breaks.

    /** The cable is cut, with what is under way, or mended. */
    public void cable(boolean whole) {
        if (whole != cable) {
            cable = whole;
            cuts++;
            network.plugChanged(this, works());
            carrierChanged();
        }
    }

    /** The port's receiver, its sender or both fail, or work again. */
    public void port(boolean receiverToo, boolean senderToo, boolean works) {
        receiver = receiverToo ? works : receiver;
        sender = senderToo ? works : sender;
        network.plugChanged(this, works());
    }

    /** From now on this share of what comes, goes or both is lost, in parts per million. */
    public void loss(boolean receiving, boolean sending, long ppm) {
        receiveLossPpm = receiving ? ppm : receiveLossPpm;
        sendLossPpm = sending ? ppm : sendLossPpm;
        network.changed();
    }

    /** Whether cable, receiver and sender all work. */
    public boolean works() {
        return cable && receiver && sender;
    }

    /** Whether its port has a carrier: a dead switch gives none, one that has fallen in two does. */
    boolean hasCarrier() {
        return cable && network.up();
    }

    /** Whether its port would fail a loopback self-test. */
    boolean isBroken() {
        return !receiver || !sender;
    }

    // What the network asks.

    /** Its port is slower than the network. */
    void speed(long bits) {
        bitsPerSecond = bits;
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }

    void carrierChanged() {
        station.ifPresent(Member::carrierChanged);
    }

    Optional<CardNode> behind() {
        return station.flatMap(Member::behind);
    }

    boolean cable() {
        return cable;
    }

    boolean sends() {
        return cable && sender;
    }

    boolean receives() {
        return cable && receiver;
    }

    int group() {
        return group;
    }

    void group(int now) {
        group = now;
    }

    int cuts() {
        return cuts;
    }

    long lossPpm(Plug to) {
        return sendLossPpm + to.receiveLossPpm - sendLossPpm * to.receiveLossPpm / 1_000_000;
    }

    boolean takes(long mac) {
        return station.isPresent() && (mac == Ether.BROADCAST || station.get().owns(mac));
    }

    void deliver(byte[] frame, int length) {
        if (station.isPresent()) {
            station.get().receive(this, frame, length);
        }
    }

    /** A frame goes down the cable towards the switch; says when it is there, negative: the queue is full. */
    long leaves(long nowNs, long wireNs, long maxBacklogNs) {
        long startNs = Math.max(nowNs, sendFreeNs);
        if (startNs - nowNs > maxBacklogNs) {
            return -1;
        }
        sendFreeNs = startNs + wireNs;
        return sendFreeNs;
    }

    /** A frame joins the queue towards this plug; false: it would have to wait longer than {@code latestNs}. */
    boolean queues(long readyNs, long wireNs, long latestNs) {
        long startNs = Math.max(readyNs, queueEndsNs);
        if (startNs > latestNs) {
            return false;
        }
        queueEndsNs = startNs + wireNs;
        return true;
    }

    /** When the last frame of the queue has left it. */
    long queueEndsNs() {
        return queueEndsNs;
    }

    /** The time of arrival of a frame that overtakes nobody. */
    long inOrder(long arrivalNs) {
        lastArrivalNs = Math.max(arrivalNs, lastArrivalNs);
        return lastArrivalNs;
    }
}
