package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A station on a LAN with two hosts: what it learns, what it forgets, and who answers it. */
class StationTest {
    private static final long MS = 1_000_000;
    private static final long AGE_NS = 300 * MS;
    private static final int IPV4 = ServiceAddress.ipv4(1);

    private final World world = new World(1, () -> {});
    private final List<Long> served = new ArrayList<>();
    private final TestPair pair = new TestPair(world, new Served(), false, (who, nowNs) -> {});
    private final Cluster cluster = pair.cluster();
    private final Station station;

    private final class Served implements Witness {
        @Override
        public void requestServed(Station by, int personality, long epoch) {
            served.add(epoch);
        }
    }

    StationTest() {
        Network.Spec good = new Network.Spec(20_000, 20_000, 1_000_000_000, 0, 0, 0, 0);
        cluster.addLan("lan", good, List.of("alpha.card", "beta.card"), List.of("alpha", "beta"));
        cluster.addStation("client", "lan", new Station.Habit(List.of(1), 5 * MS, AGE_NS));
        station = cluster.stations().get(0);
    }

    @Test
    void theOwnersHostAnswersAndServes() {
        pair.powerOn();
        assertEquals(Optional.of(ServiceAddress.mac(1, 1)), station.believes(1));
        assertEquals(List.of(1L), served);
    }

    @Test
    void nobodyAnswersForAnAddressThatIsNotArmed() {
        pair.powerOn();
        pair.one().hardware().write(Register.ADDR_CTRL, 0, 0);
        world.runUntil(world.nowNs() + AGE_NS + 10 * MS);
        assertEquals(Optional.empty(), station.believes(1), "forgotten, asked again, and nobody answered");
    }

    @Test
    void nobodyAnswersThroughAShutGate() {
        pair.powerOn();
        pair.one().hardware().write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
        world.runUntil(world.nowNs() + AGE_NS + 10 * MS);
        assertEquals(Optional.empty(), station.believes(1));
    }

    @Test
    void aHostThatHangsLosesItsAddressToThePeerThatIsAnnounced() {
        pair.powerOn();
        cluster.host("alpha").hang();
        world.runUntil(world.nowNs() + 40 * MS);
        assertEquals(Optional.of(ServiceAddress.mac(1, 1)), station.believes(1), "the cache is still young");
        world.runUntil(world.nowNs() + 20 * MS);
        assertEquals(Optional.of(ServiceAddress.mac(1, 2)), station.believes(1));
    }

    @Test
    void aGratuitousArpUpdatesAnEntryAndMakesNone() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.announce(frame, ServiceAddress.mac(1, 2), IPV4);
        station.receive(station.plug(), frame, frame.length);
        assertEquals(Optional.empty(), station.believes(1), "it has not asked for this address");
        pair.powerOn();
        station.receive(station.plug(), frame, frame.length);
        assertEquals(Optional.of(ServiceAddress.mac(1, 2)), station.believes(1));
    }

    @Test
    void requestsForAnAddressAreASecondApart() {
        List<Long> asked = new ArrayList<>();
        cluster.network("lan").join("spy", new Plug.Member() {
            @Override
            public boolean owns(long mac) {
                return false;
            }

            @Override
            public void receive(Plug by, byte[] frame, int length) {
                if (Ether.isArp(frame, length) && Ether.arpTargetIp(frame) == IPV4) {
                    asked.add(world.nowNs() / MS);
                }
            }
        });
        world.runUntil(2_500 * MS);
        assertEquals(List.of(10L, 1_010L, 2_010L), asked);
        assertTrue(served.isEmpty());
        assertFalse(station.owns(Ether.BROADCAST));
    }
}
