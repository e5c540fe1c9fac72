package dev.holdover.model.testing;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.PriorityQueue;

/** A tiny deterministic world: one clock, events by time and then by order of asking. */
public final class EventLoop {
    private record Event(long timeNs, long sequence, Component to, int kind, long a, long b)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return timeNs != other.timeNs ? Long.compare(timeNs, other.timeNs) : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNs;
    private long sequence;

    /** A scheduler whose events go to {@code to[0]}, which may be set later. */
    public Scheduler schedulerFor(Component[] to) {
        return new Scheduler() {
            @Override
            public long nowNs() {
                return nowNs;
            }

            @Override
            public void at(long timeNs, int kind, long a, long b) {
                if (timeNs < nowNs) {
                    throw new IllegalArgumentException("event in the past: " + timeNs + " < " + nowNs);
                }
                events.add(new Event(timeNs, sequence++, (k, x, y, now) -> to[0].on(k, x, y, now), kind, a, b));
            }
        };
    }

    public long nowNs() {
        return nowNs;
    }

    /** Runs everything that is due until {@code untilNs}, which is then the present. */
    public void runUntil(long untilNs) {
        while (true) {
            Event next = events.peek();
            if (next == null || next.timeNs > untilNs) {
                nowNs = untilNs;
                return;
            }
            events.remove();
            nowNs = next.timeNs;
            next.to.on(next.kind, next.a, next.b, nowNs);
        }
    }

    public void runFor(long durationNs) {
        runUntil(nowNs + durationNs);
    }

    /** How many events wait. */
    public int waiting() {
        return events.size();
    }
}
