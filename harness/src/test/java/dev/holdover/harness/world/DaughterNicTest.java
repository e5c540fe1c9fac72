package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.core.DaughterNic;
import dev.holdover.driver.core.DaughterNicListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.NicOutcome;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A network controller in a daughter slot under control of the host: driver, rings, DMA and controller together. */
class DaughterNicTest {
    private static final long MS = 1_000_000;
    private static final long OTHER = 0x0200_0000_0002L;
    private static final long SERVICE = ServiceAddress.mac(1, 1);

    /** A host with its card, and a network controller of its own in slot 2. */
    private static final class Rig implements DaughterNicListener {
        final Bench bench;
        final BenchNic port;
        final List<String> told = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();
        final Map<Long, NicOutcome> ended = new TreeMap<>();
        final NvramCard card;
        final DaughterNic nic;

        Rig(long seed) {
            bench = new Bench(seed);
            port = new BenchNic(bench, 2);
            card = bench.driver();
            nic = card.core().daughters().nic(2, this);
            card.open(0);
            bench.idle(card, 50 * MS);
        }

        @Override
        public void received(byte[] frame, int length) {
            received.add(Arrays.copyOf(frame, length));
        }

        @Override
        public void sent(long ticket, NicOutcome outcome) {
            ended.put(ticket, outcome);
        }

        @Override
        public void ready() {
            told.add("ready");
        }

        @Override
        public void gone() {
            told.add("gone");
        }

        @Override
        public void link(boolean up) {
            told.add(up ? "link up" : "link down");
        }

        @Override
        public void missed(long frames) {
            told.add("missed " + frames);
        }

        @Override
        public void addressTaken(int window, int ipv4, long mac) {
            told.add("taken " + window + " " + ServiceAddress.text(ipv4) + " " + Long.toHexString(mac));
        }

        @Override
        public void addressLost(int window) {
            told.add("lost " + window);
        }

        NicOutcome outcome(long ticket) {
            assertNotEquals(DaughterNic.BUSY, ticket);
            for (int i = 0; i < 1000 && !ended.containsKey(ticket); i++) {
                bench.idle(card, 100_000);
            }
            return Objects.requireNonNull(ended.get(ticket), "not told how it ended");
        }

        NicOutcome send(byte[] frame) {
            return outcome(nic.send(frame, 0, frame.length));
        }

        boolean arrives(byte[] frame) {
            received.clear();
            // What the driver has programmed is on its way.
            bench.idle(card, 10_000);
            port.deliver(frame);
            bench.idle(card, MS);
            received.forEach(each -> assertArrayEquals(frame, each));
            return received.size() == 1;
        }
    }

    private static byte[] frame(long to, int length, int seed) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (i * 31 + seed * 7);
        }
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (to >>> 40 - 8 * i);
            frame[6 + i] = (byte) (BenchNic.ADDRESS >>> 40 - 8 * i);
        }
        return frame;
    }

    @Test
    void framesOfEverySizeAreSentAsTheyAre() {
        Rig rig = new Rig(1);
        assertEquals(List.of("ready", "link up"), rig.told);
        assertTrue(rig.nic.linkUp());
        assertEquals(BenchNic.ADDRESS, rig.nic.address());
        for (int length = DaughterNic.MIN_FRAME; length <= DaughterNic.MAX_FRAME; length += 50) {
            byte[] frame = frame(OTHER, length, length);
            assertEquals(NicOutcome.SENT, rig.send(frame));
            assertArrayEquals(frame, rig.port.sent.get(rig.port.sent.size() - 1));
        }
        byte[] room = new byte[2000];
        assertThrows(IllegalArgumentException.class, () -> rig.nic.send(room, 0, 13));
        assertThrows(IllegalArgumentException.class, () -> rig.nic.send(room, 0, 1515));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.nic.send(room, 1990, 60));
        assertEquals(0, rig.nic.sendErrors());
    }

    @Test
    void asManyFramesAsTheRingHoldsAreUnderWayAtOnceAndEndInTheirOrder() {
        Rig rig = new Rig(1);
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < DaughterNic.DEPTH; i++) {
            tickets.add(rig.nic.send(frame(OTHER, 100, i), 0, 100));
        }
        assertEquals(DaughterNic.BUSY, rig.nic.send(frame(OTHER, 100, 0), 0, 100));
        rig.bench.idle(rig.card, MS);
        assertEquals(tickets, List.copyOf(rig.ended.keySet()));
        for (int i = 0; i < DaughterNic.DEPTH; i++) {
            assertArrayEquals(frame(OTHER, 100, i), rig.port.sent.get(i));
        }
    }

    @Test
    void theFilterDoesAsTheHostWants() {
        Rig rig = new Rig(1);
        assertTrue(rig.arrives(frame(BenchNic.ADDRESS, 60, 1)));
        assertTrue(rig.arrives(frame(Ether.BROADCAST, 61, 2)));
        assertFalse(rig.arrives(frame(OTHER, 62, 3)));
        assertFalse(rig.arrives(frame(0x0100_5E00_0001L, 63, 4)));
        rig.nic.broadcast(false);
        assertFalse(rig.arrives(frame(Ether.BROADCAST, 64, 5)));
        rig.nic.multicast(true);
        assertTrue(rig.arrives(frame(0x0100_5E00_0001L, 65, 6)));
        assertTrue(rig.nic.addAddress(OTHER));
        assertTrue(rig.nic.addAddress(OTHER), "once is enough");
        assertTrue(rig.arrives(frame(OTHER, 66, 7)));
        for (int i = 0; i < 6; i++) {
            assertTrue(rig.nic.addAddress(OTHER + 1 + i));
        }
        assertFalse(rig.nic.addAddress(OTHER + 9), "full");
        rig.nic.removeAddress(OTHER);
        assertFalse(rig.arrives(frame(OTHER, 67, 8)));
        rig.nic.promiscuous(true);
        assertTrue(rig.arrives(frame(OTHER, 1514, 9)));
    }

    /** The interrupt that comes between the driver's last look and the next cause must not be lost. */
    @Test
    void noFrameWaitsForTheNextHeartbeat() {
        for (long seed = 1; seed <= 20; seed++) {
            Rig rig = new Rig(seed);
            int frames = 1_500;
            for (int i = 0; i < frames; i++) {
                rig.port.deliver(frame(BenchNic.ADDRESS, 64 + i % 1400, i));
                rig.nic.send(frame(OTHER, 64 + i % 1000, i), 0, 64 + i % 1000);
                rig.bench.idle(rig.card, 3_000 + seed * 97 % 1_000);
            }
            rig.bench.idle(rig.card, 20_000);
            assertEquals(frames, rig.received.size(), "seed " + seed);
            for (int i = 0; i < frames; i++) {
                assertArrayEquals(frame(BenchNic.ADDRESS, 64 + i % 1400, i), rig.received.get(i));
            }
            assertEquals(rig.port.sent.size(), rig.ended.size(), "seed " + seed);
            assertEquals(0, rig.nic.missed());
        }
    }

    @Test
    void framesThatFindNoRoomAreCountedAndTheOthersArriveInOrder() {
        Rig rig = new Rig(1);
        for (int i = 0; i < 100; i++) {
            rig.port.deliver(frame(BenchNic.ADDRESS, 1000, i));
        }
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals(100, rig.received.size() + rig.nic.missed());
        assertTrue(rig.nic.missed() > 0);
        assertTrue(rig.told.contains("missed " + rig.nic.missed()), rig.told.toString());
        assertTrue(rig.arrives(frame(BenchNic.ADDRESS, 60, 1)));
    }

    @Test
    void aCableWithoutACarrierIsToldAndFramesDoNotLeave() {
        Rig rig = new Rig(1);
        rig.port.carrier(false);
        rig.bench.idle(rig.card, MS);
        assertFalse(rig.nic.linkUp());
        assertEquals(NicOutcome.NOT_SENT, rig.send(frame(OTHER, 60, 1)));
        assertEquals(1, rig.nic.sendErrors());
        rig.port.carrier(true);
        rig.bench.idle(rig.card, MS);
        assertEquals(NicOutcome.SENT, rig.send(frame(OTHER, 60, 2)));
        assertEquals(List.of("ready", "link up", "link down", "link up"), rig.told);
    }

    @Test
    void aTransmitterThatHangsIsResetAndSendsAgain() {
        Rig rig = new Rig(1);
        rig.nic.addAddress(OTHER);
        rig.port.hangs = true;
        long first = rig.nic.send(frame(OTHER, 60, 1), 0, 60);
        long second = rig.nic.send(frame(OTHER, 60, 2), 0, 60);
        rig.bench.idle(rig.card, DaughterNic.TIMEOUT_NS + 30 * MS);
        assertEquals(NicOutcome.UNKNOWN, rig.ended.get(first));
        assertEquals(NicOutcome.UNKNOWN, rig.ended.get(second));
        assertEquals(List.of("ready", "link up", "ready", "link up"), rig.told);
        assertEquals(NicOutcome.SENT, rig.send(frame(OTHER, 60, 3)));
        assertTrue(rig.arrives(frame(OTHER, 60, 4)), "its filter is as it was");
    }

    @Test
    void aControllerThatIsPulledUnderLoadIsToldOnceAndServesAgainWhenItIsBack() {
        for (long seed = 1; seed <= 40; seed++) {
            Rig rig = new Rig(seed);
            List<Long> open = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                open.add(rig.nic.send(frame(OTHER, 1000, i), 0, 1000));
            }
            rig.bench.idle(rig.card, seed * 1_000);
            rig.port.pull();
            rig.bench.idle(rig.card, 30 * MS);
            for (int i = 0; i < open.size(); i++) {
                NicOutcome outcome = rig.ended.get(open.get(i));
                boolean left = i < rig.port.sent.size();
                assertTrue(outcome == NicOutcome.GONE || outcome == NicOutcome.SENT && left, seed + ": " + outcome);
            }
            assertEquals(List.of("ready", "link up", "gone"), rig.told, "seed " + seed);
            assertEquals(DaughterNic.BUSY, rig.nic.send(frame(OTHER, 60, 1), 0, 60));
            rig.port.push();
            rig.bench.idle(rig.card, 30 * MS);
            assertEquals(NicOutcome.SENT, rig.send(frame(OTHER, 60, 2)));
            assertTrue(rig.arrives(frame(BenchNic.ADDRESS, 60, 3)));
        }
    }

    @Test
    void aControllerThatDiesInItsSlotIsToldAsGone() {
        Rig rig = new Rig(1);
        rig.port.dead = true;
        long ticket = rig.nic.send(frame(OTHER, 60, 1), 0, 60);
        rig.bench.idle(rig.card, 30 * MS);
        assertEquals(NicOutcome.GONE, rig.ended.get(ticket));
        assertEquals(List.of("ready", "link up", "gone"), rig.told);
    }

    @Test
    void whenTheCardResetsWhatIsOpenIsUnknownAndItServesAgainOnceTheGateIsOpen() {
        Rig rig = new Rig(1);
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            open.add(rig.nic.send(frame(OTHER, 1500, i), 0, 1500));
        }
        rig.card.resetCard();
        rig.bench.idle(rig.card, 10 * MS);
        int before = rig.port.sent.size();
        assertTrue(open.stream().anyMatch(each -> rig.ended.get(each) == NicOutcome.UNKNOWN));
        assertTrue(open.stream().allMatch(rig.ended::containsKey));
        rig.bench.idle(rig.card, 190 * MS);
        assertEquals(before, rig.port.sent.size(), "nothing of it is sent later");
        assertEquals(NicOutcome.SENT, rig.send(frame(OTHER, 60, 2)));
        assertTrue(rig.arrives(frame(BenchNic.ADDRESS, 60, 3)));
    }

    @Test
    void aFirmwareThatDiesForGoodStopsNothing() {
        Rig rig = new Rig(1);
        rig.nic.moveAddress(0);
        rig.bench.card().ailments().trapAtBoot(1_000_000);
        rig.bench.card().hardware().hangProcessor();
        byte[] frame = frame(OTHER, 60, 1);
        for (int i = 0; i < 300; i++) {
            assertEquals(NicOutcome.SENT, rig.send(frame), "frame " + i);
            assertTrue(rig.arrives(frame(SERVICE, 60, i)), "frame " + i);
        }
        assertEquals(DriverState.DEGRADED, rig.card.core().state());
        assertEquals(3, rig.told.size(), rig.told.toString());
    }

    @Test
    void anAddressIsAnnouncedFiveTimesAndAgainAndAnsweredFor() {
        Rig rig = new Rig(1);
        rig.nic.moveAddress(0);
        long beginNs = rig.bench.nowNs();
        assertEquals("taken 0 10.77.0.1 " + Long.toHexString(SERVICE), rig.told.get(2));
        assertEquals(0, rig.nic.windowOf(SERVICE));
        rig.bench.idle(rig.card, 5_500 * MS);
        byte[] announcement = new byte[Ether.ARP_BYTES];
        Ether.announce(announcement, SERVICE, ServiceAddress.ipv4(1));
        assertEquals(15, rig.port.sent.size());
        long[] afterMs = {0, 1_000, 5_000};
        for (int i = 0; i < 15; i++) {
            assertArrayEquals(announcement, rig.port.sent.get(i));
            long lateNs = rig.port.sentNs.get(i) - beginNs - afterMs[i / 5] * MS;
            assertTrue(Math.abs(lateNs) < 20 * MS, i + ": " + lateNs);
        }
        byte[] request = new byte[Ether.ARP_BYTES];
        Ether.arp(request, Ether.BROADCAST, Ether.ARP_REQUEST, OTHER, 7, 0, ServiceAddress.ipv4(1));
        assertFalse(rig.arrives(request), "answered by the driver");
        byte[] reply = new byte[Ether.ARP_BYTES];
        Ether.arp(reply, OTHER, Ether.ARP_REPLY, SERVICE, ServiceAddress.ipv4(1), OTHER, 7);
        assertArrayEquals(reply, rig.port.sent.get(15));
        Ether.arp(request, Ether.BROADCAST, Ether.ARP_REQUEST, OTHER, 7, 0, ServiceAddress.ipv4(2));
        assertTrue(rig.arrives(request), "not ours");
        assertTrue(rig.arrives(frame(SERVICE, 60, 1)));
        rig.nic.dropAddress(0);
        assertFalse(rig.arrives(frame(SERVICE, 60, 1)));
        assertEquals(-1, rig.nic.windowOf(SERVICE));
        assertEquals(List.of("lost 0"), rig.told.subList(3, 4));
    }

    @Test
    void anAddressFollowsTheCardsWord() {
        Rig rig = new Rig(1);
        rig.nic.moveAddress(0);
        rig.bench.card().hardware().write(Register.ADDR_CTRL, 0, 0);
        byte[] frame = frame(OTHER, 60, 1);
        System.arraycopy(frame(SERVICE, 60, 1), 0, frame, 6, 6);
        rig.bench.idle(rig.card, MS / 10);
        int before = rig.port.sent.size();
        assertEquals(NicOutcome.NOT_SENT, rig.send(frame), "refused by the card before the driver knows");
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals("lost 0", rig.told.get(3));
        rig.bench.card().hardware().write(Register.ADDR_CTRL, 0, 1);
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals(5, rig.told.size(), "taken again");
        assertEquals(before + 5, rig.port.sent.size(), "announced again");
        assertEquals(NicOutcome.SENT, rig.send(frame));
    }
}
