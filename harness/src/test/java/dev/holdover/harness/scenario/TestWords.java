package dev.holdover.harness.scenario;

import dev.holdover.harness.run.Run;

/** The words that the format's tests use: those of the product, for the schema lists the same. */
final class TestWords {
    static final Vocabulary VOCABULARY = Run.vocabulary();

    private TestWords() {}
}
