package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;

/**
 * Keeps the host from bearing a personality's address that is not its own now: the gate is the only path to addresses,
 * also through a network controller that the host drives. A personality's MAC address passes as a source, and its IPv4
 * address as an ARP sender's, only together and while a window answers for them. Every other address is the host's own
 * affair.
 */
final class SourceGuard {
    private static final int WINDOWS = Register.ADDR_MAC.count();

    private final Bridge bridge;

    SourceGuard(Bridge bridge) {
        this.bridge = bridge;
    }

    /** Whether the host may send this frame now. */
    boolean lets(byte[] frame, int length) {
        if (ServiceAddress.card(Ether.from(frame)) >= 0 && windowOf(Ether.from(frame)) < 0) {
            return false;
        }
        if (!Ether.isArp(frame, length)) {
            return true;
        }
        long mac = Ether.arpSenderMac(frame);
        int ipv4 = Ether.arpSenderIp(frame);
        if (ServiceAddress.card(mac) < 0 && ServiceAddress.personality(ipv4) < 0) {
            return true;
        }
        int window = windowOf(mac);
        return window >= 0 && bridge.ipv4(window) == ipv4;
    }

    private int windowOf(long mac) {
        for (int window = 0; window < WINDOWS; window++) {
            if (bridge.answers(window) && bridge.mac(window) == mac) {
                return window;
            }
        }
        return -1;
    }
}
