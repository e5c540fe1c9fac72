package dev.holdover.harness.report.history;

import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.story.Journal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes less of what is too much, where it lies closest together. */
final class Thinning {
    /** Fewer than these of a kind are not thinned any more. */
    static final int LEAST = 8;

    private Thinning() {}

    /** Merges neighbours, the shortest pairs first, until there are no more than {@code most}. */
    static List<Span> spans(List<Span> spans, int most) {
        List<Span> rest = spans;
        while (rest.size() > Math.max(2, most)) {
            rest = pairs(rest, rest.size() - Math.max(2, most));
        }
        return rest;
    }

    /** Merges up to {@code less} pairs of neighbours, those that are shorter than half of all pairs. */
    private static List<Span> pairs(List<Span> spans, int less) {
        int count = spans.size() / 2;
        long[] lengths = IntStream.range(0, count)
                .mapToLong(i -> spans.get(2 * i + 1).toNs() - spans.get(2 * i).fromNs())
                .sorted()
                .toArray();
        long longest = lengths[count / 2];
        int left = less;
        List<Span> merged = new ArrayList<>(spans.size());
        for (int i = 0; i < count; i++) {
            Span first = spans.get(2 * i);
            Span second = spans.get(2 * i + 1);
            if (left > 0 && second.toNs() - first.fromNs() <= longest) {
                int changes = first.changes() + second.changes();
                merged.add(new Span(first.fromNs(), second.toNs(), changes + " changes", Tone.BUSY, changes));
                left--;
            } else {
                merged.add(first);
                merged.add(second);
            }
        }
        if (spans.size() % 2 == 1) {
            merged.add(spans.get(spans.size() - 1));
        }
        return merged;
    }

    /** Keeps what was done and what broke, and of the other events those that follow the longest pauses. */
    static List<Mark> marks(List<Mark> marks, int most) {
        if (marks.size() <= most) {
            return marks;
        }
        long[] gaps = new long[marks.size()];
        Arrays.fill(gaps, Long.MAX_VALUE);
        for (int i = 1; i < gaps.length; i++) {
            gaps[i] = marks.get(i).kind() == Journal.Kind.EVENT
                    ? marks.get(i).atNs() - marks.get(i - 1).atNs()
                    : Long.MAX_VALUE;
        }
        long[] sorted = gaps.clone();
        Arrays.sort(sorted);
        long least = sorted[sorted.length - most];
        long kept = Arrays.stream(gaps).filter(gap -> gap > least).count();
        List<Mark> rest = new ArrayList<>(most);
        for (int i = 0; i < gaps.length; i++) {
            boolean fits = gaps[i] > least || gaps[i] == least && kept++ < most;
            Mark mark = marks.get(i);
            if (fits || rest.isEmpty() || mark.kind() == Journal.Kind.VIOLATION) {
                rest.add(mark);
            } else {
                Mark last = rest.remove(rest.size() - 1);
                int more = last.more() + 1 + mark.more();
                rest.add(new Mark(last.atNs(), last.kind(), last.who(), last.what(), more));
            }
        }
        return rest;
    }

    static <T> List<T> everyOther(List<T> all) {
        return all.size() <= LEAST
                ? all
                : IntStream.range(0, all.size())
                        .filter(i -> i % 2 == 0 || i == all.size() - 1)
                        .mapToObj(all::get)
                        .toList();
    }
}
