package dev.holdover.firmware.wire;

import dev.holdover.firmware.hal.Hal;
import java.util.Arrays;

/**
 * What is known of one other card: which of its lives it is in, and which of that life's frames were
 * seen. On each LAN frames may come out of order within a window of 64; older ones and repetitions are
 * refused (as in IPsec, RFC 4303 section 3.4.3). The LANs have a window each, so that what overtakes on
 * the one makes nothing old on the other.
 */
public final class Session {
    private static final int WINDOW = 64;

    private int incarnation;
    private final long[] highest = new long[Hal.PORTS];
    private final long[] seen = new long[Hal.PORTS];

    int incarnation() {
        return incarnation;
    }

    /** Whether a frame of {@code fromIncarnation} with {@code nonce} is new on its LAN; changes nothing. */
    boolean fresh(int fromIncarnation, long nonce, int port) {
        if (fromIncarnation != incarnation) {
            return fromIncarnation > incarnation;
        }
        long age = highest[port] - nonce;
        return age < 0 || age < WINDOW && (seen[port] >>> age & 1) == 0;
    }

    /** Whether a frame that is new on its LAN was seen on another; changes nothing. */
    boolean twin(int fromIncarnation, long nonce, int port) {
        for (int other = 0; other < Hal.PORTS; other++) {
            long age = highest[other] - nonce;
            boolean known = age >= 0 && age < WINDOW && (seen[other] >>> age & 1) != 0;
            if (other != port && known && fromIncarnation == incarnation) {
                return true;
            }
        }
        return false;
    }

    /** Notes a fresh frame; says whether it begins a new life. */
    boolean accept(int fromIncarnation, long nonce, int port) {
        boolean anew = fromIncarnation > incarnation;
        if (anew) {
            incarnation = fromIncarnation;
            Arrays.fill(highest, 0);
            Arrays.fill(seen, 0);
        }
        if (nonce > highest[port]) {
            long step = nonce - highest[port];
            seen[port] = step < WINDOW ? seen[port] << step | 1 : 1;
            highest[port] = nonce;
        } else {
            seen[port] |= 1L << highest[port] - nonce;
        }
        return anew;
    }

    long stateHash() {
        long hash = incarnation;
        for (int port = 0; port < Hal.PORTS; port++) {
            hash = (hash * 31 + highest[port]) * 31 + seen[port];
        }
        return hash;
    }
}
