package dev.holdover.harness.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that the first problem in file order can be reported. */
final class Problems {
    private static final int MOST_SHOWN = 60;

    private record Problem(Place place, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String text) {
        found.add(new Problem(place, text));
    }

    /** For a problem after which nothing more can be read. */
    ScenarioException stop(Place place, String text) {
        add(place, text);
        return asException();
    }

    /** For a file that has no places because it cannot be opened. */
    static ScenarioException unreadable(String file, String text) {
        return new ScenarioException(List.of(oneLine(file + ": " + text)));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    private ScenarioException asException() {
        return new ScenarioException(found.stream()
                .sorted(Comparator.comparing(Problem::place, Place.IN_ORDER))
                .map(p -> oneLine(p.place().prefix(file) + ": " + p.text()))
                .toList());
    }

    /** A value from the file as it is shown in a message: quoted, and never longer than it helps. */
    static String quote(String value) {
        boolean cut = value.codePointCount(0, value.length()) > MOST_SHOWN;
        return "'" + (cut ? value.substring(0, value.offsetByCodePoints(0, MOST_SHOWN)) + "…" : value) + "'";
    }

    /** Names and values come from outside: a control character in them must neither break the line nor the terminal. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.FORMAT
                    || type == Character.SURROGATE) {
                line.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\u{" + Integer.toHexString(c) + "}");
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
