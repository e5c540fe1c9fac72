package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

/** An operator gives up one side of a fork: the other side fills it. */
final class DiscardFork implements Deed {
    @Override
    public String word() {
        return "discard";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "operator gives up what it wrote after the fork";
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).firmware().ifPresent(firmware -> firmware.operator().discardForks());
    }
}
