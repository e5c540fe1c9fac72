package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.List;
import java.util.Map;

final class BothBatteriesGone extends Fault {
    BothBatteriesGone() {
        super(new Page(
                "both-batteries-gone",
                Target.CARD,
                "has lost both batteries",
                "has both batteries again",
                "Both batteries are pulled at once. On the mains the card goes on and refuses writes; on "
                        + "battery it is off at that moment, and its NVRAM is lost.",
                "With for, they are pushed in again after that time, as they were.",
                "JESD245 ES_FAIL, energy source not present; CSAVE impossible"));
    }

    @Override
    public List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.present(place, false, nowNs);
            }
        });
    }

    @Override
    public void heal(Cluster cluster, String name) {
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.present(place, true, nowNs);
            }
        });
    }
}
