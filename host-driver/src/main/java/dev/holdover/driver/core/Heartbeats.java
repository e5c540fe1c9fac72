package dev.holdover.driver.core;

import dev.holdover.model.contract.Register;

/** The driver's heartbeat and the firmware's: each side counts what it sees of the other. */
final class Heartbeats {
    private static final long DEFAULT_PERIOD_NS = 10_000_000;
    private static final long DEFAULT_LIMIT = 5;

    private final CardRegisters card;
    private long periodNs = DEFAULT_PERIOD_NS;
    private long limit = DEFAULT_LIMIT;
    private long sent;
    private long seen;
    private long silent;

    Heartbeats(CardRegisters card) {
        this.card = card;
    }

    /** Learns how often the card wants to hear from the host; says whether it could be read. */
    boolean learn() {
        long periodUs = card.read(Register.HEARTBEAT_PERIOD_US);
        long missed = card.read(Register.HEARTBEAT_LIMIT);
        if (periodUs == CardRegisters.ALL_ONES || missed == CardRegisters.ALL_ONES) {
            return false;
        }
        periodNs = periodUs * 1000;
        limit = missed;
        return true;
    }

    long periodNs() {
        return periodNs;
    }

    /** Lets the card hear from this host. */
    void beat() {
        card.write(Register.HEARTBEAT, ++sent & CardRegisters.ALL_ONES);
    }

    /** The firmware is heard anew. */
    void begin() {
        silent = 0;
    }

    /** Looks once a period; says whether the firmware has been silent for too long. */
    boolean cardIsSilent() {
        long beats = card.read(Register.CARD_HEARTBEAT);
        silent = beats == seen ? silent + 1 : 0;
        seen = beats;
        return silent >= limit;
    }
}
