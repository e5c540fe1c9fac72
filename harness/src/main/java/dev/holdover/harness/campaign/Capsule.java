package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.ScenarioWriter;
import dev.holdover.harness.scenario.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A failure in one small file: the plan that fails, and how it fails. The plan is a scenario whose quantities are
 * drawn; the seed is only what the world's own chances come from.
 *
 * @param build that it was found with
 * @param from the scenario file that the plan was drawn from
 * @param mutant the planted bug that was in it; empty: none
 * @param seed of the world
 * @param finding how it fails
 * @param plan as a scenario file
 */
public record Capsule(String build, String from, String mutant, long seed, Finding finding, JsonNode plan) {
    /** How capsules' names end. */
    public static final String SUFFIX = ".capsule.yaml";

    private static final int FORMAT = 1;
    private static final String KEY = "capsule";

    /** Whether a file's content says that it is a capsule. */
    public static boolean is(JsonNode root) {
        return root.has(KEY);
    }

    /** The plan as a scenario. */
    public Scenario scenario(Vocabulary vocabulary) {
        return ScenarioFile.of(Path.of(from), plan, vocabulary);
    }

    /** Plays the plan; what comes of it is empty if it passes. */
    public Replay replay(Run run, Vocabulary vocabulary) {
        return Replay.play(run, scenario(vocabulary), seed);
    }

    /** The same with another plan and how that fails. */
    Capsule with(JsonNode other, Finding how) {
        return new Capsule(build, from, mutant, seed, how, other);
    }

    /** How many steps the plan has. */
    public int steps() {
        return plan.path("when").size();
    }

    /** Writes it as YAML. */
    public void write(Path file) {
        try {
            Files.writeString(file, text(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As YAML. */
    public String text() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put(KEY, FORMAT);
        root.put("build", build);
        root.put("from", from);
        if (!mutant.isEmpty()) {
            root.put("mutant", mutant);
        }
        root.put("seed", seed);
        ObjectNode fails = root.putObject("fails");
        fails.put("invariant", finding.invariant());
        fails.put("name", finding.name());
        fails.put("at-ns", finding.timeNs());
        fails.put("text", finding.text());
        fails.put("hash", finding.hash());
        fails.put("events", finding.events());
        root.set("plan", plan);
        return ScenarioWriter.yaml(root);
    }

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is none; its message is one line for the user
     */
    public static Capsule read(Path file) {
        JsonNode root = ScenarioFile.tree(file, List.of());
        if (!is(root)) {
            throw ScenarioException.of(file + ": is no capsule; name a file that a campaign wrote (*" + SUFFIX + ")");
        }
        int format = root.path(KEY).asInt(0);
        if (format != FORMAT) {
            throw ScenarioException.of(
                    file + ": is a capsule of format " + root.path(KEY).asText() + "; this build reads " + FORMAT);
        }
        JsonNode fails = root.path("fails");
        for (String key : List.of("build", "from", "seed", "fails", "plan")) {
            if (!root.has(key)) {
                throw ScenarioException.of(file + ": the capsule lacks '" + key + "'; take it from the campaign again");
            }
        }
        if (!root.path("seed").isIntegralNumber() || !root.path("plan").isObject() || !fails.isObject()) {
            throw ScenarioException.of(file + ": 'seed' is a number, 'plan' and 'fails' are mappings; "
                    + "take the capsule from the campaign again");
        }
        return new Capsule(
                root.path("build").asText(),
                root.path("from").asText(),
                root.path("mutant").asText(""),
                root.path("seed").asLong(),
                new Finding(
                        fails.path("invariant").asInt(),
                        fails.path("name").asText(),
                        fails.path("at-ns").asLong(),
                        fails.path("text").asText(),
                        fails.path("hash").asText(),
                        fails.path("events").asLong()),
                root.path("plan"));
    }

    /** What came of a run: an outcome, or the exception that ended it. */
    public sealed interface Replay {
        /** It ended. */
        record Ended(Outcome outcome) implements Replay {}

        /** The program threw. */
        record Broke(RuntimeException cause) implements Replay {}

        static Replay play(Run run, Scenario scenario, long seed) {
            try {
                return new Ended(run.play(scenario, seed));
            } catch (RuntimeException e) {
                return new Broke(e);
            }
        }

        /** How it failed; empty: it passed. */
        default Optional<Finding> finding() {
            if (this instanceof Broke broke) {
                return Optional.of(Finding.of(broke.cause()));
            }
            Outcome outcome = ((Ended) this).outcome();
            return outcome.passed() ? Optional.empty() : Optional.of(Finding.of(outcome));
        }
    }
}
