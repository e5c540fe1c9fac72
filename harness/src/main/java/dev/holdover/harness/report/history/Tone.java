package dev.holdover.harness.report.history;

/** What kind of state a span is; each is drawn in its own way, and told in words as well. */
public enum Tone {
    /** Owns, and serves. */
    OWNER,
    /** As it should be. */
    GOOD,
    /** On its way from one state to another. */
    BUSY,
    /** Works, but not as it should. */
    WARN,
    /** Broken. */
    BAD,
    /** Off, empty or unused. */
    OFF
}
