package dev.holdover.harness.bench;

import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All of it: two hosts, two cards, real bytes, every invariant watched, every event hashed. */
@State(Scope.Thread)
public class ModelBenchmark {
    private static final String SCENARIO = "busy.yaml";

    private final Run run = new Run(System::nanoTime);
    private @Nullable Scenario scenario;
    private long seed;

    @Setup
    public void load() throws IOException {
        try (InputStream in = ModelBenchmark.class.getResourceAsStream(SCENARIO)) {
            if (in == null) {
                throw new IOException("the class path lacks " + SCENARIO);
            }
            scenario = ScenarioFile.load(Path.of(SCENARIO), in.readAllBytes(), Run.vocabulary(), List.of());
        }
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
        counted.events += outcome.events();
        return outcome;
    }
}
