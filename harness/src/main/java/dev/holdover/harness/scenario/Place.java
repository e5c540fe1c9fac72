package dev.holdover.harness.scenario;

import java.util.Comparator;

/**
 * Where something was written.
 *
 * @param line from 1; 0 in an override
 * @param column from 1, in characters
 * @param override the whole {@code path=value} when the place is an override, else empty
 */
record Place(int line, int column, String override) {
    static final Place START = new Place(1, 1, "");

    /** Overrides come first: they are what the user has just typed. */
    static final Comparator<Place> IN_ORDER = Comparator.comparing(
                    (Place p) -> p.override().isEmpty())
            .thenComparingInt(Place::line)
            .thenComparingInt(Place::column);

    static Place override(String pathAndValue) {
        return new Place(0, 1, pathAndValue);
    }

    String prefix(String file) {
        return override.isEmpty() ? file + ":" + line + ":" + column : "--set " + override;
    }
}
