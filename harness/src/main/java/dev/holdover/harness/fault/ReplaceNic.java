package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class ReplaceNic implements Deed {
    @Override
    public String word() {
        return "replace-nic";
    }

    @Override
    public Target target() {
        return Target.NIC;
    }

    @Override
    public String told() {
        return "is pulled out, and a good one with the same address put in its place";
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.nic(name).replace();
    }
}
