package dev.holdover.harness.scenario;

import java.util.Optional;

/** The moment of a step. */
public sealed interface When {
    /**
     * A time from the start: {@code 100ms}, {@code 20ms..40ms}.
     *
     * @param ns the time
     */
    record At(Range ns) implements When {}

    /**
     * A time after the first occurrence of an event: {@code 5ms after gate-shut on alpha}.
     *
     * @param ns from the event to the step
     * @param event an event of the vocabulary
     * @param on the component as it is named in the file, of any kind; empty: whichever is first
     */
    record After(Range ns, String event, Optional<String> on) implements When {}

    /**
     * A store: {@code store 1..60 of alpha from 100ms}.
     *
     * @param count the store's number, from 1
     * @param component the host or card as it is named in the file
     * @param fromNs stores are counted from this time on
     */
    record AtStore(Range count, String component, long fromNs) implements When {}
}
