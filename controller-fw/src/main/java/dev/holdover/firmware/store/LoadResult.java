package dev.holdover.firmware.store;

/** How the loading of a stored image ended. */
public enum LoadResult {
    /** The NVRAM holds what was stored. */
    LOADED,
    /** Nothing was stored, or it was erased. */
    EMPTY,
    /** No disk, or none that answers. */
    NO_DISK,
    /** Something that was stored can't be read any more. */
    UNREADABLE,
    /** Something is not what was stored: its checksum or its place is wrong. */
    DAMAGED,
    /** Less is there than the header says: writes were lost. */
    INCOMPLETE;

    private static final LoadResult[] ALL = values();

    /** The one with this ordinal. */
    public static LoadResult of(long ordinal) {
        return ALL[(int) ordinal];
    }
}
