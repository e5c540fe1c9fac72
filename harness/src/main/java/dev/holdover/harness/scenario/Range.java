package dev.holdover.harness.scenario;

/**
 * A quantity that is drawn per seed: both bounds belong to it. A fixed quantity has equal bounds.
 *
 * @param lo the least value, in the base unit of the quantity
 * @param hi the greatest value
 */
public record Range(long lo, long hi) {
    /** Refuses a range whose bounds are turned round. */
    public Range {
        if (lo > hi) {
            throw new IllegalArgumentException("range " + lo + ".." + hi + " is turned round");
        }
    }
}
