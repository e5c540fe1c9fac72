package dev.holdover.model.contract;

/** The values of BOOT_STATE.PHASE: how far the firmware has come since its last reset. */
public enum BootState {
    IN_RESET("The processor is held in reset, or its firmware has not said anything yet"),
    AWAITING_GATE("The host's gate is shut: the firmware waits to be let in"),
    RECOVERING("It reads the NVRAM and replays the log"),
    RUNNING("It serves"),
    FAILED("It gave up; the NVRAM is untouched"),
    HALTED("The boot ROM found no image that may run; FW_BOOT says why");

    private static final BootState[] VALUES = values();

    private final String doc;

    BootState(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The state behind a register value; anything unknown is {@link #FAILED}. */
    public static BootState of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : FAILED;
    }
}
