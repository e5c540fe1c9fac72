package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.Optional;

/**
 * A host's port on a LAN. It answers for the addresses that its cards have armed, as long as their gates
 * are open: the gate is the only path to an address. It has no back-up power and no mind of its own.
 */
final class HostNic implements Plug.Member {
    private final Host host;
    private final byte[] frame = new byte[Ether.MAX_BYTES];

    HostNic(Host host) {
        this.host = host;
    }

    @Override
    public boolean owns(long mac) {
        int number = ServiceAddress.card(mac);
        for (HostTask task : host.tasks()) {
            if (task.card().config().card() == number) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void receive(Plug by, byte[] received, int length) {
        if (host.state() != HostState.RUNNING) {
            return;
        }
        boolean arp = Ether.isArp(received, length) && Ether.arpOperation(received) == Ether.ARP_REQUEST;
        boolean ask = Ether.isAsk(received, length) && Ether.askOperation(received) == Ether.ASK;
        if (!arp && !ask) {
            return;
        }
        int ipv4 = arp ? Ether.arpTargetIp(received) : Ether.askIp(received);
        for (HostTask task : host.tasks()) {
            Bridge bridge = task.card().hardware().bridge();
            for (int slot = 0; slot < task.card().layout().slots(); slot++) {
                if (bridge.answers(slot) && bridge.ipv4(slot) == ipv4) {
                    if (arp) {
                        arpReply(by, bridge.mac(slot), ipv4, received);
                    } else {
                        answer(by, task, slot, received, length);
                    }
                }
            }
        }
    }

    private void arpReply(Plug by, long mac, int ipv4, byte[] request) {
        long asker = Ether.arpSenderMac(request);
        Ether.arp(frame, asker, Ether.ARP_REPLY, mac, ipv4, asker, Ether.arpSenderIp(request));
        by.network().send(by, frame, 0, Ether.ARP_BYTES);
    }

    /** The address is the path to the personality; who serves it is the driver's word, and a process must run. */
    private void answer(Plug by, HostTask task, int slot, byte[] request, int length) {
        Optional<DriverCore> driver = task.driver();
        long mac = task.card().hardware().bridge().mac(slot);
        if (Ether.to(request) == mac && driver.isPresent() && driver.get().owns(slot) && task.serves(slot)) {
            Ether.answer(frame, request, length, driver.get().epoch(slot));
            by.network().send(by, frame, 0, length);
        }
    }
}
