package dev.holdover.harness.scenario;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What must be seen, or must never be.
 *
 * @param never whether the event must not occur
 * @param event an event of the vocabulary
 * @param on the component as it is named in the file, of any kind; empty: any
 * @param withinNs by when; empty: by the end of the run
 * @param ofWhat the fault, action or event whose first occurrence {@code withinNs} counts from; empty: the start
 * @param ofOn the component of {@code ofWhat}: for a fault or an action of the kind that the word needs, for an
 *     event as named in the file; empty: any
 * @param line the expectation's line in the file, from 1; 0 when it stands only in an override
 */
public record ExpectSpec(
        boolean never,
        String event,
        Optional<String> on,
        OptionalLong withinNs,
        Optional<String> ofWhat,
        Optional<String> ofOn,
        int line) {}
