package dev.holdover.harness.cli;

/** Exit statuses. */
final class Status {
    /** Everything held. */
    static final int HELD = 0;
    /** An invariant or an expectation broke. */
    static final int BROKEN = 1;
    /** Bad input or usage. */
    static final int BAD_INPUT = 2;
    /** Right, but it could not run here. */
    static final int CANNOT_RUN = 3;

    private Status() {}
}
