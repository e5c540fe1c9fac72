package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class StoragePathDown extends Fault {
    StoragePathDown() {
        super(new Page(
                "storage-path-down",
                Target.PATH,
                "path is cut",
                "path is whole again",
                "The way of a host (array/alpha) or of a card (array/alpha.card) to the disk array is "
                        + "cut in both directions, with what is under way. The other one's way is another.",
                "With for, the path is whole again after that time.",
                "path failure of multipath I/O; Fibre Channel link failure; iSCSI connection loss"));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.path(name).cable(false);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.path(name).cable(true);
    }
}
