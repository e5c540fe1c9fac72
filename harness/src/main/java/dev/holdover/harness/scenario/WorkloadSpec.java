package dev.holdover.harness.scenario;

/**
 * What a host writes.
 *
 * @param pattern the kind of work
 * @param everyNs from one write to the next; above zero
 * @param sizeBytes of each write; both bounds are multiples of 512
 * @param fromNs no write begins earlier
 * @param untilNs no write begins later; not before {@code fromNs}
 */
public record WorkloadSpec(Pattern pattern, Range everyNs, Range sizeBytes, long fromNs, long untilNs) {
    /** The kinds of work; in a file in lower case with hyphens. */
    public enum Pattern {
        /** Records one after another, round at the end. */
        LOG_APPEND,
        /** Blocks at places drawn from the seed. */
        RANDOM_WRITES,
        /** Many writes at once, then a pause. */
        BURSTS,
        /** No writes. */
        IDLE
    }
}
