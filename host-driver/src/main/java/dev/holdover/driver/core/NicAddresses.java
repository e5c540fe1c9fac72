package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.ether.Announcements;
import dev.holdover.model.ether.Ether;

/**
 * The addresses of windows that a network controller of the host is to bear (claims 9 and 14). Who bears an address is
 * the card's word: it arms the address of a window when a take-over has come that far, and withdraws it with the gate.
 * So an address is followed:
 *
 * <pre>
 * WANTED -> HELD    the card has it armed: its MAC passes the filter, it is announced and answered for
 * HELD -> WANTED    the card has withdrawn it, or the controller is lost
 * </pre>
 */
final class NicAddresses {
    private static final int WINDOWS = Register.ADDR_MAC.count();

    private final CardRegisters card;
    private final DaughterNic nic;
    private final boolean[] wanted = new boolean[WINDOWS];
    private final boolean[] held = new boolean[WINDOWS];
    private final int[] ipv4s = new int[WINDOWS];
    private final long[] macs = new long[WINDOWS];
    private final long[] heldNs = new long[WINDOWS];
    private final int[] round = new int[WINDOWS];
    private final int[] left = new int[WINDOWS];
    private final byte[] frame = new byte[Ether.ARP_BYTES];

    NicAddresses(CardRegisters card, DaughterNic nic) {
        this.card = card;
        this.nic = nic;
    }

    void want(int window, boolean now) {
        wanted[window] = now;
    }

    /** The window whose address is held with this MAC address, or -1. */
    int windowOf(long mac) {
        for (int window = 0; window < WINDOWS; window++) {
            if (held[window] && macs[window] == mac) {
                return window;
            }
        }
        return -1;
    }

    /** Takes and leaves addresses as the card says, and announces what is due. */
    void follow(long nowNs) {
        boolean any = false;
        for (int window = 0; window < WINDOWS; window++) {
            any |= wanted[window] || held[window];
        }
        if (!any) {
            return;
        }
        long armed = card.read(Register.ADDR_CTRL);
        if (armed == CardRegisters.ALL_ONES) {
            return;
        }
        for (int window = 0; window < WINDOWS; window++) {
            boolean ours = wanted[window] && (Field.ADDR_ARMED.get(armed) >>> window & 1) != 0;
            if (ours && !held[window]) {
                take(window, nowNs);
            } else if (!ours && held[window]) {
                leave(window);
            }
            if (held[window]) {
                announce(window, nowNs);
            }
        }
    }

    /** The controller is lost, and its filter empty. */
    void loseAll() {
        for (int window = 0; window < WINDOWS; window++) {
            if (held[window]) {
                leave(window);
            }
        }
    }

    private void take(int window, long nowNs) {
        int ipv4 = (int) card.read(Register.ADDR_IPV4, window);
        long mac = card.read(Register.ADDR_MAC, window);
        if (mac == -1 || !nic.addAddress(mac)) {
            return;
        }
        ipv4s[window] = ipv4;
        macs[window] = mac;
        held[window] = true;
        heldNs[window] = nowNs;
        round[window] = 0;
        left[window] = 0;
        nic.listener().addressTaken(window, ipv4, mac);
    }

    private void leave(int window) {
        held[window] = false;
        nic.removeAddress(macs[window]);
        nic.listener().addressLost(window);
    }

    private void announce(int window, long nowNs) {
        if (round[window] < Announcements.ROUNDS && nowNs >= heldNs[window] + Announcements.afterNs(round[window])) {
            round[window]++;
            left[window] = Announcements.REPETITIONS;
        }
        if (left[window] > 0) {
            Ether.announce(frame, macs[window], ipv4s[window]);
        }
        while (left[window] > 0 && nic.send(frame, 0, Ether.ARP_BYTES) != DaughterNic.BUSY) {
            left[window]--;
        }
    }

    /** Answers an ARP request for an address that is held; says whether it was one. */
    boolean answered(byte[] request, int length) {
        if (!Ether.isArp(request, length) || Ether.arpOperation(request) != Ether.ARP_REQUEST) {
            return false;
        }
        int ipv4 = Ether.arpTargetIp(request);
        for (int window = 0; window < WINDOWS; window++) {
            if (held[window] && ipv4s[window] == ipv4) {
                long asker = Ether.arpSenderMac(request);
                Ether.arp(frame, asker, Ether.ARP_REPLY, macs[window], ipv4, asker, Ether.arpSenderIp(request));
                // One that finds the ring full is lost as on any cable: the asker asks again.
                nic.send(frame, 0, Ether.ARP_BYTES);
                return true;
            }
        }
        return false;
    }
}
