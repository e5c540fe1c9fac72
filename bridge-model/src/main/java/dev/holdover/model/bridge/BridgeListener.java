package dev.holdover.model.bridge;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;

/** What the bridge sets off in the rest of the card. */
public interface BridgeListener {
    /** A cause for the embedded processor became pending. */
    void processorInterrupt(Field cause);

    /** The host asks for a reset of the processor (claim 17). */
    void processorReset();

    /** The host's heartbeat came. */
    void heartbeat();

    /** The firmware says that its boot is good. */
    void bootConfirmed();

    /** The firmware wrote the lease of a window, in microseconds; zero: none. */
    void leaseWritten(int window, long us);

    /** Whether the lease of a window has run out, so that it must stay closed. */
    boolean leaseExpired(int window);

    /** The firmware wrote a register of the watchdog's block; it holds the value as written. */
    void watchdogWritten(Register register, long value);

    /** Either side wrote a register of the ECC block; it holds what its access makes of the value. */
    void eccWritten(Register register, long value);

    /** ES_TEST or POWER_CTRL was written. */
    void energyWritten(Register register, long value);

    /** A gate or a window moved. */
    void gatesMoved();

    /** An address was armed or withdrawn. */
    void addressesMoved();

    /** A side wrote DAUGHTER_CTRL of a slot. */
    default void daughterOrdered(int slot, long value, Side by) {}

    /** A message for the host. */
    void message(long address, int data);

    /** A register whose value depends on time is about to be read. */
    void refresh(Register register);
}
