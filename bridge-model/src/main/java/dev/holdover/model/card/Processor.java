package dev.holdover.model.card;

import dev.holdover.model.disk.DiskStatus;

/**
 * The embedded processor, as the card's hardware sees it. Each call runs to its end. A {@link Stopped}
 * that comes out of one means that the processor lost its state in the middle.
 */
public interface Processor {
    /** Reset was released: start with nothing but what the NVRAM says. */
    void boot(long nowNs);

    /** PROC_INT_CAUSE is not zero. */
    void interrupt(long nowNs);

    /** A timer armed through {@link FailoverCard#arm} is due. */
    void timer(int id, long nowNs);

    /** A frame came in at one of the card's own network ports. */
    void frame(int port, byte[] frame, int at, int length, long nowNs);

    /** A command that was given to the disk in a daughter slot has ended. */
    default void disk(int slot, int tag, DiskStatus status, long nowNs) {}

    /** The processor is held in reset or without power: all state is gone. */
    void stop();

    /** Unwinds the firmware out of a store when the processor stops there. It carries no stack. */
    final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("processor stopped", null, false, false);
        }
    }
}
