package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

final class MainsLoss extends Fault {
    MainsLoss() {
        super(new Page(
                "mains-loss",
                Target.FEED,
                "fails",
                "is back",
                "All hosts on the feed lose power at once; their cards live on their batteries, and "
                        + "lose their NVRAM when these are empty. Switches on the feed forward nothing.",
                "With for, the mains return after that time, the hosts boot and switches forward again. A card that "
                        + "was dark starts its domains one after the other while its rail rises within 1 ms: NVRAM at "
                        + "88% of nominal, then bridge, ports and processor, or as a brown-out has declared last.",
                "AC loss; JESD245 catastrophic save"));
    }

    @Override
    public List<CardNode> cutsMains(Cluster cluster, String name) {
        return cluster.feed(name).cards();
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return cluster.feed(name).hasSwitches()
                ? Diagnosis.power(cluster.feed(name).cards(), Verdict.HOST_POWER)
                        .orBoots()
                        .or(Verdict.SWITCH, Verdict.LINK)
                : Diagnosis.power(cluster.feed(name).cards(), Verdict.HOST_POWER)
                        .orBoots();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.feed(name).off();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.feed(name).on();
    }
}
