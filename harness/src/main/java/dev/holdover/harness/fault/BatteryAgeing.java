package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class BatteryAgeing extends Fault {
    BatteryAgeing() {
        super(new Page(
                "battery-ageing",
                Target.CARD,
                "has batteries that have aged",
                "has new batteries",
                "The capacity of both batteries fades to percent of their design (60). Lifetime and "
                        + "voltage tell it; the coulomb count follows.",
                "With for, they are replaced by new ones after that time; those come as empty as the old "
                        + "ones were.",
                "JESD245 ES_LIFETIME_PERCENTAGE; capacity fade"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("percent", Unit.COUNT);
        return parameters;
    }

    @Override
    public List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int percent = (int) (long) parameters.getOrDefault("percent", 60L);
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.fade(place, percent, nowNs);
            }
        });
    }

    @Override
    public void heal(Cluster cluster, String name) {
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.fade(place, 100, nowNs);
            }
        });
    }
}
