package dev.holdover.harness.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.StepSpec;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.scenario.Vocabulary.Word;
import dev.holdover.harness.scenario.When;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What seeds make of scenarios. */
class SwarmTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final Vocabulary VOCABULARY = Run.vocabulary();

    private static Trials trials(String name) {
        Path file = SCENARIOS.resolve(name + ".yaml");
        return new Trials(file, ScenarioFile.tree(file, List.of()), VOCABULARY);
    }

    @Test
    void everyFaultIsDrawnInOneFamily() {
        Set<String> drawn = new HashSet<>();
        for (Injection injection : Injection.ALL) {
            assertTrue(drawn.add(injection.word()), injection.word() + " is in two families");
        }
        assertTrue(drawn.containsAll(VOCABULARY.faults().keySet()), "a fault is in no family");
        Set<String> actions = new HashSet<>(VOCABULARY.actions().keySet());
        actions.removeAll(drawn);
        // What is typed has to be written by somebody who knows why.
        assertEquals(Set.of("console"), actions);
    }

    @Test
    void drawsOnlyWhatAFileMaySay() {
        for (Injection injection : Injection.ALL) {
            Word word = VOCABULARY
                    .faults()
                    .getOrDefault(injection.word(), VOCABULARY.actions().get(injection.word()));
            Word known = Objects.requireNonNull(word, injection.word());
            injection.parameters().forEach((key, range) -> {
                List<String> choices = known.choices().get(key);
                if (choices != null) {
                    assertTrue(range.hi() < choices.size(), injection.word() + " " + key);
                } else {
                    assertTrue(known.parameters().containsKey(key), injection.word() + " " + key);
                }
                Range limits = known.limits().getOrDefault(key, range);
                assertTrue(limits.lo() <= range.lo() && range.hi() <= limits.hi(), injection.word() + " " + key);
            });
        }
        assertTrue(VOCABULARY.events().containsAll(Swarm.EVENTS), Swarm.EVENTS.toString());
    }

    /** The plan, not the seed, is what is kept: a plan that is written and read again is the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {"host-crash", "raid6-two-disks-die", "address-moves-to-peer", "raid5-survives-a-host-crash"})
    void whatIsWrittenIsReadBackAsItWas(String name) {
        Path file = SCENARIOS.resolve(name + ".yaml");
        Trials trials = new Trials(file, ScenarioFile.tree(file, List.of()), VOCABULARY);
        for (long seed = 1; seed <= 150; seed++) {
            Trials.Trial trial = trials.trial(seed);
            JsonNode written = trials.file(trial);
            Scenario read = ScenarioFile.of(file, written, VOCABULARY);
            assertEquals(withoutLines(trial.scenario().when()), withoutLines(read.when()), "seed " + seed);
            assertEquals(trial.scenario().hosts(), read.hosts(), "seed " + seed);
            assertEquals(trial.scenario().durationNs(), read.durationNs(), "seed " + seed);
        }
    }

    private static List<StepSpec> withoutLines(List<StepSpec> steps) {
        return steps.stream()
                .map(step -> new StepSpec(
                        step.when(),
                        step.isFault(),
                        step.word(),
                        step.on(),
                        step.forNs(),
                        step.parameters(),
                        step.texts(),
                        0))
                .toList();
    }

    @Test
    void seedsDifferInWhatTheyBreakHowMuchAndWhere() {
        Trials trials = trials("host-crash");
        Set<List<StepSpec>> stories = new HashSet<>();
        Set<Integer> hosts = new HashSet<>();
        Set<String> words = new HashSet<>();
        Set<Class<?>> moments = new HashSet<>();
        int asWritten = 0;
        for (long seed = 1; seed <= 400; seed++) {
            Trials.Trial trial = trials.trial(seed);
            asWritten += trial.asWritten() ? 1 : 0;
            if (!trial.asWritten()) {
                stories.add(trial.scenario().when());
                hosts.add(trial.scenario().hosts().size());
                trial.scenario().when().forEach(step -> {
                    words.add(step.word());
                    moments.add(step.when().getClass());
                });
            }
            assertEquals(
                    trial.scenario().when(),
                    trials("host-crash").trial(seed).scenario().when());
        }
        assertTrue(asWritten > 20 && asWritten < 70, asWritten + " as written");
        assertTrue(stories.size() > 300, stories.size() + " stories");
        assertEquals(Set.of(2, 3, 4, 5), hosts);
        assertTrue(words.size() > 45, words.size() + " kinds");
        assertEquals(Set.of(When.At.class, When.After.class, When.AtStore.class), moments);
    }

    @Test
    void whatHealsDoesSoBeforeTheChaosEnds() {
        Trials trials = trials("host-crash");
        for (long seed = 1; seed <= 200; seed++) {
            Trials.Trial trial = trials.trial(seed);
            if (trial.asWritten()) {
                continue;
            }
            long chaosNs =
                    trial.scenario().durationNs() - trials.scenario().campaign().healNs();
            for (StepSpec step : trial.scenario().when()) {
                if (step.when() instanceof When.At at) {
                    long endNs = at.ns().hi() + step.forNs().map(Range::hi).orElse(0L);
                    assertTrue(endNs <= chaosNs + 1, "seed " + seed + ": " + step);
                }
                Word word = VOCABULARY.faults().get(step.word());
                assertEquals(word != null && word.heals(), step.forNs().isPresent(), step.word());
            }
        }
    }

    /** A family that is off shows what others hide. */
    @Test
    void familiesAreSwitchedOnAndOff() {
        Trials trials = trials("host-crash");
        int withoutHosts = 0;
        int onlyHosts = 0;
        Map<String, Boolean> ofHosts = new HashMap<>();
        Injection.ALL.forEach(
                each -> ofHosts.put(each.word(), each.family().name().equals("HOST")));
        for (long seed = 1; seed <= 400; seed++) {
            Trials.Trial trial = trials.trial(seed);
            if (!trial.asWritten() && trial.scenario().when().size() > 3) {
                long hosts = trial.scenario().when().stream()
                        .filter(step -> ofHosts.get(step.word()))
                        .count();
                withoutHosts += hosts == 0 ? 1 : 0;
                onlyHosts += hosts > trial.scenario().when().size() / 3 ? 1 : 0;
            }
        }
        assertNotEquals(0, withoutHosts);
        assertNotEquals(0, onlyHosts);
    }
}
