package dev.holdover.model.memory;

/** What the error detection and correction does with a word whose syndrome is not zero (umem 0x0C). */
public enum EdcMode {
    /** Nothing: it is handed out as it is. */
    NONE,
    /** It is reported, and handed out as poison. */
    DETECT,
    /** One flip is corrected; anything else that the code can tell is poison. */
    CORRECT;

    private static final EdcMode[] VALUES = values();

    /** The mode behind a register value; anything unknown is {@link #CORRECT}. */
    public static EdcMode of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : CORRECT;
    }
}
