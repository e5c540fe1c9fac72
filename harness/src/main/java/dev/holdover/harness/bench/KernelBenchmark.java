package dev.holdover.harness.bench;

import dev.holdover.harness.world.World;
import dev.holdover.model.time.Component;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The bare kernel: a thousand events wait, each begets one at a random later time, and each is hashed. */
@State(Scope.Thread)
public class KernelBenchmark {
    /** Events that wait, in both kernels. */
    static final int PENDING = 1_000;
    /** Mean time from an event to the one that it begets, in both kernels. */
    static final long MEAN_NS = 1 << 14;
    /** How far one invocation lets the world go. */
    static final long SLICE_NS = MEAN_NS;

    private World world = new World(1, () -> {});
    private long untilNs;

    @Setup
    public void fill() {
        world = new World(1, () -> {});
        untilNs = 0;
        World.Port port = world.port("begetter");
        port.attach(new Begetter(port));
        for (int i = 0; i < PENDING; i++) {
            port.at(1 + (mix(i) & 2 * MEAN_NS - 1), 0, mix(i), i);
        }
    }

    @Benchmark
    public long flat(Counted counted) {
        long before = world.trace().events();
        untilNs += SLICE_NS;
        world.runUntil(untilNs);
        counted.events += world.trace().events() - before;
        return untilNs;
    }

    /** The next number of a random sequence. */
    static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        return z ^ z >>> 27;
    }

    /** Answers each event with another. */
    private static final class Begetter implements Component {
        private final World.Port port;

        Begetter(World.Port port) {
            this.port = port;
        }

        @Override
        public void on(int kind, long a, long b, long nowNs) {
            long random = mix(a);
            port.at(nowNs + 1 + (random & 2 * MEAN_NS - 1), kind, random, b);
        }
    }
}
