package dev.holdover.firmware.replicate;

/**
 * How long to wait for an answer before what has none is sent again. The first answer takes a round trip, with all
 * that waits on the wire before it; once answers come, the next one follows the last by the time that a frame takes,
 * and its absence tells much sooner that something was lost. A timeout that expires doubles the next, until there is
 * an answer (RFC 6298, section 5.5).
 */
final class RetransmissionTimeout {
    private static final long LEAST_NS = 4_000_000;
    private static final int MOST_DOUBLINGS = 5;
    private static final long NOT_MEASURED = -1;

    private long askedNs = NOT_MEASURED;
    private long answeredNs = NOT_MEASURED;
    private long roundTripNs;
    private long gapNs;
    private int expiries;

    /** Something is sent, and nothing else is under way. */
    void begins(long nowNs) {
        askedNs = nowNs;
        answeredNs = NOT_MEASURED;
    }

    /** Something of what is under way was answered. */
    void answered(long nowNs) {
        if (answeredNs != NOT_MEASURED) {
            gapNs = Math.max(nowNs - answeredNs, gapNs * 3 / 4);
        } else if (askedNs != NOT_MEASURED) {
            roundTripNs = nowNs - askedNs;
        }
        answeredNs = nowNs;
        expiries = 0;
    }

    /** Nothing was answered in time; whose answer comes next nobody can tell, so it is no measure (Karn). */
    void expired() {
        expiries++;
        askedNs = NOT_MEASURED;
    }

    /** The peer is gone. */
    void forget() {
        expiries = 0;
        askedNs = NOT_MEASURED;
        answeredNs = NOT_MEASURED;
    }

    /** From the last answer, or from when it was sent. */
    long ns() {
        long roundTrips = 2 * roundTripNs;
        long usual = answeredNs == NOT_MEASURED ? roundTrips : Math.min(4 * gapNs, roundTrips);
        return Math.max(LEAST_NS, usual) << Math.min(expiries, MOST_DOUBLINGS);
    }
}
