package dev.holdover.harness.report.history;

import dev.holdover.harness.story.Journal;
import java.util.List;

/**
 * A run as it can be drawn. All times are in nanoseconds of virtual time. It is of limited size, whatever the run was:
 * where more happened than there is room for, what lies closest together is merged first, so that a long silence costs
 * nothing and what lies before and behind it stays sharp.
 *
 * @param endNs when the run ended, or when the first invariant broke
 * @param lanes the states of every component, in the order in which they are to be shown
 * @param marks what was done to the world, what came of it, and which promise was broken, in order of time
 * @param sampledNs when the series were sampled, ascending
 * @param series figures over time, each with one value for each sample
 * @param steps the last events one by one, in order
 */
public record History(
        long endNs, List<Lane> lanes, List<Mark> marks, List<Long> sampledNs, List<Series> series, List<Step> steps) {
    /** Copies the lists. */
    public History {
        lanes = List.copyOf(lanes);
        marks = List.copyOf(marks);
        sampledNs = List.copyOf(sampledNs);
        series = List.copyOf(series);
        steps = List.copyOf(steps);
    }

    /**
     * The states of one thing over time.
     *
     * @param component its name in the scenario
     * @param aspect which of its states
     * @param spans without gaps from 0 to the end
     */
    public record Lane(String component, String aspect, List<Span> spans) {
        /** Copies the list. */
        public Lane {
            spans = List.copyOf(spans);
        }
    }

    /**
     * One state, for some time.
     *
     * @param toNs when the next begins
     * @param changes how many changes are merged in it; one: it is a state, more: too many for the room
     */
    public record Span(long fromNs, long toNs, String value, Tone tone, int changes) {}

    /**
     * A moment that is worth a sign.
     *
     * @param more how many events behind it, up to the next mark, have no mark of their own
     */
    public record Mark(long atNs, Journal.Kind kind, String who, String what, int more) {}

    /** What a series measures. */
    public enum Measure {
        ACKNOWLEDGED("acknowledged, in all", "B"),
        UNSENT("not yet at a peer", "B"),
        WRITTEN("written to disks, in all", "B"),
        CHARGE("charge of batteries", "J");

        private final String text;
        private final String unit;

        Measure(String text, String unit) {
            this.text = text;
            this.unit = unit;
        }

        public String text() {
            return text;
        }

        /** B for bytes, J for joules. */
        public String unit() {
            return unit;
        }
    }

    /**
     * A figure over time.
     *
     * @param name of what has it
     * @param values one for each sample, in the unit of its measure
     */
    public record Series(Measure measure, String name, List<Double> values) {
        /** Copies the list. */
        public Series {
            values = List.copyOf(values);
        }
    }

    /** One event of the last ones. */
    public record Step(long atNs, Journal.Kind kind, String who, String what) {}

    /** The same with about half the detail, for where there is not room for all. */
    public History coarser() {
        int marksKept = Math.max(Thinning.LEAST, marks.size() / 2);
        List<Lane> fewer = lanes.stream()
                .map(lane -> new Lane(
                        lane.component(),
                        lane.aspect(),
                        Thinning.spans(
                                lane.spans(),
                                Math.max(Thinning.LEAST, lane.spans().size() / 2))))
                .toList();
        return new History(
                endNs,
                fewer,
                Thinning.marks(marks, marksKept),
                Thinning.everyOther(sampledNs),
                series.stream()
                        .map(each -> new Series(each.measure(), each.name(), Thinning.everyOther(each.values())))
                        .toList(),
                steps.subList(steps.size() / 2, steps.size()));
    }
}
