package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

/** Somebody pulls a disk and pushes a new one into its slot. */
final class ReplaceDisk implements Deed {
    @Override
    public String word() {
        return "replace-disk";
    }

    @Override
    public Target target() {
        return Target.DISK;
    }

    @Override
    public String told() {
        return "is replaced";
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.disk(name).strike();
        cluster.disk(name).replace();
    }
}
