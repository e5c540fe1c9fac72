package dev.holdover.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replay, gate, addresses: in this order, and back. */
class AddressesTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final List<FakeHal.Sent> announcements = new ArrayList<>();
    private final Pair pair = new Pair();
    private final Node one = pair.one();
    private final Node two = pair.two();

    @Test
    void theAddressIsArmedBehindTheOpenGateOnly() {
        one.boot();
        two.boot();
        pair.run(2_000_000);
        assertEquals(0, armed(one), "the host has not proved itself yet");
        assertTrue(one.prove());
        assertEquals(1 << Pair.MINE, armed(one));
        assertEquals(ServiceAddress.ipv4(1), (int) one.hal().get(Register.ADDR_IPV4, Pair.MINE));
        assertEquals(ServiceAddress.mac(1, 1), one.hal().get(Register.ADDR_MAC, Pair.MINE));
        assertEquals(1, one.hal().count(Notice.ADDRESS_ARMED));
        assertEquals(0, one.hal().count(Notice.ADDRESS_TAKEN_OVER));
    }

    @Test
    void fiveAnnouncementsGoByEachLanAtOnceAfterOneSecondAndAfterFive() {
        pair.heard(announcements::add);
        pair.up();
        assertEquals(5, announcements(0));
        assertEquals(5, announcements(1));
        pair.run(SECOND_NS);
        assertEquals(10, announcements(0));
        pair.run(3 * SECOND_NS);
        assertEquals(10, announcements(0));
        pair.run(2 * SECOND_NS);
        assertEquals(15, announcements(0));
        assertEquals(15, announcements(1));
        pair.run(10 * SECOND_NS);
        assertEquals(15, announcements(0), "and no more");
        byte[] frame = announcements.stream()
                .filter(sent -> sent.toCard() == Hal.EVERYBODY)
                .findFirst()
                .orElseThrow()
                .frame();
        assertTrue(Ether.isArp(frame, frame.length));
        assertEquals(Ether.BROADCAST, Ether.to(frame));
        assertEquals(Ether.ARP_REQUEST, Ether.arpOperation(frame));
        assertEquals(ServiceAddress.ipv4(1), Ether.arpSenderIp(frame));
        assertEquals(ServiceAddress.ipv4(1), Ether.arpTargetIp(frame));
        assertEquals(ServiceAddress.mac(1, 1), Ether.arpSenderMac(frame));
    }

    @Test
    void aFailedHostsAddressIsWithdrawnAndThePeerTakesItBeforeItSaysClaimed() {
        pair.up();
        assertTrue(two.prove());
        one.hostBeats(false);
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.CLAIMED) == 1, 20 * Configs.HEARTBEAT_NS));
        assertEquals(0, armed(one));
        assertEquals(0b11, armed(two));
        assertEquals(ServiceAddress.mac(1, 2), two.hal().get(Register.ADDR_MAC, Pair.THEIRS));
        List<Notice> order =
                two.hal().notes().stream().map(FakeHal.Note::notice).toList();
        assertTrue(order.indexOf(Notice.CLAIMING) < order.indexOf(Notice.ADDRESS_TAKEN_OVER));
        assertTrue(order.indexOf(Notice.ADDRESS_TAKEN_OVER) < order.indexOf(Notice.CLAIMED));
    }

    @Test
    void aPeerWhoseOwnGateIsShutClaimsWithoutAnAddress() {
        pair.up();
        one.hostBeats(false);
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.CLAIMED) == 1, 20 * Configs.HEARTBEAT_NS));
        assertFalse(two.windowOpen(Pair.THEIRS));
        assertEquals(0, armed(two));
        assertTrue(two.prove());
        assertEquals(0b11, armed(two));
    }

    private int announcements(int port) {
        return (int) announcements.stream()
                .filter(sent -> sent.port() == port && sent.toCard() == Hal.EVERYBODY)
                .count();
    }

    private static int armed(Node node) {
        return (int) Field.ADDR_ARMED.get(node.hal().get(Register.ADDR_CTRL, 0));
    }
}
