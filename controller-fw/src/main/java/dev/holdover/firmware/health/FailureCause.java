package dev.holdover.firmware.health;

/** How the host's failure was found out. The ordinal stands in the certificate. */
public enum FailureCause {
    /** The main rail fell. */
    POWER_LOST,
    /** Heartbeats stopped. */
    HEARTBEAT_LOST,
    /** The host said that it shuts down. */
    TOLD_SHUTDOWN,
    /** The host's kernel said that it panicked. */
    PANICKED,
    /** None: a guest goes home. */
    RETURNED,
    /** A process that serves a personality fell silent, though the host beats. */
    PROCESS_LOST,
    /** An operator said so. */
    OPERATOR;

    private static final FailureCause[] VALUES = values();

    public static FailureCause of(long value) {
        return VALUES[(int) value];
    }
}
