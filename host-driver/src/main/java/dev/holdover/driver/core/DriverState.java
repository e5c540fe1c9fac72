package dev.holdover.driver.core;

/** What the driver can do for the host right now. */
public enum DriverState {
    /** Nothing answers that is one of our cards. */
    ABSENT,
    /** The card is there; its firmware is not serving yet. */
    WAITING,
    /** The card's gate is shut: answering its challenges. */
    PROVING,
    /** Everything works. */
    UP,
    /** The firmware failed: the host's gate is shut and the NVRAM is the host's alone. No fail-over. */
    DEGRADED
}
