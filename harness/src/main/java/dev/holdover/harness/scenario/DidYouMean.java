package dev.holdover.harness.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant. */
public final class DidYouMean {
    /** Longer words are not compared: nobody mistypes them, and the cost grows with the square. */
    private static final int LONGEST = 64;

    private static final int MOST_LISTED = 16;
    private static final int NEAREST_LISTED = 6;

    private DidYouMean() {}

    /** The part of a message that says what would be right: the nearest word, or what is allowed. */
    public static String hint(String word, Collection<String> allowed) {
        Optional<String> nearest = nearest(word, allowed);
        if (nearest.isPresent()) {
            return "did you mean '" + nearest.get() + "'?";
        }
        if (allowed.isEmpty()) {
            return "there is none";
        }
        if (allowed.size() <= MOST_LISTED) {
            return "allowed: " + String.join(", ", allowed);
        }
        List<String> near = byDistance(word, allowed);
        return "allowed: " + String.join(", ", near.subList(0, NEAREST_LISTED)) + " and "
                + (near.size() - NEAREST_LISTED) + " more, listed in the schema";
    }

    /** The word at the least distance, if it is near enough to have been meant. */
    static Optional<String> nearest(String word, Collection<String> allowed) {
        int enough = word.length() <= 2 ? 1 : word.length() <= 8 ? 2 : 3;
        return byDistance(word, allowed).stream()
                .limit(1)
                .filter(best -> distance(word, best) <= Math.min(enough, best.length() - 1))
                .findFirst();
    }

    private static List<String> byDistance(String word, Collection<String> allowed) {
        // The sort is stable: among equals the order of the vocabulary decides.
        return allowed.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .toList();
    }

    /** Damerau-Levenshtein (adjacent letters swapped count once), regardless of case and of '_' for '-'. */
    static int distance(String first, String second) {
        String a = canonical(first);
        String b = canonical(second);
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Math.max(a.length(), b.length());
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, d[i - 2][j - 2] + 1);
                }
                d[i][j] = best;
            }
        }
        return d[a.length()][b.length()];
    }

    private static String canonical(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
