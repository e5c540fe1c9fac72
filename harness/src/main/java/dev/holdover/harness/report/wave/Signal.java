package dev.holdover.harness.report.wave;

import java.util.List;

/**
 * One signal.
 *
 * @param scope names of the modules that it is in, from the outside in
 * @param width in bits, of a WIRE; 1 for the others
 */
record Signal(List<String> scope, String name, Kind kind, int width) {
    /** What its values are. */
    enum Kind {
        /** Bits. */
        WIRE("wire"),
        /** A floating-point number. */
        REAL("real"),
        /** Text without blanks: an extension that GTKWave made. */
        STRING("string"),
        /** It has no value, only moments. */
        EVENT("event");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As a declaration has it. */
        String word() {
            return word;
        }
    }

    Signal {
        scope = scope.stream().map(Signal::identifier).toList();
        name = identifier(name);
    }

    /** Dots part scopes and brackets are ranges in what reads such files; so names have neither. */
    private static String identifier(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }
}
