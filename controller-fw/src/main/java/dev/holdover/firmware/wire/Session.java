package dev.holdover.firmware.wire;

/**
 * What is known of one other card: which of its lives it is in, and which of that life's frames were
 * seen. Frames may come out of order within a window of 64; older ones and repetitions are refused
 * (as in IPsec, RFC 4303 section 3.4.3).
 */
final class Session {
    private static final int WINDOW = 64;

    private int incarnation;
    private long highest;
    private long seen;

    int incarnation() {
        return incarnation;
    }

    /** Whether a frame of {@code fromIncarnation} with {@code nonce} is new; changes nothing. */
    boolean fresh(int fromIncarnation, long nonce) {
        if (fromIncarnation != incarnation) {
            return fromIncarnation > incarnation;
        }
        long age = highest - nonce;
        return age < 0 || age < WINDOW && (seen >>> age & 1) == 0;
    }

    /** Notes a fresh frame; says whether it begins a new life. */
    boolean accept(int fromIncarnation, long nonce) {
        boolean anew = fromIncarnation > incarnation;
        if (anew) {
            incarnation = fromIncarnation;
            highest = nonce;
            seen = 1;
        } else if (nonce > highest) {
            long step = nonce - highest;
            seen = step < WINDOW ? seen << step | 1 : 1;
            highest = nonce;
        } else {
            seen |= 1L << highest - nonce;
        }
        return anew;
    }

    long stateHash() {
        return (highest * 31 + seen) * 31 + incarnation;
    }
}
