package dev.holdover.harness.bench;

import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A cluster in which everybody writes and everybody holds everybody's copy. What is counted is simulated
 * milliseconds, times the cards and the pairs of cards that talk: a cost that grows no faster than these leaves
 * the figure as it is.
 */
@State(Scope.Thread)
public class ClusterBenchmark {
    private static final int SIMULATED_MS = 1_000;

    /** How many cards. */
    @Param({"2", "4", "8"})
    public int cards;

    private final Run run = new Run(System::nanoTime);
    private @Nullable Scenario scenario;
    private long seed;

    @Setup
    public void load() throws IOException {
        String hosts = IntStream.rangeClosed(1, cards)
                .mapToObj(host -> "  h" + host + ": { workload: { pattern: random-writes, every: 1ms } }\n")
                .collect(Collectors.joining());
        String text = "scenario: Everybody writes\nduration: " + SIMULATED_MS + "ms\nhosts:\n" + hosts;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scenario = ScenarioFile.load(Path.of("cluster-of-" + cards), bytes, Run.vocabulary(), List.of());
    }

    @Benchmark
    public Outcome play(Counted counted) {
        if (scenario == null) {
            throw new IllegalStateException("not loaded");
        }
        Outcome outcome = run.play(scenario, ++seed);
        if (!outcome.passed()) {
            throw new IllegalStateException(outcome.violations().toString());
        }
        int pairs = cards * (cards - 1) / 2;
        counted.events += (long) SIMULATED_MS * (cards + pairs);
        return outcome;
    }
}
