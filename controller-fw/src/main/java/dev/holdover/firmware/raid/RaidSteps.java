package dev.holdover.firmware.raid;

/** The engine's decisions that tests take wrong on purpose, to see that it is noticed. */
class RaidSteps {
    /** Whether an intent is stored before its row is written. */
    boolean storesIntent() {
        return true;
    }

    /** Whether P and Q follow the data. */
    boolean writesParity(boolean degraded) {
        return true;
    }

    /** Which column a rebuild puts at a place. */
    int rebuiltColumn(Geometry geometry, long row, int place) {
        return geometry.columnAt(row, place);
    }

    /** Power of two that a change of a data column is multiplied with on its way into Q. */
    int exponent(int column) {
        return column;
    }

    /** Whether members flush before an intent is cleared. */
    boolean flushesBeforeClear() {
        return true;
    }

    /** Whether one table of members is preferred to another, by their event counts. */
    boolean newer(long events, long other) {
        return events > other;
    }

    /** Whether a block is what was written. */
    boolean verifies(int crc, int expected) {
        return crc == expected;
    }

    /** Whether a member that is being rebuilt gets what is written to rows that it has. */
    boolean writesRebuilt() {
        return true;
    }

    /** Which of two intents is replayed first. */
    int replayOrder(long sequence, long other) {
        return Long.compare(sequence, other);
    }

    /** Whether a copy of a column is written. */
    boolean writesCopy(int copy) {
        return true;
    }
}
