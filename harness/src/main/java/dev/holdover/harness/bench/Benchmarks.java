package dev.holdover.harness.bench;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The measurements, each in a JVM of its own. */
public final class Benchmarks {
    /**
     * One thing that can be measured.
     *
     * @param what in words
     * @param unit of what is counted
     * @param against the {@code what} that it is compared with; empty: none
     * @param cards how many cards; zero: as many as the method says
     */
    public record Benchmark(String what, String unit, String against, String method, boolean counted, int cards) {
        Benchmark(String what, String unit, String against, String method, boolean counted) {
            this(what, unit, against, method, counted, 0);
        }

        static Benchmark cluster(int cards, String against) {
            return new Benchmark(
                    cards + " cards, each card and pair", "ms/s", against, "ClusterBenchmark.play", true, cards);
        }
    }

    private static final String NAIVE = "kernel, objects in a priority queue";
    private static final String FLAT = "kernel, flat arrays";
    private static final String MEMCPY = "4 KiB copied";
    private static final String BYTES = "bytes/s";
    private static final String RAID_MEMCPY = "copy, bytes touched";
    private static final String RAID_XOR = "RAID P (XOR), bytes touched";

    private static final Benchmark TWO_CARDS = Benchmark.cluster(2, "");

    /** All, in the order in which they are best told. */
    public static final List<Benchmark> ALL = List.of(
            new Benchmark(NAIVE, "events/s", "", "NaiveKernelBenchmark.objects", true),
            new Benchmark(FLAT, "events/s", NAIVE, "KernelBenchmark.flat", true),
            new Benchmark("full model, invariants watched", "events/s", FLAT, "ModelBenchmark.play", true),
            new Benchmark(MEMCPY, "blocks/s", "", "NvramBenchmark.memcpy", false),
            new Benchmark("4 KiB committed to NVRAM", "blocks/s", MEMCPY, "NvramBenchmark.commit", false),
            new Benchmark(RAID_MEMCPY, BYTES, "", "ParityBenchmark.memcpy", true),
            new Benchmark(RAID_XOR, BYTES, RAID_MEMCPY, "ParityBenchmark.xor", true),
            new Benchmark("RAID Q, bytes touched", BYTES, RAID_XOR, "ParityBenchmark.syndrome", true),
            new Benchmark("RAID Q byte by byte", BYTES, RAID_XOR, "ParityBenchmark.naive", true),
            TWO_CARDS,
            Benchmark.cluster(4, TWO_CARDS.what()),
            Benchmark.cluster(8, TWO_CARDS.what()));

    private Benchmarks() {}

    /**
     * Measures.
     *
     * @param quick shows that it works, and little more
     * @return how many a second
     * @throws IllegalStateException if it cannot be done here
     */
    public static double measure(Benchmark benchmark, boolean quick) {
        // Somebody else's measurement is no reason to have none.
        System.setProperty("jmh.ignoreLock", "true");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.method().replace(".", "\\.") + "$")
                .forks(1)
                .shouldFailOnError(true)
                // A second of a large cluster takes about a second, and the compiler needs many.
                .warmupIterations(quick ? 1 : Math.max(4, 2 * benchmark.cards()))
                .warmupTime(TimeValue.milliseconds(quick ? 100 : 1_000))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 1_000))
                .verbosity(VerboseMode.SILENT);
        if (benchmark.cards() > 0) {
            options.param("cards", Integer.toString(benchmark.cards()));
        }
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            if (results.isEmpty()) {
                throw new IllegalStateException("no result of " + benchmark.method());
            }
            RunResult result = results.iterator().next();
            Result<?> score =
                    benchmark.counted() ? result.getSecondaryResults().get("events") : result.getPrimaryResult();
            return Objects.requireNonNull(score, "nothing was counted").getScore();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
