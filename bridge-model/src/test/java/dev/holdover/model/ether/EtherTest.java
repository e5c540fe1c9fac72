package dev.holdover.model.ether;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.ServiceAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames byte by byte, as an analyser shows them. */
class EtherTest {
    @Test
    void aGratuitousArpIsTheAnnouncementOfRfc5227() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.announce(frame, ServiceAddress.mac(3, 2), ServiceAddress.ipv4(3));
        String bytes = "ffffffffffff" + "024800020003" + "0806" // Ethernet: to all, from, ARP
                + "0001" + "0800" + "06" + "04" + "0001" // Ethernet, IPv4, lengths, request
                + "024800020003" + "0a4d0003" // sender
                + "000000000000" + "0a4d0003"; // target: its own address
        assertArrayEquals(HexFormat.of().parseHex(bytes), frame);
        assertTrue(Ether.isArp(frame, frame.length));
        assertFalse(Ether.isAsk(frame, frame.length));
        assertFalse(Ether.isArp(frame, frame.length - 1), "cut short");
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.arp(frame, 0x0253_5400_0001L, Ether.ARP_REPLY, 0x0248_0001_0002L, 0x0a4d_0002, 0x0253_5400_0001L, 7);
        assertEquals(0x0253_5400_0001L, Ether.to(frame));
        assertEquals(0x0248_0001_0002L, Ether.from(frame));
        assertEquals(Ether.ARP_REPLY, Ether.arpOperation(frame));
        assertEquals(0x0248_0001_0002L, Ether.arpSenderMac(frame));
        assertEquals(0x0a4d_0002, Ether.arpSenderIp(frame));
        assertEquals(7, Ether.arpTargetIp(frame));
        Ether.ask(frame, 1, 2, Ether.ANSWER, 0xC0A8_0001, -5, 9);
        assertTrue(Ether.isAsk(frame, Ether.ASK_BYTES));
        assertFalse(Ether.isArp(frame, frame.length));
        assertEquals(Ether.ANSWER, Ether.askOperation(frame));
        assertEquals(0xC0A8_0001, Ether.askIp(frame));
        assertEquals(-5, Ether.askNumber(frame));
        assertEquals(9, Ether.askEpoch(frame));
    }

    @Test
    void anAddressTellsItsPersonalityAndItsCard() {
        for (int number : new int[] {1, 8, 255, 4096}) {
            assertEquals(number, ServiceAddress.personality(ServiceAddress.ipv4(number)));
            assertEquals(number, ServiceAddress.card(ServiceAddress.mac(7, number)));
        }
        assertEquals(-1, ServiceAddress.personality(0x0a4e_0001));
        assertEquals(-1, ServiceAddress.card(Ether.BROADCAST));
        assertEquals("10.77.1.4", ServiceAddress.text(ServiceAddress.ipv4(260)));
    }
}
