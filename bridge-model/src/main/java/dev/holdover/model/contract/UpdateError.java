package dev.holdover.model.contract;

/** The values of FW_STATUS.ERROR: why the last order of a firmware update came to nothing. */
public enum UpdateError {
    NONE("It did not fail"),
    BUSY("The host has failed, a save, drain or take-over runs, or the running image is on trial itself"),
    ENERGY("The mains are off, or the energy is short"),
    ORDER("Not in this state; START comes first"),
    LENGTH("FW_LENGTH is zero or more than a slot holds"),
    BLOCK("FW_OFFSET is not FW_PROGRESS, or FW_BLOCK_CRC is wrong: send the block again"),
    FLASH("A sector could not be erased or a page not be programmed"),
    IMAGE("The image may not run; FAULT says why"),
    ABORTED("ABORT"),
    INTERRUPTED("Something more important came: the slot is not valid, begin again");

    private static final UpdateError[] VALUES = values();

    private final String doc;

    UpdateError(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The error behind a register value; anything unknown is {@link #BUSY}. */
    public static UpdateError of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : BUSY;
    }
}
