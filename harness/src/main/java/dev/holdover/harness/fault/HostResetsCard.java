package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

/** The card's host resets the embedded processor (claim 17), whatever it is doing; a host that is down does not. */
final class HostResetsCard implements Deed {
    @Override
    public String word() {
        return "host-resets-card";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "is reset by its host";
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).resetByHost();
    }
}
