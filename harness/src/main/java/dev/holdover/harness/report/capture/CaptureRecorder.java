package dev.holdover.harness.report.capture;

import dev.holdover.harness.report.capture.Lane.LinkType;
import dev.holdover.harness.report.part.Part;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.BusOperation;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.FrameFate;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.Plug;
import dev.holdover.harness.world.Probe;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.bus.Completion;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Records what goes over networks and buses as pcapng. Virtual time zero is the beginning of 1970.
 *
 * <p>Each member of a network is an interface of link type Ethernet, named as in lan-a/alpha.card: what it sends is
 * there as it leaves (outbound), and at its receiver's once more when it comes (inbound). A comment tells of frames
 * that are damaged, repeated or do not arrive. The cluster's frames have no Ethernet header in this world, which counts
 * its time only; here they get one, from port n of card c to another's under the local experimental EtherType 0x88B5
 * (IEEE 802a): 02:43:00:cc:cc:nn, with c in two bytes. All other frames are as they are on the wire.
 *
 * <p>Each card's PCIe link is an interface of link type USER0, named as in alpha.card/pcie; its packets are
 * {@link BusRecord}s. Of each interface the last packets are kept, and its statistics tell how many came before. The
 * paths to a disk array are left out.
 */
public final class CaptureRecorder implements Part {
    /** So many packets of each interface are kept by default. */
    public static final int MOST_PACKETS = 200_000;

    /** So many bytes of all interfaces together are kept by default. */
    public static final long MOST_BYTES = 128L << 20;

    private static final int ETHERNET_HEADER = 14;
    private static final int ETHER_TYPE_HIGH = 0x88;
    private static final int ETHER_TYPE_LOW = 0xB5;

    private final int mostPackets;
    private final long mostBytes;
    private final List<Lane> lanes = new ArrayList<>();
    private final IdentityHashMap<Plug, Lane> ports = new IdentityHashMap<>();
    private final IdentityHashMap<CardNode, Lane> links = new IdentityHashMap<>();
    private LongSupplier clock = () -> 0;
    private long numbers;
    private long bytes;

    public CaptureRecorder() {
        this(MOST_PACKETS, MOST_BYTES);
    }

    /**
     * @param mostPackets the last ones of each interface that are kept
     * @param mostBytes of all interfaces together; one that goes beyond it makes room among its own
     */
    public CaptureRecorder(int mostPackets, long mostBytes) {
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
    }

    @Override
    public void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal) {
        clock = world::nowNs;
        lanes.clear();
        ports.clear();
        links.clear();
        numbers = 0;
        bytes = 0;
        for (Network network : cluster.networks()) {
            String what = network.switched() ? "port of " : "cable of ";
            for (Plug plug : network.plugs()) {
                ports.put(plug, lane(plug.name(), what + plug.member() + " on " + network.name(), LinkType.ETHERNET));
            }
        }
        for (CardNode card : cluster.cards()) {
            links.put(card, lane(card.name() + "/pcie", "PCIe link of " + card.name(), LinkType.USER0));
        }
        witnesses.addProbe(new Tap());
    }

    private Lane lane(String name, String description, LinkType type) {
        Lane lane = new Lane(name, description, type);
        lanes.add(lane);
        return lane;
    }

    /** Packets that have come, kept or not. */
    public long seen() {
        return lanes.stream().mapToLong(Lane::seen).sum();
    }

    /** Packets that are kept. */
    public long kept() {
        return lanes.stream().mapToLong(Lane::size).sum();
    }

    @Override
    public String suffix() {
        return ".pcapng";
    }

    @Override
    public void write(Outcome outcome, OutputStream to) throws IOException {
        new PcapngWriter(to).write(lanes, Part.product(), Part.run(outcome), clock.getAsLong());
    }

    private void add(Lane lane, boolean inbound, byte[] packet, int length, String comment) {
        while (lane.size() > 0 && (lane.size() >= mostPackets || bytes + packet.length > mostBytes)) {
            bytes -= lane.dropOldest();
        }
        if (mostPackets == 0 || bytes + packet.length > mostBytes) {
            lane.skip();
            return;
        }
        bytes += packet.length;
        lane.add(new Packet(numbers++, clock.getAsLong(), inbound, packet, length, comment));
    }

    private static byte[] ethernet(Plug from, Plug to, byte[] frame, int at, int length) {
        byte[] whole = new byte[ETHERNET_HEADER + length];
        address(to, whole, 0);
        address(from, whole, 6);
        whole[12] = (byte) ETHER_TYPE_HIGH;
        whole[13] = (byte) ETHER_TYPE_LOW;
        System.arraycopy(frame, at, whole, ETHERNET_HEADER, length);
        return whole;
    }

    private static void address(Plug plug, byte[] into, int at) {
        int card = plug.card().map(each -> each.config().card()).orElse(0);
        into[at] = 0x02;
        into[at + 1] = 'C';
        into[at + 3] = (byte) (card >>> Byte.SIZE);
        into[at + 4] = (byte) card;
        into[at + 5] = (byte) plug.network().ownPort();
    }

    private static byte[] plain(byte[] frame, int at, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(frame, at, copy, 0, length);
        return copy;
    }

    private final class Tap implements Probe {
        @Override
        public void frameSent(Plug from, Plug to, byte[] frame, int at, int length) {
            Lane lane = ports.get(from);
            if (lane != null) {
                add(lane, false, ethernet(from, to, frame, at, length), ETHERNET_HEADER + length, "");
            }
        }

        @Override
        public void frameSent(Plug from, byte[] frame, int at, int length) {
            Lane lane = ports.get(from);
            if (lane != null) {
                add(lane, false, plain(frame, at, length), length, "");
            }
        }

        @Override
        public void frameLost(Plug from, Plug to, FrameFate why) {
            Lane lane = ports.get(from);
            if (lane != null) {
                lane.commentLast(told(why, to) + (from == to ? "" : ", to " + to.member()));
            }
        }

        @Override
        public void frameArrived(Plug from, Plug to, byte[] frame, int length, FrameFate fate) {
            Lane lane = ports.get(to);
            if (lane != null && to.card().isPresent()) {
                add(lane, true, ethernet(from, to, frame, 0, length), ETHERNET_HEADER + length, told(fate, to));
            } else if (lane != null) {
                add(lane, true, plain(frame, 0, length), length, told(fate, to));
            }
        }

        private String told(FrameFate fate, Plug to) {
            return switch (fate) {
                case DELIVERED -> "";
                case DAMAGED ->
                    to.card().isPresent()
                            ? "damaged on the way: a bit is flipped"
                            : "damaged on the way, and dropped by its frame check sequence";
                case REPEATED -> "repeated by the network";
                case NOT_SENT -> "not sent: port, cable or network is down";
                case QUEUE_FULL -> "dropped: queue is full";
                case UNREACHABLE -> "dropped: receiver can't be reached";
                case LOST -> "lost by the network";
                case CUT -> "not received: cut on the way, or the port is down";
            };
        }

        @Override
        public void transaction(
                CardNode card,
                BusOperation what,
                int bar,
                long address,
                byte[] data,
                int at,
                int length,
                Completion how) {
            int number = card.config().card();
            byte[] record = BusRecord.encode(number, what, bar, address, data, at, length, how);
            add(lane(card), !BusRecord.fromCard(what), record, record.length, "");
        }

        private Lane lane(CardNode card) {
            return Objects.requireNonNull(links.get(card));
        }
    }
}
