package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Invariants 5, 9 and 11 for network controllers that hosts drive, and for the clients behind them.
 *
 * <p>9: once a card's gate is shut, no frame of its host reaches a LAN any more. 11: no frame bears a personality's
 * address that its card does not answer for at that moment; in one epoch the answers of a personality come from one
 * card; and to a request that was sent after an answer of a later epoch had come, no answer of an earlier one comes.
 * 5: what a client asks is answered as it was asked, at most once for each time that it was delivered, and never if it
 * was not asked; and between the cable and the host's memory no frame is altered, repeated, overtaken or made up.
 */
final class HostNicCheck implements Witness {
    /** A request of a station. */
    private record Request(Station station, long number) {}

    /** What a station knows of a personality. */
    private static final class Served {
        private final Map<Long, Long> floors = new HashMap<>();
        private long highest;
    }

    /** What a network controller has on its way, by hash, in order. */
    private static final class Flow {
        private final Deque<Long> received = new ArrayDeque<>();
        private final Deque<Long> submitted = new ArrayDeque<>();
        private final Map<Long, Integer> asked = new HashMap<>();
    }

    private final Violations violations;
    private final Set<CardNode> shut = new LinkedHashSet<>();
    private final Map<NicNode, Flow> flows = new LinkedHashMap<>();
    private final Map<Station, Map<Integer, Served>> stations = new LinkedHashMap<>();
    private final Map<Long, Integer> answerers = new HashMap<>();
    private final Map<Integer, Boolean> forced = new HashMap<>();

    HostNicCheck(Violations violations) {
        this.violations = violations;
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.FORCED) {
            forced.put(card.config().slots().get(slot).personality(), true);
        }
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
        if (cardGateShut) {
            shut.add(card);
        } else {
            shut.remove(card);
        }
    }

    private Flow of(NicNode nic) {
        return flows.computeIfAbsent(nic, each -> new Flow());
    }

    // At the controller.

    @Override
    public void nicSent(NicNode nic, byte[] frame, int length) {
        if (shut.contains(nic.card())) {
            broken(Invariant.FIREWALL, nic, "sends a frame of its host behind the shut gate");
        }
        if (!bears(nic.card().hardware().bridge(), frame, length)) {
            broken(Invariant.ONE_ANSWERER, nic, "sends a frame with an address that its card does not answer for");
        }
        if (Ether.isAsk(frame, length) && !next(of(nic).submitted, hash(frame, length))) {
            broken(Invariant.LINEARIZABLE, nic, "sends an answer that its host did not give it, or not any more");
        }
    }

    private static boolean bears(Bridge bridge, byte[] frame, int length) {
        long from = Ether.from(frame);
        boolean arp = Ether.isArp(frame, length);
        int ipv4 = arp ? Ether.arpSenderIp(frame) : 0;
        boolean service = ServiceAddress.card(from) >= 0 || arp && ServiceAddress.personality(ipv4) >= 0;
        boolean borne = !service;
        for (int window = 0; window < Register.ADDR_MAC.count(); window++) {
            borne |= bridge.answers(window)
                    && bridge.mac(window) == from
                    && (!arp || bridge.ipv4(window) == ipv4 && Ether.arpSenderMac(frame) == from);
        }
        return borne;
    }

    @Override
    public void nicReceived(NicNode nic, byte[] frame, int length) {
        if (!Ether.isArp(frame, length)) {
            of(nic).received.add(hash(frame, length));
        }
    }

    // At the host.

    @Override
    public void nicDelivered(Host host, NicNode nic, byte[] frame, int length) {
        Flow flow = of(nic);
        if (!Ether.isArp(frame, length) && !next(flow.received, hash(frame, length))) {
            broken(Invariant.LINEARIZABLE, nic, "gives its host a frame that did not come like this, or not any more");
        }
        if (Ether.isAsk(frame, length) && Ether.askOperation(frame) == Ether.ASK) {
            flow.asked.merge(key(Ether.from(frame), Ether.askNumber(frame)), 1, Integer::sum);
        }
    }

    @Override
    public void nicSubmitted(Host host, NicNode nic, byte[] frame, int length) {
        Flow flow = of(nic);
        flow.submitted.add(hash(frame, length));
        if (!Ether.isAsk(frame, length)) {
            return;
        }
        long key = key(Ether.to(frame), Ether.askNumber(frame));
        int times = flow.asked.getOrDefault(key, 0);
        if (times == 0) {
            broken(Invariant.LINEARIZABLE, nic, "answers request " + Ether.askNumber(frame) + " that it was not asked");
        } else if (times == 1) {
            flow.asked.remove(key);
        } else {
            flow.asked.put(key, times - 1);
        }
    }

    /** Whether this one is on its way; those before it were lost, and do not come any more. */
    private static boolean next(Deque<Long> under, long hash) {
        while (!under.isEmpty()) {
            if (under.remove() == hash) {
                return true;
            }
        }
        return false;
    }

    private static long key(long station, long number) {
        return station * 0x9E37_79B9_7F4A_7C15L + number;
    }

    private static long hash(byte[] frame, int length) {
        long hash = length;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ frame[i]) * 0x0100_0000_01B3L + (hash >>> 47);
        }
        return hash;
    }

    // At the clients.

    private Served of(Station station, int personality) {
        return stations.computeIfAbsent(station, each -> new LinkedHashMap<>())
                .computeIfAbsent(personality, each -> new Served());
    }

    @Override
    public void asked(Station station, int personality, long number) {
        Served served = of(station, personality);
        served.floors.put(number, served.highest);
    }

    @Override
    public void answered(Station station, int personality, long number, int card, long epoch, boolean whole) {
        Served served = of(station, personality);
        Long floor = served.floors.get(number);
        Request request = new Request(station, number);
        if (floor == null) {
            broken(Invariant.LINEARIZABLE, request, "an answer came that was not asked for");
            return;
        }
        if (!whole) {
            broken(Invariant.LINEARIZABLE, request, "the answer is not what was asked for");
        }
        served.highest = Math.max(served.highest, epoch);
        if (forced.containsKey(personality)) {
            return;
        }
        if (epoch < floor) {
            broken(
                    Invariant.ONE_ANSWERER,
                    request,
                    "answered in epoch " + epoch + ", asked after one of epoch " + floor);
        }
        Integer other = answerers.putIfAbsent((long) personality << 48 | epoch, card);
        if (other != null && other != card) {
            broken(
                    Invariant.ONE_ANSWERER,
                    request,
                    "personality " + personality + " is answered for by cards " + other + " and " + card + " in epoch "
                            + epoch);
        }
    }

    private void broken(Invariant invariant, NicNode nic, String what) {
        violations.broken(invariant, nic.name(), what);
    }

    private void broken(Invariant invariant, Request request, String what) {
        violations.broken(invariant, request.station().name(), "request " + request.number() + ": " + what);
    }
}
