package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;

/** One bad input and the line that must be said about it. */
final class BadInput {
    private static final Path FILE = Path.of("story.yaml");

    private BadInput() {}

    /**
     * A test that loads {@code yaml} and expects the message {@code expected}, which begins at the line and column, or
     * with {@code --set}.
     */
    static DynamicTest bad(String name, String yaml, String expected, String... sets) {
        return DynamicTest.dynamicTest(name, () -> assertEquals(expected, message(yaml, sets)));
    }

    /** The message without the file's name before it. */
    static String message(String yaml, String... sets) {
        ScenarioException e = assertThrows(ScenarioException.class, () -> good(yaml, sets));
        String message = e.problems().get(0);
        assertEquals(e.getMessage(), message);
        return message.startsWith("--set ") ? message : message.substring((FILE + ":").length());
    }

    static Scenario good(String yaml, String... sets) {
        return ScenarioFile.load(FILE, yaml.getBytes(StandardCharsets.UTF_8), TestWords.VOCABULARY, List.of(sets));
    }
}
