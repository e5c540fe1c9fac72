package dev.holdover.model.contract;

/** The values of CSAVE_INFO.CAUSE: why the NVRAM was saved elsewhere. */
public enum SaveCause {
    NONE("Nothing was saved"),
    COMMAND("The host ordered it"),
    POWER_LOST("The main rail fell"),
    HOST_LOST("The host's heartbeat stopped, or its kernel panicked"),
    HOST_STOPPED("The host said that it shuts down");

    private static final SaveCause[] VALUES = values();

    private final String doc;

    SaveCause(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The cause behind a register value; anything unknown is {@link #NONE}. */
    public static SaveCause of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : NONE;
    }
}
