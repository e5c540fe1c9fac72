package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class BatteryRemoved extends Fault {
    BatteryRemoved() {
        super(new Page(
                "battery-removed",
                Target.CARD,
                "has lost a battery",
                "has its battery again",
                "The battery in place battery (0 or 1) is pulled: what it holds is not there. The other "
                        + "carries the card alone.",
                "With for, it is pushed in again after that time, as it was.",
                "battery hot swap; JESD245 ES_ASSESSMENT_ERROR, energy source not present"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("battery", Unit.COUNT);
        return parameters;
    }

    @Override
    public List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int place = (int) Math.min(1, parameters.getOrDefault("battery", 0L));
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> source.present(place, false, nowNs));
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
