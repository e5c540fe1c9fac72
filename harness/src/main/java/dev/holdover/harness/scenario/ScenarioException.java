package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A scenario that cannot be read. The message is one complete line for the user:
 * {@code file:line:column: what; what would be right}, or {@code --set path=value: …} for an override, or
 * {@code file: …} for a file that cannot be opened.
 */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The same lines as a list; a String array, since exceptions are serialisable. */
    private final String[] problems;

    ScenarioException(List<String> problems) {
        super(problems.get(0));
        this.problems = problems.toArray(new String[0]);
    }

    /** With one line for the user. */
    public static ScenarioException of(String line) {
        return new ScenarioException(List.of(line));
    }

    /** Every problem that was found, one line each, in file order; the first one is the message. */
    public List<String> problems() {
        return List.of(problems);
    }
}
