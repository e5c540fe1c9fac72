package dev.holdover.harness.figure;

import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.WireSpec;
import dev.holdover.harness.story.Happening;
import java.util.Locale;

/** One number that a claim has, and what it must not exceed: nanoseconds of virtual time, or a ratio. */
public enum Figure {
    /** The main rail falls, and the card says that its host has failed (claim 2). */
    POWER_GOOD_LOSS("loss of power-good seen", "host-power-loss.yaml", 1_000_000) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            return since(log, Happening.POWER_GOOD_LOST, log.first(Happening.HOST_FAILED));
        }
    },
    /** The host executes nothing any more, and the card says that it has failed (claim 2). */
    HEARTBEAT_LOSS("loss of the heartbeat seen", "host-crash.yaml", 50_000_000) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            return since(log, Happening.HOST_DOWN, log.first(Happening.HOST_FAILED));
        }
    },
    /** The host hangs, and a client reads from the peer; the time of the drain is taken off (claims 2, 14). */
    HANG_TO_SERVED("hang to served, less the drain", "host-hang.yaml", 1_000_000_000) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            Sighting drained = log.first(Happening.DRAINED);
            double drainNs = since(log, Happening.DRAINING, drained);
            Sighting stuck = log.first(Happening.HOST_STUCK);
            return since(log, Happening.HOST_STUCK, served(log, stuck)) - drainNs;
        }
    },
    /** The host crashes, and a client reads from the peer: what keepalived needs at its fastest is the mark. */
    CRASH_TO_SERVED("crash to served", "host-crash.yaml", 361_000_000) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            return since(log, Happening.HOST_DOWN, served(log, log.first(Happening.HOST_DOWN)));
        }
    },
    /** What the drain took, against the bytes that the peer lacked over the bandwidth (claim 15). */
    DRAIN("drain, against bytes / bandwidth", "drain-over-a-thin-wire.yaml", 1.10) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            Sighting draining = log.first(Happening.DRAINING);
            long bitsPerSecond = scenario.wires().stream()
                    .mapToLong(WireSpec::bitsPerSecond)
                    .min()
                    .orElseThrow();
            double leastNs = draining.a() * 8 * 1e9 / bitsPerSecond;
            return since(log, Happening.DRAINING, log.first(Happening.DRAINED)) / leastNs;
        }
    },
    /** What resyncs sent after a cut, against the blocks that differed (claim 15). */
    OVER_SEND("bytes resent, against bytes that differ", "bitmap-catches-up.yaml", 1.01) {
        @Override
        double of(Scenario scenario, Outcome outcome, Sighting.Log log) {
            return (double) outcome.resynced().sentBytes() / outcome.resynced().differingBytes();
        }
    };

    private static final double RATIO_BELOW = 1_000;

    private final String what;
    private final String scenario;
    private final double limit;

    Figure(String what, String scenario, double limit) {
        this.what = what;
        this.scenario = scenario;
        this.limit = limit;
    }

    /** What is measured, in words. */
    public String what() {
        return what;
    }

    /** File name of the scenario that it is measured in. */
    public String scenario() {
        return scenario;
    }

    /** What it must not exceed. */
    public double limit() {
        return limit;
    }

    /** A value with its unit. */
    public String text(double value) {
        return limit < RATIO_BELOW
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.3f ms", value / 1e6);
    }

    /**
     * Plays {@code scenario} with one seed and measures.
     *
     * @throws IllegalStateException if the run broke, or did not show what is measured
     */
    public double measure(Run run, Scenario itsScenario, long seed) {
        Sighting.Log log = new Sighting.Log();
        Outcome outcome = run.play(itsScenario, seed, log::happened);
        if (!outcome.passed()) {
            throw new IllegalStateException(
                    "seed " + seed + ": " + outcome.violations().get(0).text());
        }
        return of(itsScenario, outcome, log);
    }

    abstract double of(Scenario itsScenario, Outcome outcome, Sighting.Log log);

    private static double since(Sighting.Log log, Happening from, Sighting to) {
        return to.timeNs() - log.first(from).timeNs();
    }

    private static Sighting served(Sighting.Log log, Sighting after) {
        return log.first(Happening.FIRST_READ_SERVED, each -> each.timeNs() > after.timeNs());
    }
}
