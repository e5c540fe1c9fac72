package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class DoorbellSpurious extends Fault {
    DoorbellSpurious() {
        super(new Page(
                "doorbell-spurious",
                Target.CARD,
                "is rung by nobody",
                "",
                "A doorbell for every window arrives that no driver has rung.",
                "At once: it happens once.",
                "spurious NTB doorbell; stale doorbell bit after a reset"));
    }

    @Override
    public boolean passes() {
        return true;
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).ringSpuriously();
    }
}
