package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class StoragePowerLoss extends Fault {
    StoragePowerLoss() {
        super(new Page(
                "storage-power-loss",
                Target.ARRAY,
                "loses power",
                "has power again",
                "The disk array loses power, and with it every command that waits and the volatile "
                        + "write cache: what was flushed or written with FUA is on the medium, of the rest "
                        + "some. Reservations persist (APTPL).",
                "With for, power returns after that time. Otherwise the array stays silent.",
                "power loss with WCE set; unit attention 29h; dirty shutdown"));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.storageArray(name).power(false);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.storageArray(name).power(true);
    }
}
