package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes a failing plan smaller while it fails in the same way: fewer steps by delta debugging (A. Zeller and R.
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), then fewer components, fewer words, rounder
 * numbers, a shorter story. Candidates are tried in parallel, and the first of them in order is taken, so that the
 * result does not depend on how many threads there are.
 */
public final class Shrinker {
    private static final String WHEN = "when";

    private final Capsule capsule;
    private final Run run;
    private final Vocabulary vocabulary;
    private final BooleanSupplier stop;
    private final Consumer<Capsule> progress;
    private final AtomicLong runs = new AtomicLong();
    private Capsule best;

    /** A plan that fails as the capsule's does. */
    private record Smaller(JsonNode plan, Finding finding) {}

    /**
     * For one capsule.
     *
     * @param stop when it is true, what was reached is the result
     * @param progress told of each smaller plan
     */
    public Shrinker(Capsule capsule, Run run, Vocabulary vocabulary, BooleanSupplier stop, Consumer<Capsule> progress) {
        this.capsule = capsule;
        this.run = run;
        this.vocabulary = vocabulary;
        this.stop = stop;
        this.progress = progress;
        this.best = capsule;
    }

    /** How many runs it took. */
    public long runs() {
        return runs.get();
    }

    /**
     * The smallest plan that was found.
     *
     * @param workers number of threads
     * @return empty if the capsule's own plan does not fail as it says
     */
    public Optional<Capsule> shrink(int workers) {
        ExecutorService pool = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "shrink");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Optional<Smaller> own = attempt(capsule.plan());
            if (own.isEmpty()) {
                return Optional.empty();
            }
            take(own.get());
            boolean smaller = true;
            while (smaller && !stop.getAsBoolean()) {
                smaller = shorten(pool, workers);
                smaller |= fewerSteps(pool, workers);
                smaller |= each(pool, workers, Simplifications::withoutComponents);
                smaller |= each(pool, workers, Simplifications::withoutWords);
                smaller |= each(pool, workers, Simplifications::rounder);
            }
            return Optional.of(best);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The story need not go on after it has failed. */
    private boolean shorten(ExecutorService pool, int workers) {
        boolean smaller = false;
        while (first(
                        pool,
                        workers,
                        Simplifications.shorter(best.plan(), best.finding().timeNs()))
                >= 0) {
            smaller = true;
        }
        return smaller;
    }

    private boolean fewerSteps(ExecutorService pool, int workers) {
        boolean smaller = false;
        int parts = 2;
        int steps = best.steps();
        while (steps > 0 && parts <= Math.max(2, 2 * steps) && !stop.getAsBoolean()) {
            int size = Math.max(1, (steps + parts - 1) / parts);
            List<JsonNode> candidates = new ArrayList<>();
            if (parts == 2 && size < steps) {
                candidates.add(keeping(0, size));
                candidates.add(keeping(size, steps));
            } else {
                // From the end: what strikes late hangs on what struck before.
                for (int to = steps; to > 0; to -= size) {
                    candidates.add(without(Math.max(0, to - size), to));
                }
            }
            if (first(pool, workers, candidates) >= 0) {
                smaller = true;
                parts = Math.max(2, Math.min(parts - 1, best.steps()));
                steps = best.steps();
            } else if (size == 1) {
                break;
            } else {
                parts = parts * 2;
            }
        }
        return smaller;
    }

    private JsonNode keeping(int from, int to) {
        ObjectNode plan = best.plan().deepCopy();
        ArrayNode kept = plan.putArray(WHEN);
        for (int i = from; i < to; i++) {
            kept.add(best.plan().get(WHEN).get(i));
        }
        return plan;
    }

    private JsonNode without(int from, int to) {
        ObjectNode plan = best.plan().deepCopy();
        ArrayNode kept = plan.putArray(WHEN);
        for (int i = 0; i < best.steps(); i++) {
            if (i < from || i >= to) {
                kept.add(best.plan().get(WHEN).get(i));
            }
        }
        return plan;
    }

    /** Tries all that {@code simplify} makes of the best plan, and goes on from each that still fails. */
    private boolean each(ExecutorService pool, int workers, Function<JsonNode, List<JsonNode>> simplify) {
        boolean smaller = false;
        int at = 0;
        List<JsonNode> candidates = simplify.apply(best.plan());
        while (at < candidates.size() && !stop.getAsBoolean()) {
            int taken = first(pool, workers, candidates.subList(at, candidates.size()));
            if (taken < 0) {
                break;
            }
            smaller = true;
            // What stood behind it has moved up to its place.
            at += taken;
            candidates = simplify.apply(best.plan());
        }
        return smaller;
    }

    /** Takes the first candidate that still fails, and says its place; -1: none does. */
    private int first(ExecutorService pool, int workers, List<JsonNode> candidates) {
        for (int at = 0; at < candidates.size() && !stop.getAsBoolean(); at += workers) {
            List<Future<Optional<Smaller>>> batch = new ArrayList<>();
            for (JsonNode candidate : candidates.subList(at, Math.min(at + workers, candidates.size()))) {
                batch.add(pool.submit(() -> attempt(candidate)));
            }
            for (int i = 0; i < batch.size(); i++) {
                Optional<Smaller> smaller = result(batch.get(i));
                if (smaller.isPresent()) {
                    take(smaller.get());
                    return at + i;
                }
            }
        }
        return -1;
    }

    private void take(Smaller smaller) {
        best = best.with(smaller.plan(), smaller.finding());
        progress.accept(best);
    }

    private Optional<Smaller> attempt(JsonNode plan) {
        Scenario scenario;
        try {
            scenario = ScenarioFile.of(Path.of(capsule.from()), plan, vocabulary);
        } catch (ScenarioException e) {
            return Optional.empty();
        }
        runs.incrementAndGet();
        return Capsule.Replay.play(run, scenario, capsule.seed())
                .finding()
                .filter(capsule.finding()::like)
                .map(finding -> new Smaller(plan, finding));
    }

    private static Optional<Smaller> result(Future<Optional<Smaller>> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
