package dev.holdover.harness.bench;

import dev.holdover.harness.world.TraceHash;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same work as one would write it first: records with lambdas in a priority queue. */
@State(Scope.Thread)
public class NaiveKernelBenchmark {
    private static final int WARM_UP = 1 << 14;

    private record Event(long timeNs, long sequence, Runnable action) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::sequence));
    private TraceHash trace = new TraceHash();
    private long sequence;
    private long nowNs;
    private long untilNs;

    @Setup
    public void fill() {
        queue.clear();
        trace = new TraceHash();
        for (int i = 0; i < KernelBenchmark.PENDING; i++) {
            beget(i, i);
        }
        for (int i = 0; i < WARM_UP; i++) {
            step();
        }
        untilNs = nowNs;
    }

    @Benchmark
    public long objects(Counted counted) {
        untilNs += KernelBenchmark.SLICE_NS;
        while (!queue.isEmpty() && queue.element().timeNs() <= untilNs) {
            step();
            counted.events++;
        }
        return nowNs;
    }

    private void step() {
        Event event = queue.remove();
        nowNs = event.timeNs();
        trace.fold(nowNs, event.sequence());
        event.action().run();
    }

    private void beget(long from, long argument) {
        long random = KernelBenchmark.mix(from);
        queue.add(new Event(nowNs + 1 + (random & 2 * KernelBenchmark.MEAN_NS - 1), sequence++, () -> {
            trace.fold(random, argument);
            beget(random, argument);
        }));
    }
}
