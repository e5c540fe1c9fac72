package dev.holdover.model.ether;

/**
 * When the new owner of an address announces it by gratuitous ARP (RFC 5227, 2.3): some at once, and again twice, since
 * any of them may be lost.
 */
public final class Announcements {
    /** How many there are. */
    public static final int ROUNDS = 3;

    /** Frames in each. */
    public static final int REPETITIONS = 5;

    private static final long[] AFTER_NS = {0, 1_000_000_000, 5_000_000_000L};

    private Announcements() {}

    /** When round {@code n} is due, from 0 on, counted from the moment at which the address was taken; nanoseconds. */
    public static long afterNs(int n) {
        return AFTER_NS[n];
    }
}
