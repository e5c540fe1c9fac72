package dev.holdover.harness.story;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order: the story of one run. Frequent happenings are told once and then counted. */
public final class Journal {
    /**
     * One line of the story.
     *
     * @param who name of the component
     * @param what a happening's text, or a fault's
     * @param kind what kind of line it is
     */
    public record Line(long timeNs, String who, String what, Kind kind) {}

    /** Kinds of lines. */
    public enum Kind {
        FAULT,
        HEAL,
        ACTION,
        EVENT,
        VIOLATION
    }

    /** Told of each happening, also of those that are not written down again. */
    @FunctionalInterface
    public interface Listener {
        void happened(Happening happening, String who, long a, long b, long timeNs);

        /** The scenario did something, or ended it; {@code word} is a fault's or an action's. */
        default void done(Kind kind, String word, String on, long timeNs) {}

        /** A line came out of a card's console; {@link #happened} follows, with its length. */
        default void said(String who, String line, long timeNs) {}

        /** A line that is no happening; {@code word}: name of the fault, the action or the invariant. */
        default void told(Kind kind, String who, String word, String what, long timeNs) {}
    }

    private static final int NAMES = 64;

    private final List<Line> lines = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final long[] counts = new long[Happening.values().length];
    private final List<List<String>> told = new ArrayList<>();

    public Journal() {
        for (int i = 0; i < counts.length; i++) {
            told.add(new ArrayList<>(NAMES));
        }
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** A happening with its two numbers. */
    public void happened(Happening happening, String who, long a, long b, long timeNs) {
        int code = happening.ordinal();
        counts[code]++;
        if (!happening.frequent()) {
            lines.add(new Line(timeNs, who, happening.describe(a, b), Kind.EVENT));
        } else if (!told.get(code).contains(who)) {
            told.get(code).add(who);
            lines.add(new Line(timeNs, who, happening.describe(a, b), Kind.EVENT));
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).happened(happening, who, a, b, timeNs);
        }
    }

    /** A line that a card's console said. */
    public void said(String who, String line, long timeNs) {
        counts[Happening.CONSOLE_SAID.ordinal()]++;
        lines.add(new Line(timeNs, who, "console: " + line, Kind.EVENT));
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).said(who, line, timeNs);
            listeners.get(i).happened(Happening.CONSOLE_SAID, who, line.length(), 0, timeNs);
        }
    }

    /** Something that the scenario does: it is told before it is done. */
    public void done(Kind kind, String word, String on, String what, long timeNs) {
        told(kind, on, word, what, timeNs);
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).done(kind, word, on, timeNs);
        }
    }

    /**
     * A line that no component of the world says.
     *
     * @param word name of the fault, the action or the invariant
     */
    public void told(Kind kind, String who, String word, String what, long timeNs) {
        lines.add(new Line(timeNs, who, what, kind));
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).told(kind, who, word, what, timeNs);
        }
    }

    /** How often something happened. */
    public long count(Happening happening) {
        return counts[happening.ordinal()];
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }
}
