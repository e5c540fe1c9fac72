package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class MsiLost extends Fault {
    private static final String SHARE = "share";
    private static final long ALL_PPM = 1_000_000;

    MsiLost() {
        super(new Page(
                "msi-lost",
                Target.CARD,
                "loses its messages",
                "loses no more messages",
                "A share of the card's MSI-X messages, 100% if nothing is said, does not reach the host. "
                        + "The causes stay pending in INT_CAUSE.",
                "With for, no message is lost after that time.",
                "lost MSI; interrupt remapping fault; lost edge"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(SHARE, Unit.RATIO);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).pcie().loseMessages(parameters.getOrDefault(SHARE, ALL_PPM));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).pcie().loseMessages(0);
    }
}
