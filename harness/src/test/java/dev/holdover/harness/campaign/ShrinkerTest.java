package dev.holdover.harness.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.world.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand faults, of which few matter. */
class ShrinkerTest {
    @TempDir
    Path folder;

    /** Both of the two that matter are needed: one alone breaks nothing that was expected. */
    private Capsule noisy(int noise, long seed) throws IOException {
        Path file = Files.writeString(folder.resolve("noisy.yaml"), """
                scenario: Much noise, and a host that crashes while its peer is deaf
                duration: 400ms
                hosts: { alpha: { workload: { every: 5ms } }, beta: { workload: idle }, gamma: { workload: idle } }
                cards: { a: { in: alpha, peer: b }, b: { in: beta, peer: a }, c: { in: gamma, peer: none } }
                when: []
                expect:
                  - { never: path-changed }
                  - { never: host-failed, on: alpha }
                """);
        ObjectNode plan = (ObjectNode) ScenarioFile.tree(file, List.of());
        RandomStream random = new RandomStream(seed, "noise");
        ArrayNode when = plan.putArray("when");
        int essential = (int) random.between(0, noise - 1);
        for (int i = 0; i < noise; i++) {
            if (i == essential) {
                when.addObject()
                        .put("at", "123456us")
                        .put("fault", "host-crash")
                        .put("on", "alpha");
            }
            when.addObject()
                    .put("at", random.between(2_000, 300_000) + "us")
                    .put("fault", random.chance(500_000) ? "doorbell-spurious" : "msi-spurious")
                    .put("on", random.chance(500_000) ? "beta" : "gamma");
        }
        Scenario scenario = ScenarioFile.of(file, plan, Run.vocabulary());
        Finding finding =
                Capsule.Replay.play(new Run(() -> 0), scenario, seed).finding().orElseThrow();
        return new Capsule(BuildId.get(), "noisy.yaml", "", seed, finding, plan);
    }

    private static Capsule shrink(Capsule capsule, int workers) {
        Shrinker shrinker = new Shrinker(capsule, new Run(() -> 0), Run.vocabulary(), () -> false, smaller -> {});
        return shrinker.shrink(workers).orElseThrow();
    }

    @Test
    void oneOfAThousandIsLeft() throws IOException {
        Capsule capsule = noisy(1_000, 7);
        Capsule small = shrink(capsule, 2);
        assertTrue(small.finding().like(capsule.finding()));
        assertEquals(1, small.steps(), small.text());
        JsonNode step = small.plan().path("when").get(0);
        assertEquals("host-crash", step.path("fault").asText());
        assertEquals("100ms", step.path("at").asText(), "rounded");
        assertTrue(small.plan().path("hosts").size() <= 2, "fewer hosts: " + small.text());
        assertEquals(
                Optional.of(small.finding()),
                small.replay(new Run(() -> 0), Run.vocabulary()).finding());
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() throws IOException {
        Capsule capsule = noisy(40, 3);
        assertEquals(shrink(capsule, 1).plan(), shrink(capsule, 3).plan());
    }

    @Test
    void whatDoesNotFailIsNotShrunk() throws IOException {
        Capsule capsule = noisy(5, 3);
        ObjectNode healthy = capsule.plan().deepCopy();
        healthy.putArray("when");
        Shrinker shrinker = new Shrinker(
                capsule.with(healthy, capsule.finding()), new Run(() -> 0), Run.vocabulary(), () -> false, s -> {});
        assertTrue(shrinker.shrink(2).isEmpty());
    }

    @Test
    void stopsWhenItIsTold() throws IOException {
        Capsule capsule = noisy(100, 3);
        Shrinker shrinker = new Shrinker(capsule, new Run(() -> 0), Run.vocabulary(), () -> true, smaller -> {});
        assertEquals(capsule.steps(), shrinker.shrink(2).orElseThrow().steps());
    }
}
