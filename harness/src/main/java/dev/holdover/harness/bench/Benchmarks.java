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
     */
    public record Benchmark(String what, String unit, String against, String method, boolean counted) {}

    private static final String NAIVE = "kernel, objects in a priority queue";
    private static final String FLAT = "kernel, flat arrays";
    private static final String MEMCPY = "4 KiB copied";

    /** All, in the order in which they are best told. */
    public static final List<Benchmark> ALL = List.of(
            new Benchmark(NAIVE, "events/s", "", "NaiveKernelBenchmark.objects", true),
            new Benchmark(FLAT, "events/s", NAIVE, "KernelBenchmark.flat", true),
            new Benchmark("full model, invariants watched", "events/s", FLAT, "ModelBenchmark.play", true),
            new Benchmark(MEMCPY, "blocks/s", "", "NvramBenchmark.memcpy", false),
            new Benchmark("4 KiB committed to NVRAM", "blocks/s", MEMCPY, "NvramBenchmark.commit", false));

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
                .warmupIterations(quick ? 1 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 100 : 1_000))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 1_000))
                .verbosity(VerboseMode.SILENT);
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
