package dev.holdover.harness.figure;

import dev.holdover.harness.story.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Something that happened in a run, with its numbers. */
record Sighting(Happening happening, String who, long a, long b, long timeNs) {
    /** What one run showed, in order. */
    static final class Log {
        private final List<Sighting> all = new ArrayList<>();

        void happened(Happening happening, String who, long a, long b, long timeNs) {
            if (!happening.frequent()) {
                all.add(new Sighting(happening, who, a, b, timeNs));
            }
        }

        /** The first of a kind. @throws IllegalStateException if there is none */
        Sighting first(Happening happening) {
            return first(happening, sighting -> true);
        }

        /** The first of a kind that is as wanted. @throws IllegalStateException if there is none */
        Sighting first(Happening happening, Predicate<Sighting> wanted) {
            return all.stream()
                    .filter(each -> each.happening() == happening && wanted.test(each))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + happening.word() + " in the run"));
        }
    }
}
