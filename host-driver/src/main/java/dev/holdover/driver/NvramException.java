package dev.holdover.driver;

import dev.holdover.driver.core.Outcome;

/** A write or read that the card did not carry out; the message says what and why in one line. */
public final class NvramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    NvramException(String message, Outcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /** What is known of the write. */
    public Outcome outcome() {
        return outcome;
    }
}
