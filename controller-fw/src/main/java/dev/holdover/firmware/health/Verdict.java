package dev.holdover.firmware.health;

/**
 * What the diagnostic ladder says is wrong, from its lowest rung to its highest. The ordinal stands in heartbeats
 * and notices.
 */
public enum Verdict {
    /** Nothing. */
    NONE,
    /** Our host has no power. */
    HOST_POWER,
    /** The PCIe link to our host is down while its power is good. */
    HOST_LINK,
    /** Our host said that it stops. */
    HOST_SHUTDOWN,
    /** Our host has power and a link, and does not beat. */
    HOST_HANG,
    /** Our host beats, and the process that serves one of its personalities does not. */
    HOST_PROCESS,
    /** One of our own ports fails its self-test. */
    OWN_NIC,
    /** One of our own ports has no carrier: its cable, or what is at the other end. */
    LINK,
    /** Ports and cables at both ends are good, and nothing passes between them. */
    SWITCH,
    /** Frames pass one way only. */
    UNIDIRECTIONAL,
    /** A peer says that its port fails its self-test. */
    PEER_NIC,
    /** A peer says that its port has no carrier, and ours has. */
    PEER_LINK,
    /** A peer is silent, and there is nobody else to ask. */
    PEER_SILENT,
    /** A peer is silent, and nobody else hears it either. */
    PEER_DEAD,
    /** A peer says that its host has failed. */
    PEER_HOST;

    private static final Verdict[] VALUES = values();

    public static Verdict of(long ordinal) {
        return ordinal < 0 || ordinal >= VALUES.length ? NONE : VALUES[(int) ordinal];
    }

    /** Whether it is about the host of the card that says so. */
    public boolean isHost() {
        return this == HOST_POWER
                || this == HOST_LINK
                || this == HOST_SHUTDOWN
                || this == HOST_HANG
                || this == HOST_PROCESS;
    }
}
