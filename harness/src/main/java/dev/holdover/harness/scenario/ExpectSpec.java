package dev.holdover.harness.scenario;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What must be seen, or must never be; or which firmware must run in the end.
 *
 * @param runs the firmware; empty: it is about an event
 * @param never whether the event must not occur
 * @param event an event of the vocabulary; empty with {@code runs}
 * @param on the component as it is named in the file, of any kind; empty: any
 * @param withinNs by when; empty: by the end of the run
 * @param ofWhat the fault, action or event whose first occurrence {@code withinNs} counts from; empty: the start
 * @param ofOn the component of {@code ofWhat}: for a fault or an action of the kind that the word needs, for an
 *     event as named in the file; empty: any
 * @param line the expectation's line in the file, from 1; 0 when it stands only in an override
 */
public record ExpectSpec(
        Optional<Runs> runs,
        boolean never,
        String event,
        Optional<String> on,
        OptionalLong withinNs,
        Optional<String> ofWhat,
        Optional<String> ofOn,
        int line) {
    /**
     * What a card's processor must run at the end.
     *
     * @param version of the firmware image
     * @param slot of the boot flash; empty: either
     */
    public record Runs(long version, OptionalInt slot) {}
}
