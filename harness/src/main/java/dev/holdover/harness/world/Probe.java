package dev.holdover.harness.world;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Register;

/**
 * Told of what goes over buses and networks, each transaction and each frame. That is frequent: only those are told
 * that are added as probes. A probe changes nothing and draws nothing; bytes that it is shown are valid until it
 * returns.
 */
public interface Probe {
    /**
     * A transaction on a card's PCIe link was performed at its completer, or is known to be lost.
     *
     * @param bar that a READ or WRITE hit; zero for the others
     * @param address offset within the BAR in bytes; a bus address of the host's memory for the others
     * @param data what was written, or what came back; for a request that failed, how much was asked for
     * @param how for what is posted and has no completion: SUCCESS, it has arrived; TIMEOUT, it was lost on the link;
     *     UNSUPPORTED_REQUEST, its address is mapped to nothing
     */
    default void transaction(
            CardNode card, BusOperation what, int bar, long address, byte[] data, int at, int length, Completion how) {}

    /** The firmware writes element {@code n} of a register. */
    default void registerWritten(CardNode card, Register register, int n, long value) {}

    /** A card gives its port a frame of the cluster, for {@code to}'s port; it has no Ethernet header in this world. */
    default void frameSent(Plug from, Plug to, byte[] frame, int at, int length) {}

    /** A member gives its port an Ethernet frame, or a card does: whom it is for stands in it. */
    default void frameSent(Plug from, byte[] frame, int at, int length) {}

    /** The frame that {@code from} has sent last does not reach {@code to}; the same plug twice: it reaches nobody. */
    default void frameLost(Plug from, Plug to, FrameFate why) {}

    /** A frame has come to {@code to}: of the cluster from card to card, of Ethernet else. */
    default void frameArrived(Plug from, Plug to, byte[] frame, int length, FrameFate fate) {}
}
