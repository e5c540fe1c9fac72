package dev.holdover.model.layout;

/** What a block volume can do now; the ordinal stands in {@link BlockArea#STATE}. */
public enum BlockState {
    ABSENT("There is no volume, or the firmware does not drive its disks"),
    OPENING("Its superblocks are read, and what was under way is finished"),
    OPTIMAL("All members are in sync"),
    DEGRADED("Members are missing; every block can still be read"),
    REBUILDING("A member is being filled"),
    FAILED("Too many members are missing"),
    FENCED("The disks are reserved for a later epoch");

    private static final BlockState[] VALUES = values();

    private final String doc;

    BlockState(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** Whether blocks are read and written. */
    public boolean serves() {
        return this == OPTIMAL || this == DEGRADED || this == REBUILDING;
    }

    /** The state with a number; one that is not known counts as {@link #ABSENT}. */
    public static BlockState of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : ABSENT;
    }
}
