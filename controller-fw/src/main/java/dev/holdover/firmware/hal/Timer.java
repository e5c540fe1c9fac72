package dev.holdover.firmware.hal;

/** The firmware's timers. Those that are due for each slot have a deadline for each. */
public enum Timer {
    /** Heartbeats to host and peers. */
    TICK(false),
    /** The host's heartbeat is overdue. */
    HOST_DEADLINE(false),
    /** Kick the watchdog. */
    WATCHDOG(false),
    /** A challenge is overdue. */
    PROOF(false),
    /** Something sent was not acknowledged. */
    RETRANSMIT(true),
    /** Announce an address again. */
    ANNOUNCE(true);

    private final boolean forEachSlot;

    Timer(boolean forEachSlot) {
        this.forEachSlot = forEachSlot;
    }

    public boolean forEachSlot() {
        return forEachSlot;
    }
}
