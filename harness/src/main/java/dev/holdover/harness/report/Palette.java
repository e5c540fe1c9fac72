package dev.holdover.harness.report;

import dev.holdover.harness.story.Journal;

/**
 * How things look where they are shown. Nothing is told by colour alone: each kind of line has a sign, too.
 *
 * @param colour whether escape sequences for colours may be written
 * @param unicode whether more than ASCII may be written
 */
public record Palette(boolean colour, boolean unicode) {
    private static final String ESCAPE = "\u001b[";

    /** Neither colours nor anything but ASCII. */
    public static final Palette PLAIN = new Palette(false, false);

    public String bold(String text) {
        return paint("1", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String good(String text) {
        return paint("1;32", text);
    }

    public String bad(String text) {
        return paint("1;31", text);
    }

    /** A line of the story in the colour of its kind; an ordinary event has none. */
    String paint(Journal.Kind kind, String text) {
        return switch (kind) {
            case FAULT -> paint("1;31", text);
            case HEAL -> paint("32", text);
            case ACTION -> paint("36", text);
            case VIOLATION -> paint("1;97;41", text);
            case EVENT -> text;
        };
    }

    /** One column wide. */
    String sign(Journal.Kind kind) {
        return switch (kind) {
            case FAULT -> unicode ? "✗" : "x";
            case HEAL -> unicode ? "✓" : "+";
            case ACTION -> unicode ? "→" : ">";
            case VIOLATION -> "!";
            case EVENT -> " ";
        };
    }

    public String dot() {
        return unicode ? " · " : ", ";
    }

    /** Text that may hold more than ASCII, in what can be shown. */
    public String text(String text) {
        if (unicode) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                ascii.appendCodePoint(c);
            } else {
                ascii.append(c == '…' ? "..." : c == '–' || c == '—' ? "-" : c == 'µ' || c == 'μ' ? "u" : "?");
            }
        });
        return ascii.toString();
    }

    private String paint(String code, String text) {
        return colour ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}
