package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.ScenarioWriter;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.world.RandomStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the seeds of a campaign make of one scenario file. It is the same for every thread and machine. */
final class Trials {
    /** So many worlds are tried; seeds share them, since to check a file takes longer than many a run. */
    private static final int WORLDS = 48;

    private final Variants.Variant base;
    private final Variants variants;
    private final Swarm swarm;
    private final ScenarioWriter writer;
    private final Map<Integer, Variants.Variant> worlds = new ConcurrentHashMap<>();

    /**
     * One seed's run.
     *
     * @param tree the world's file, without the seed's story
     * @param scenario with the seed's story: every moment and parameter is a number, unless it is as written
     */
    record Trial(JsonNode tree, Scenario scenario, long seed, boolean asWritten) {}

    Trials(Path file, JsonNode tree, Vocabulary vocabulary) {
        base = new Variants.Variant(tree, ScenarioFile.of(file, tree, vocabulary));
        variants = new Variants(file, vocabulary);
        swarm = new Swarm(vocabulary);
        writer = new ScenarioWriter(vocabulary);
    }

    Scenario scenario() {
        return base.scenario();
    }

    Trial trial(long seed) {
        RandomStream random =
                new RandomStream(seed, "campaign." + base.scenario().name());
        if (random.chance(base.scenario().campaign().asWrittenPpm())) {
            return new Trial(base.tree(), base.scenario(), seed, true);
        }
        int number = (int) random.between(0, WORLDS);
        Variants.Variant world = number == WORLDS ? base : worlds.computeIfAbsent(number, this::world);
        return new Trial(world.tree(), swarm.draw(world.scenario(), random), seed, false);
    }

    private Variants.Variant world(int number) {
        return variants.draw(
                base, new RandomStream(number, "world." + base.scenario().name()));
    }

    /** The trial as a scenario file. */
    JsonNode file(Trial trial) {
        return trial.asWritten()
                ? trial.tree()
                : writer.withStory(
                        trial.tree(),
                        trial.scenario().durationNs(),
                        trial.scenario().when());
    }
}
