package dev.holdover.harness.scenario;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the two little languages of a story: moments ({@code at:}) and bounds ({@code within:}). */
final class Moments {
    private static final Pattern BLANKS = Pattern.compile(" +");

    private static final String MOMENT_FORMS =
            "write it like '100ms', '5ms after gate-shut on alpha' or 'store 1..60 of alpha from 100ms'";
    private static final String BOUND_FORMS =
            "write it like '60ms', '60ms of host-crash' or '60ms of gate-shut on alpha'";

    /** A bound before its names are resolved. */
    record Bound(long ns, Optional<String> what, Optional<String> on) {}

    private Moments() {}

    /** Reads a moment; names in it are as written. */
    static When moment(String text) {
        List<String> words = List.of(BLANKS.split(text, -1));
        if (words.get(0).equals("store")) {
            return atStore(text, words);
        }
        Range ns = Quantity.range(Unit.DURATION, words.get(0));
        boolean after = words.size() > 1 && words.get(1).equals("after");
        if (words.size() == 1) {
            return new When.At(ns);
        }
        if (after && words.size() == 3) {
            return new When.After(ns, words.get(2), Optional.empty());
        }
        if (after && words.size() == 5 && words.get(3).equals("on")) {
            return new When.After(ns, words.get(2), Optional.of(words.get(4)));
        }
        throw notUnderstood(text, MOMENT_FORMS);
    }

    private static When atStore(String text, List<String> words) {
        boolean from = words.size() == 6 && words.get(4).equals("from");
        if (words.size() < 4 || !words.get(2).equals("of") || (words.size() != 4 && !from)) {
            throw notUnderstood(text, MOMENT_FORMS);
        }
        Range count = Quantity.range(Unit.COUNT, words.get(1));
        if (count.lo() == 0) {
            throw new IllegalArgumentException("stores are numbered from 1; write 'store 1 of …'");
        }
        return new When.AtStore(count, words.get(3), from ? Quantity.parse(Unit.DURATION, words.get(5)) : 0);
    }

    /** Reads a bound; names in it are as written. */
    static Bound bound(String text) {
        List<String> words = List.of(BLANKS.split(text, -1));
        long ns = Quantity.parse(Unit.DURATION, words.get(0));
        boolean of = words.size() > 1 && words.get(1).equals("of");
        if (words.size() == 1) {
            return new Bound(ns, Optional.empty(), Optional.empty());
        }
        if (of && words.size() == 3) {
            return new Bound(ns, Optional.of(words.get(2)), Optional.empty());
        }
        if (of && words.size() == 5 && words.get(3).equals("on")) {
            return new Bound(ns, Optional.of(words.get(2)), Optional.of(words.get(4)));
        }
        throw notUnderstood(text, BOUND_FORMS);
    }

    private static IllegalArgumentException notUnderstood(String text, String forms) {
        return new IllegalArgumentException(Problems.quote(text) + " is not understood; " + forms);
    }
}
