package dev.holdover.model.contract;

/** What a daughter card is (claims 8 to 12). The ordinal stands in DAUGHTER_STATUS. */
public enum DaughterType {
    NONE("The slot is empty"),
    NIC("A network controller"),
    DISK("A disk");

    private static final DaughterType[] VALUES = values();

    private final String doc;

    DaughterType(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The type with a number; one that is not known counts as {@link #NONE}. */
    public static DaughterType of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : NONE;
    }
}
