package dev.holdover.model.contract;

/** The values of FW_BOOT.RESULT: what the boot ROM did at the last reset of the processor. */
public enum BootResult {
    NONE("It has not run since power came on"),
    CONFIRMED("It booted the confirmed slot"),
    TRIAL("It booted the pending slot, and counted the try"),
    FELL_BACK("It booted another slot than it was told to; FAULT says why"),
    HALTED("No slot holds an image that may run: the processor executes nothing");

    private static final BootResult[] VALUES = values();

    private final String doc;

    BootResult(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The result behind a register value; anything unknown is {@link #NONE}. */
    public static BootResult of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : NONE;
    }
}
