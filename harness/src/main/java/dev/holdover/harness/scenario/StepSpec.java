package dev.holdover.harness.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happens: a fault, or what an operator or a peer does.
 *
 * @param when the moment
 * @param isFault whether {@code word} is a fault or an action
 * @param word a word of the {@link Vocabulary}
 * @param on the component's name, of the kind that the word needs; empty when the word needs none
 * @param forNs the fault heals after this time; empty: it stays
 * @param parameters the word's own parameters as far as they are written, in base units
 * @param texts the word's own texts as far as they are written
 * @param line the step's line in the file, from 1; 0 when it stands only in an override
 */
public record StepSpec(
        When when,
        boolean isFault,
        String word,
        String on,
        Optional<Range> forNs,
        Map<String, Range> parameters,
        Map<String, String> texts,
        int line) {
    /** Copies the maps and keeps their order ({@code Map.copyOf} would not). */
    public StepSpec {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
}
