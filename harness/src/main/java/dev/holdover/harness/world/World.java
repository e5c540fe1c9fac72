package dev.holdover.harness.world;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Virtual time for everything in one run: one thread, one queue. Each event is folded into the trace
 * hash before its component sees it.
 *
 * <p>A host's turn may let the world run on within it ({@link #runUntil} from inside an event): that
 * is how a read takes time without a thread. While a turn is open, other hosts' turns wait for its
 * end, as they would for a scheduler: they are parked and begin when it ends.
 */
public final class World {
    private static final int INITIAL_EVENTS = 1024;

    private long[] checkpointNs = new long[64];
    private final long seed;
    private final EventQueue queue = new EventQueue(INITIAL_EVENTS);
    private final TraceHash trace = new TraceHash();
    private final List<String> names = new ArrayList<>();
    private final Runnable atCheckpoint;
    private Component[] components = {};
    private long nowNs;
    private boolean stopped;

    /** @param atCheckpoint called after every {@link TraceHash#INTERVAL} events */
    public World(long seed, Runnable atCheckpoint) {
        this.seed = seed;
        this.atCheckpoint = atCheckpoint;
    }

    /** A component's clock and way to be called back, before the component exists. */
    public Port port(String name) {
        names.add(name);
        components = Arrays.copyOf(components, names.size());
        return new Port(names.size() - 1);
    }

    public RandomStream random(String name) {
        return new RandomStream(seed, name);
    }

    public long nowNs() {
        return nowNs;
    }

    public TraceHash trace() {
        return trace;
    }

    /** When the next event is due, or {@link Long#MAX_VALUE}. */
    public long nextEventNs() {
        return queue.nextTimeNs();
    }

    /** Lets everything happen that is due up to {@code untilNs}; it is then that late. */
    public void runUntil(long untilNs) {
        while (queue.nextTimeNs() <= untilNs && !stopped) {
            step();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /** Ends the run after the present event. */
    public void stop() {
        stopped = true;
    }

    public boolean stopped() {
        return stopped;
    }

    private void step() {
        nowNs = queue.remove();
        int target = queue.target();
        int kind = queue.kind();
        long a = queue.a();
        long b = queue.b();
        boolean checkpoint = trace.event(nowNs, (long) target << 32 | kind, a, b);
        components[target].on(kind, a, b, nowNs);
        if (checkpoint) {
            checkpointed(trace.checkpoints());
            atCheckpoint.run();
        }
    }

    private void checkpointed(int count) {
        if (count > checkpointNs.length) {
            checkpointNs = Arrays.copyOf(checkpointNs, 2 * count);
        }
        checkpointNs[count - 1] = nowNs;
    }

    /** When checkpoint {@code n} of the trace hash was taken, from zero. */
    public long checkpointNs(int n) {
        return checkpointNs[n];
    }

    /** One component's place in the world. */
    public final class Port implements Scheduler {
        private final int index;

        private Port(int index) {
            this.index = index;
        }

        /** Gives the component its events. */
        public void attach(Component component) {
            components[index] = component;
        }

        public String name() {
            return names.get(index);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void at(long timeNs, int kind, long a, long b) {
            queue.add(Math.max(timeNs, nowNs), index, kind, a, b);
        }

        /** Moves every event that the component still waits for; {@code to} gives the new time of each. */
        void retime(LongUnaryOperator to) {
            queue.retime(index, dueNs -> Math.max(nowNs, to.applyAsLong(dueNs)));
        }
    }
}
