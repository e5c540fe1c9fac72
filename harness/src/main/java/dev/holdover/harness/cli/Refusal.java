package dev.holdover.harness.cli;

import org.jspecify.annotations.Nullable;

/** Ends the command with one line and a status. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refusal(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** What was asked for is wrong. */
    static Refusal badInput(String message) {
        return new Refusal(Status.BAD_INPUT, message, null);
    }

    /** What was asked for is wrong, as the system says. */
    static Refusal badInput(String message, Throwable cause) {
        return new Refusal(Status.BAD_INPUT, message, cause);
    }

    /** The program itself broke. */
    static Refusal broken(String message, @Nullable Throwable cause) {
        return new Refusal(Status.BROKEN, message, cause);
    }

    /** It was right, but it does not work here. */
    static Refusal cannotRun(String message, Throwable cause) {
        return new Refusal(Status.CANNOT_RUN, message, cause);
    }

    int status() {
        return status;
    }
}
