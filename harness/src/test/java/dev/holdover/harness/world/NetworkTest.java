package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames of noise over a wire between two cards that are not joined otherwise: each is refused, and so is seen. */
class NetworkTest {
    private static final int LENGTH = 1208;
    private static final int ON_THE_WIRE = (LENGTH + 42) * 8;
    private static final long LATENCY_NS = 30_000;

    private final List<Long> arrivals = new ArrayList<>();
    private final World world = new World(1, () -> {});
    private final TestPair pair = new TestPair(world, new Arrivals(), false, (who, nowNs) -> {});

    private final class Arrivals implements Witness {
        @Override
        public void notice(CardNode card, Notice notice, int slot, long a, long b) {
            if (notice == Notice.FRAME_REFUSED && card.name().startsWith("beta")) {
                arrivals.add(world.nowNs());
            }
        }
    }

    @Test
    void framesTakeTheirTimeOnTheWireOneAfterTheOther() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        long began = world.nowNs();
        send(wire, 100);
        world.runUntil(began + 10_000_000);
        assertEquals(100, arrivals.size());
        assertEquals(began + LATENCY_NS + ON_THE_WIRE, arrivals.get(0));
        assertEquals(began + LATENCY_NS + 100L * ON_THE_WIRE, arrivals.get(99));
    }

    @Test
    void theOtherDirectionIsFree() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        long began = world.nowNs();
        for (int i = 0; i < 100; i++) {
            wire.send(pair.two(), pair.one(), new byte[LENGTH], 0, LENGTH);
        }
        send(wire, 1);
        world.runUntil(began + LATENCY_NS + ON_THE_WIRE + 2_000);
        assertEquals(1, arrivals.size());
    }

    @Test
    void framesGetLostAtTheirRate() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 100_000_000_000L, 200_000, 0, 0, 0));
        for (int i = 0; i < 40; i++) {
            send(wire, 100);
            world.runUntil(world.nowNs() + 1_000_000);
        }
        assertTrue(Math.abs(arrivals.size() - 3_200) < 150, arrivals.size() + " of 4000 at 20 % loss, seed 1");
    }

    @Test
    void framesKeepTheirOrderThoughTheirLatencyVaries() {
        List<Integer> order = order(new Network.Spec(1_000, 400_000, 100_000_000_000L, 0, 0, 0, 0));
        assertEquals(200, order.size());
        for (int i = 0; i < order.size(); i++) {
            assertEquals(i, order.get(i));
        }
    }

    @Test
    void framesOvertakeEachOtherOnlyWhereTheSpecSaysSo() {
        List<Integer> order = order(new Network.Spec(1_000, 400_000, 100_000_000_000L, 0, 0, 200_000, 0));
        assertEquals(200, order.size());
        boolean overtaken = false;
        for (int i = 0; i < order.size(); i++) {
            overtaken |= order.get(i) != i;
        }
        assertTrue(overtaken);
    }

    @Test
    void aCutLosesWhatIsUnderWayAndAMendedWireGoesOn() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        send(wire, 5);
        wire.up(false);
        send(wire, 5);
        wire.up(true);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(List.of(), arrivals);
        send(wire, 3);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(3, arrivals.size());
    }

    @Test
    void repetitionsComeOnTop() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 100_000_000_000L, 0, 1_000_000, 0, 0));
        send(wire, 50);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(100, arrivals.size());
    }

    @Test
    void aSwitchHasAQueueForEachEgressPort() {
        Network lan = lan(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        long began = world.nowNs();
        send(lan, 2);
        world.runUntil(began + 10_000_000);
        assertEquals(
                List.of(began + LATENCY_NS + 2L * ON_THE_WIRE, began + LATENCY_NS + 3L * ON_THE_WIRE),
                arrivals,
                "stored at the switch, then forwarded");
    }

    @Test
    void aDeadSwitchLosesWhatIsUnderWayAndForwardsNothing() {
        Network lan = lan(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        send(lan, 5);
        lan.powered(false);
        send(lan, 5);
        lan.up(true);
        assertFalse(lan.up(), "it has no power");
        lan.powered(true);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(List.of(), arrivals);
        send(lan, 3);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(3, arrivals.size());
    }

    @Test
    void aSwitchThatHasFallenInTwoForwardsWithinEachPartOnly() {
        Network lan = lan(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        lan.split(1);
        assertTrue(lan.isSplit());
        send(lan, 3);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(List.of(), arrivals);
        lan.split(2);
        send(lan, 3);
        world.runUntil(world.nowNs() + 10_000_000);
        assertEquals(3, arrivals.size());
    }

    @Test
    void aPortFailsInOneDirectionOrBoth() {
        Network wire = wire(new Network.Spec(LATENCY_NS, LATENCY_NS, 1_000_000_000, 0, 0, 0, 0));
        Plug one = wire.plug("alpha.card");
        Plug two = wire.plug("beta.card");
        assertEquals(1, arrivedThough(wire, () -> one.port(true, false, false)), "a dead receiver still sends");
        assertEquals(0, arrivedThough(wire, () -> one.port(false, true, false)), "a dead sender");
        one.port(true, true, true);
        assertEquals(0, arrivedThough(wire, () -> two.port(true, false, false)), "a dead receiver");
        two.port(true, true, true);
        assertEquals(0, arrivedThough(wire, () -> two.cable(false)), "a pulled cable");
        two.cable(true);
        assertEquals(0, arrivedThough(wire, () -> two.loss(true, false, 1_000_000)), "all lost on the way in");
        two.loss(true, true, 0);
        assertEquals(1, arrivedThough(wire, () -> two.loss(false, true, 1_000_000)), "lost on the way out");
    }

    private int arrivedThough(Network network, Runnable fault) {
        arrivals.clear();
        fault.run();
        send(network, 1);
        world.runUntil(world.nowNs() + 10_000_000);
        return arrivals.size();
    }

    private Network lan(Network.Spec spec) {
        pair.powerOn();
        Network lan = new Network(world, world.port("test"), spec, 0, true, new Witness() {});
        lan.join(pair.one());
        lan.join(pair.two());
        return lan;
    }

    /** Sends 200 frames at once; gives their numbers in the order of their arrival. */
    private List<Integer> order(Network.Spec spec) {
        pair.powerOn();
        List<Integer> order = new ArrayList<>();
        World.Port port = world.port("test");
        Network wire = joined(port, spec);
        // Buffers are taken from the pool in the order of sending, so that a buffer's number is its frame's.
        port.attach((kind, a, b, nowNs) -> {
            order.add((int) a);
            wire.on(kind, a, b, nowNs);
        });
        send(wire, 200);
        world.runUntil(world.nowNs() + 10_000_000);
        return order;
    }

    private Network wire(Network.Spec spec) {
        pair.powerOn();
        return joined(world.port("test"), spec);
    }

    private Network joined(World.Port port, Network.Spec spec) {
        Network wire = new Network(world, port, spec, 0, false, new Witness() {});
        wire.join(pair.one());
        wire.join(pair.two());
        return wire;
    }

    private void send(Network wire, int count) {
        for (int i = 0; i < count; i++) {
            wire.send(pair.one(), pair.two(), new byte[LENGTH], 0, LENGTH);
        }
    }
}
