package dev.holdover.harness.world;

import dev.holdover.firmware.wire.Frame;
import dev.holdover.harness.world.World.Port;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network: a wire between two cards' own ports, or a LAN whose switch joins cards, hosts' network
 * ports and stations. A frame takes its time on the sender's cable, then in the queue of the egress port
 * that it leaves by; a wire has the latter only. Loss, repetition, reordering and damage are drawn for
 * each copy. Frames under way live in a pool of buffers.
 */
public final class Network implements Component {
    /**
     * What a network is like; probabilities in parts per million.
     *
     * @param latencyLowNs shortest delay; {@code latencyHighNs} longest
     */
    public record Spec(
            long latencyLowNs,
            long latencyHighNs,
            long bitsPerSecond,
            long lossPpm,
            long duplicatePpm,
            long reorderPpm,
            long corruptPpm) {}

    private static final int ORIGINAL = 0;
    private static final int DAMAGED = 1;
    private static final int REPEATED = 2;
    private static final FrameFate[] FATES = {FrameFate.DELIVERED, FrameFate.DAMAGED, FrameFate.REPEATED};
    private static final int NO_TWIN = -1;
    private static final long NOT_TAKEN = -1;
    private static final long MAX_BACKLOG_NS = 50_000_000;
    private static final int ETHERNET_OVERHEAD = 42;
    private static final int REORDER_FACTOR = 3;

    private final World world;
    private final Port port;
    private final Spec spec;
    private final int ownPort;
    private final boolean switched;
    private final Witness witness;
    private final RandomStream random;
    private final List<Plug> plugs = new ArrayList<>();
    private Plug[] byCard = {};
    private byte[][] buffers = new byte[16][];
    private int[] lengths = new int[16];
    private int[] twins = new int[16];
    private int[] senders = new int[16];
    private int[] receivers = new int[16];
    private int[] cuts = new int[16];
    private long[] takenInBoot = new long[16];
    private int[] free = new int[16];
    private int freeCount;
    private int made;
    private int cut;
    private boolean failed;
    private boolean powered = true;
    private long changedNs = -1;

    /**
     * @param ownPort number of the cards' own ports that are plugged in here
     * @param switched whether a switch joins its members; if not, it is a wire and has two
     */
    Network(World world, Port port, Spec spec, int ownPort, boolean switched, Witness witness) {
        this.world = world;
        this.port = port;
        this.spec = spec;
        this.ownPort = ownPort;
        this.switched = switched;
        this.witness = witness;
        this.random = world.random(port.name());
        port.attach(this);
    }

    /** Plugs a card's own port in. */
    void join(CardNode card) {
        int number = card.config().card();
        byCard = Arrays.copyOf(byCard, Math.max(byCard.length, number + 1));
        byCard[number] = new Plug(this, plugs.size(), card.name(), Optional.of(card), Optional.empty());
        plugs.add(byCard[number]);
    }

    /** Plugs something else in. */
    Plug join(String name, Plug.Member member) {
        Plug plug = new Plug(this, plugs.size(), name, Optional.empty(), Optional.of(member));
        plugs.add(plug);
        return plug;
    }

    public String name() {
        return port.name();
    }

    /** Whether a switch joins its members. */
    public boolean switched() {
        return switched;
    }

    /** Number of the cards' own ports that are plugged in here. */
    public int ownPort() {
        return ownPort;
    }

    public boolean up() {
        return powered && !failed;
    }

    /** When something of it was cut, mended or failed last; negative: never. */
    public long changedNs() {
        return changedNs;
    }

    /** The wire is cut or the switch fails, with what was under way; or it works again. */
    public void up(boolean now) {
        change(!now, powered);
    }

    /** The switch's power comes or goes. */
    void powered(boolean now) {
        change(failed, now);
    }

    private void change(boolean nowFailed, boolean nowPowered) {
        boolean was = up();
        failed = nowFailed;
        powered = nowPowered;
        if (was != up()) {
            cut++;
            changed();
            witness.networkState(this, up());
            plugs.forEach(Plug::carrierChanged);
        }
    }

    /** The switch falls in two: the first {@code count} cards with their hosts, and the rest; zero mends it. */
    public void split(int count) {
        int cards = 0;
        for (Plug plug : plugs) {
            cards += plug.card().isPresent() ? 1 : 0;
            boolean machine = plug.card().isPresent() || plug.isHost();
            plug.group(machine && cards <= count ? 1 : 0);
        }
        for (Plug plug : plugs) {
            plug.behind().flatMap(this::plug).ifPresent(its -> plug.group(its.group()));
        }
        cut++;
        changed();
        witness.networkSplit(this, count);
    }

    /** Whether its switch has fallen in two. */
    public boolean isSplit() {
        return plugs.stream().anyMatch(plug -> plug.group() != 0);
    }

    /** Where its members are plugged in. */
    public List<Plug> plugs() {
        return List.copyOf(plugs);
    }

    /** The plug of a member, by the member's name. */
    public Plug plug(String member) {
        return plugs.stream()
                .filter(plug -> plug.member().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + " does not join " + member));
    }

    Plug plug(int index) {
        return plugs.get(index);
    }

    /** The plug of the card with a number, which is joined. */
    Plug plugOf(int cardNumber) {
        return byCard[cardNumber];
    }

    /** Index of the plug of the host that the card with a number is in. */
    int hostOf(int cardNumber) {
        String host = byCard[cardNumber]
                .card()
                .flatMap(CardNode::host)
                .map(Host::name)
                .orElse("");
        return plug(host).index();
    }

    /** The plug of a card, if it is joined. */
    public Optional<Plug> plug(CardNode card) {
        int number = card.config().card();
        return number < byCard.length ? Optional.ofNullable(byCard[number]) : Optional.empty();
    }

    /** Whether every frame that {@code from} sends now reaches {@code to}. */
    public boolean carries(Plug from, Plug to) {
        return joined(from, to) && to.receives() && spec.lossPpm + spec.corruptPpm + from.lossPpm(to) == 0;
    }

    /** Whether it loses, damages or delays frames by itself. */
    boolean lossy() {
        return spec.lossPpm + spec.corruptPpm + spec.reorderPpm > 0;
    }

    void changed() {
        changedNs = world.nowNs();
    }

    void plugChanged(Plug plug, boolean works) {
        changed();
        witness.plugState(plug, works);
    }

    /** Whether it joins these two cards. */
    boolean joins(CardNode a, CardNode b) {
        return has(a) && has(b);
    }

    private boolean has(CardNode card) {
        int number = card.config().card();
        return number < byCard.length && byCard[number] != null;
    }

    /** Sends a frame of the cluster from one card's own port to another's. */
    void send(CardNode from, CardNode to, byte[] frame, int at, int length) {
        Plug sender = byCard[from.config().card()];
        Plug receiver = byCard[to.config().card()];
        witness.frameSent(sender, receiver, frame, at, length);
        long readyNs = leave(sender, length);
        if (readyNs >= 0) {
            arrive(sender, receiver, readyNs, frame, at, length);
        }
    }

    /**
     * Sends an Ethernet frame to whom its destination means; cards' own ports take none.
     *
     * @return when its end has left the sender's port
     */
    long send(Plug from, byte[] frame, int at, int length) {
        witness.frameSent(from, frame, at, length);
        long readyNs = leave(from, length);
        long to = Ether.to(frame);
        for (int i = 0; i < plugs.size() && readyNs >= 0; i++) {
            Plug plug = plugs.get(i);
            if (plug != from && plug.takes(to)) {
                arrive(from, plug, readyNs, frame, at, length);
            }
        }
        return Math.max(readyNs, world.nowNs() + wireNs(from, length));
    }

    /** Sends bytes from one plug to another: a path that has no addresses of its own. */
    void send(Plug from, Plug to, byte[] frame, int length) {
        witness.frameSent(from, to, frame, 0, length);
        long readyNs = leave(from, length);
        if (readyNs >= 0) {
            arrive(from, to, readyNs, frame, 0, length);
        }
    }

    private boolean joined(Plug from, Plug to) {
        return up() && from.sends() && to.cable() && from.group() == to.group();
    }

    private long wireNs(Plug plug, int length) {
        return (length + ETHERNET_OVERHEAD) * 8_000_000_000L / Math.min(spec.bitsPerSecond, plug.bitsPerSecond());
    }

    /** The frame goes down the sender's cable; says when the switch has it, negative: never. */
    private long leave(Plug from, int length) {
        long nowNs = world.nowNs();
        if (!up() || !from.sends()) {
            witness.frameLost(from, from, FrameFate.NOT_SENT);
            return -1;
        }
        long readyNs = switched ? from.leaves(nowNs, wireNs(from, length), MAX_BACKLOG_NS) : nowNs;
        if (readyNs < 0) {
            witness.frameLost(from, from, FrameFate.QUEUE_FULL);
        }
        return readyNs;
    }

    private void arrive(Plug from, Plug to, long readyNs, byte[] frame, int at, int length) {
        if (!joined(from, to)) {
            witness.frameLost(from, to, FrameFate.UNREACHABLE);
            return;
        }
        if (!to.queues(readyNs, wireNs(to, length), world.nowNs() + MAX_BACKLOG_NS)) {
            witness.frameLost(from, to, FrameFate.QUEUE_FULL);
            return;
        }
        if (random.chance(spec.lossPpm) || random.chance(from.lossPpm(to))) {
            witness.frameLost(from, to, FrameFate.LOST);
            return;
        }
        int buffer = copy(from, to, frame, at, length);
        long arrivalNs = arrivalNs(to);
        boolean damaged = random.chance(spec.corruptPpm);
        if (damaged) {
            long bit = random.between(0, length * 8L - 1);
            buffers[buffer][(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
        }
        port.at(arrivalNs, damaged ? DAMAGED : ORIGINAL, buffer, 0);
        if (random.chance(spec.duplicatePpm)) {
            int twin = copy(from, to, frame, at, length);
            twins[buffer] = damaged ? NO_TWIN : twin;
            long delayNs = random.between(spec.latencyLowNs, spec.latencyHighNs);
            port.at(arrivalNs + delayNs, REPEATED, twin, 0);
        }
    }

    private long arrivalNs(Plug to) {
        long arrivalNs = to.queueEndsNs() + random.between(spec.latencyLowNs, spec.latencyHighNs);
        if (random.chance(spec.reorderPpm)) {
            return arrivalNs + REORDER_FACTOR * spec.latencyHighNs;
        }
        return to.inOrder(arrivalNs);
    }

    private int copy(Plug from, Plug to, byte[] frame, int at, int length) {
        int buffer = take();
        System.arraycopy(frame, at, buffers[buffer], 0, length);
        lengths[buffer] = length;
        twins[buffer] = NO_TWIN;
        senders[buffer] = from.index();
        receivers[buffer] = to.index();
        cuts[buffer] = cutsOf(from, to);
        takenInBoot[buffer] = NOT_TAKEN;
        return buffer;
    }

    /** A number that a cut anywhere between the two raises. */
    private int cutsOf(Plug from, Plug to) {
        return cut + from.cuts() + to.cuts();
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        int buffer = (int) a;
        Plug from = plugs.get(senders[buffer]);
        Plug to = plugs.get(receivers[buffer]);
        boolean arrives = cuts[buffer] == cutsOf(from, to) && to.receives() && up();
        witness.frameArrived(from, to, buffers[buffer], lengths[buffer], arrives ? FATES[kind] : FrameFate.CUT);
        if (arrives) {
            if (to.card().isPresent()) {
                deliver(to.card().get(), kind, buffer);
            } else if (kind != DAMAGED) {
                // Other stations leave it to Ethernet's checksum, which drops what was damaged.
                to.deliver(buffers[buffer], lengths[buffer]);
            }
        }
        free[freeCount++] = buffer;
    }

    private void deliver(CardNode to, int kind, int buffer) {
        // A repetition is only one where the first was admitted, by the same life of the firmware.
        boolean bad = kind == DAMAGED || kind == REPEATED && takenInBoot[buffer] == to.runningBoot();
        if (bad) {
            witness.beforeBadFrame(to);
            to.hardware().receive(ownPort, buffers[buffer], 0, lengths[buffer]);
            witness.afterBadFrame(to);
            return;
        }
        boolean hasTwin = twins[buffer] != NO_TWIN;
        long before = hasTwin ? to.firmwareState() : 0;
        to.hardware().receive(ownPort, buffers[buffer], 0, lengths[buffer]);
        if (hasTwin && to.firmwareState() != before) {
            takenInBoot[twins[buffer]] = to.runningBoot();
        }
    }

    private int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (made == buffers.length) {
            buffers = Arrays.copyOf(buffers, made * 2);
            lengths = Arrays.copyOf(lengths, made * 2);
            twins = Arrays.copyOf(twins, made * 2);
            senders = Arrays.copyOf(senders, made * 2);
            receivers = Arrays.copyOf(receivers, made * 2);
            cuts = Arrays.copyOf(cuts, made * 2);
            takenInBoot = Arrays.copyOf(takenInBoot, made * 2);
            free = Arrays.copyOf(free, made * 2);
        }
        buffers[made] = new byte[Frame.MAX_BYTES];
        return made++;
    }
}
