package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.run.Determinism;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.world.RandomStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Plays the seeds of one file. It keeps nothing of them: what a seed gives depends on file and seed alone. */
public final class Player {
    private static final int RECHECKED_PPM = 10_000;

    private final String file;
    private final Trials trials;
    private final Run run;
    private final Vocabulary vocabulary;

    /**
     * For one file.
     *
     * @param tree what the file says
     * @throws dev.holdover.harness.scenario.ScenarioException if that is wrong
     */
    public Player(String file, JsonNode tree, Run run, Vocabulary vocabulary) {
        this.file = file;
        this.trials = new Trials(Path.of(file), tree, vocabulary);
        this.run = run;
        this.vocabulary = vocabulary;
    }

    public String file() {
        return file;
    }

    /** Plays the seeds of a block; empty if {@code stop} came true before the last of them. */
    public Optional<Tally> play(SeedBlock block, BooleanSupplier stop) {
        Tally tally = new Tally(file, block.from(), block.to());
        for (long seed = block.from(); seed <= block.to(); seed++) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            play(seed, tally);
        }
        return Optional.of(tally);
    }

    private void play(long seed, Tally tally) {
        Trials.Trial trial = trials.trial(seed);
        Scenario scenario = trial.scenario();
        try {
            Outcome outcome = run.play(scenario, seed, tally.coverage());
            tally.ran(outcome.events(), outcome.virtualNanos(), outcome.wallNanos(), outcome.traceHash());
            if (!outcome.passed()) {
                // From what the capsule will hold: it must give the same history.
                JsonNode plan = trials.file(trial);
                tally.failed(new Tally.Failure(seed, Finding.of(outcome), plan, tally.wallNs()));
                again(ScenarioFile.of(Path.of(file), plan, vocabulary), seed, outcome, plan, tally);
            } else if (new RandomStream(seed, "recheck." + file).chance(RECHECKED_PPM)) {
                again(scenario, seed, outcome, trials.file(trial), tally);
            }
        } catch (RuntimeException e) {
            tally.failed(new Tally.Failure(seed, Finding.of(e), trials.file(trial), tally.wallNs()));
        }
    }

    private void again(Scenario scenario, long seed, Outcome first, JsonNode plan, Tally tally) {
        tally.rechecked();
        Determinism.compare(first, run.play(scenario, seed))
                .ifPresent(violation ->
                        tally.failed(new Tally.Failure(seed, Finding.of(violation, first), plan, tally.wallNs())));
    }
}
