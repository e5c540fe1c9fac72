package dev.holdover.harness.report.history;

import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Span;
import java.util.ArrayList;
import java.util.List;

/** A lane while the run goes on. */
final class Track {
    private static final int MOST = 2048;

    private final String component;
    private final String aspect;
    private List<Span> ended = new ArrayList<>();
    private State now;
    private long sinceNs;

    Track(String component, String aspect, State first) {
        this.component = component;
        this.aspect = aspect;
        this.now = first;
    }

    String component() {
        return component;
    }

    String aspect() {
        return aspect;
    }

    State now() {
        return now;
    }

    /** From {@code atNs} on it is so; says whether that is new. What lasted no time at all is forgotten. */
    boolean is(State state, long atNs) {
        if (state.equals(now)) {
            return false;
        }
        long fromNs = Math.max(atNs, sinceNs);
        if (fromNs > sinceNs) {
            ended.add(new Span(sinceNs, fromNs, now.value(), now.tone(), 1));
            if (ended.size() >= MOST) {
                ended = new ArrayList<>(Thinning.spans(ended, MOST / 2));
            }
        } else if (!ended.isEmpty() && same(ended.get(ended.size() - 1), state)) {
            sinceNs = ended.remove(ended.size() - 1).fromNs();
            now = state;
            return true;
        }
        sinceNs = fromNs;
        now = state;
        return true;
    }

    private static boolean same(Span span, State state) {
        return span.changes() == 1 && span.value().equals(state.value()) && span.tone() == state.tone();
    }

    /** The lane up to {@code endNs}, with {@code most} spans at most. */
    Lane lane(long endNs, int most) {
        List<Span> spans = new ArrayList<>();
        for (Span span : ended) {
            if (span.fromNs() < endNs) {
                spans.add(new Span(
                        span.fromNs(), Math.min(endNs, span.toNs()), span.value(), span.tone(), span.changes()));
            }
        }
        if (sinceNs < endNs || spans.isEmpty()) {
            spans.add(new Span(Math.min(sinceNs, endNs), endNs, now.value(), now.tone(), 1));
        }
        return new Lane(component, aspect, Thinning.spans(spans, most));
    }
}
