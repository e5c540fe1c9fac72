package dev.holdover.model.contract;

/** The values of FW_STATUS.STATE: how far a firmware update has come. */
public enum UpdateState {
    IDLE("None is under way"),
    ERASING("The other slot is being erased"),
    READY("Waits for the block at FW_PROGRESS, or for VERIFY"),
    PROGRAMMING("A block is being programmed"),
    VERIFYING("The slot is being read back and checked"),
    VERIFIED("The image is whole and signed; waits for ACTIVATE"),
    ACTIVATING("The boot-control record is being written"),
    ACTIVATED("The next reset of the processor boots it, on trial");

    private static final UpdateState[] VALUES = values();

    private final String doc;

    UpdateState(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The state behind a register value; anything unknown is {@link #IDLE}. */
    public static UpdateState of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : IDLE;
    }
}
