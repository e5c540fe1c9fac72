package dev.holdover.firmware.store;

/** Tags of the store's commands: the personality's slot below, a count above. */
final class StoreTags {
    static final int STEP = 8;

    /** Keeps the count within its bits, and clears the slot. */
    static final int MASK = 0x0fff_fff8;

    private StoreTags() {}

    static int slot(int tag) {
        return tag & STEP - 1;
    }
}
