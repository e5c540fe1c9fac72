package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

/** An operator makes a card the owner of whatever its silent peers owned. Acknowledged writes may be lost. */
final class ForceTakeOver implements Deed {
    @Override
    public String word() {
        return "force";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "operator forces it to take over from cards that are silent";
    }

    @Override
    public List<CardNode> forces(Cluster cluster, String name) {
        return List.of(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).firmware().ifPresent(firmware -> firmware.operator().forceOrphans());
    }
}
