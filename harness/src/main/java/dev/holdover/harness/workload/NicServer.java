package dev.holdover.harness.workload;

import dev.holdover.driver.core.DaughterNic;
import dev.holdover.driver.core.DaughterNicListener;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.NicOutcome;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.ether.Ether;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Answers clients on a LAN through a network controller in a daughter slot of its host (claim 9): for each personality
 * that the host owns it takes the address over, and gives requests to it back with the epoch. What a client wants to
 * have back comes as it was.
 */
final class NicServer implements DaughterNicListener {
    private final NicNode node;
    private final Host host;
    private final DriverCore core;
    private final IntPredicate serves;
    private final Witness witness;
    private final Storyteller storyteller;
    private final byte[] answer = new byte[DaughterNic.MAX_FRAME];
    private final int[] personalities;
    private final boolean[] told;
    private final DaughterNic nic;
    private long abandoned;

    /** @param serves whether a process serves a window */
    NicServer(
            NicNode node,
            Host host,
            DriverCore core,
            IntPredicate serves,
            int windows,
            Witness witness,
            Storyteller storyteller) {
        this.node = node;
        this.host = host;
        this.core = core;
        this.serves = serves;
        this.witness = witness;
        this.storyteller = storyteller;
        this.personalities = new int[windows];
        this.told = new boolean[windows];
        this.nic = core.daughters().nic(node.slot(), this);
    }

    void owns(int window, int personality) {
        personalities[window] = personality;
        nic.moveAddress(window);
    }

    void lost(int window) {
        nic.dropAddress(window);
    }

    /** The driver can do more, or less: the next answer of each personality is told. */
    void driverMoved() {
        Arrays.fill(told, false);
    }

    @Override
    public void received(byte[] frame, int length) {
        witness.nicDelivered(host, node, frame, length);
        if (!Ether.isAsk(frame, length) || Ether.askOperation(frame) != Ether.ASK) {
            return;
        }
        int window = nic.windowOf(Ether.to(frame));
        if (window < 0 || !core.owns(window) || !serves.test(window)) {
            return;
        }
        Ether.answer(answer, frame, length, core.epoch(window));
        if (nic.send(answer, 0, length) == DaughterNic.BUSY) {
            // Lost, as any frame may be: the client asks again.
            return;
        }
        witness.nicSubmitted(host, node, answer, length);
        if (!told[window]) {
            told[window] = true;
            tell(Happening.DAUGHTER_NIC_ANSWERED, personalities[window]);
        }
    }

    @Override
    public void sent(long ticket, NicOutcome outcome) {
        switch (outcome) {
            case SENT -> {
                // As ever.
            }
            case NOT_SENT -> {
                if (nic.linkUp()) {
                    tell(Happening.DAUGHTER_NIC_REFUSED, 0);
                }
            }
            case UNKNOWN, GONE -> abandoned++;
        }
    }

    @Override
    public void ready() {
        driverMoved();
        if (abandoned > 0) {
            tell(Happening.DAUGHTER_NIC_RESET, abandoned);
            abandoned = 0;
        }
        tell(Happening.DAUGHTER_NIC_READY, 0);
    }

    @Override
    public void gone() {
        tell(Happening.DAUGHTER_NIC_GONE, 0);
    }

    @Override
    public void link(boolean up) {
        driverMoved();
        tell(up ? Happening.DAUGHTER_NIC_LINK_UP : Happening.DAUGHTER_NIC_LINK_DOWN, 0);
    }

    @Override
    public void missed(long frames) {
        tell(Happening.DAUGHTER_NIC_MISSED, frames);
    }

    @Override
    public void addressTaken(int window, int ipv4, long mac) {
        told[window] = false;
        tell(Happening.DAUGHTER_NIC_ADDRESS, ipv4);
    }

    @Override
    public void addressLost(int window) {
        tell(Happening.DAUGHTER_NIC_ADDRESS_LOST, window);
    }

    private void tell(Happening what, long number) {
        storyteller.tell(what, host.name(), node.slot(), number);
    }
}
