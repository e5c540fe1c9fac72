package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class BatteryDrain extends Fault {
    BatteryDrain() {
        super(new Page(
                "battery-drain",
                Target.CARD,
                "has batteries that lose their charge",
                "",
                "The charge of both batteries falls at once to percent of what they can hold (0), as self-"
                        + "discharge, cold or a shorted cell does it. The gauge sees it.",
                "They charge again on the mains.",
                "JESD245 ES_FAIL, energy source below its warning threshold; self-discharge"));
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
        int percent = (int) (long) parameters.getOrDefault("percent", 0L);
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.drainTo(place, percent, nowNs);
            }
        });
    }
}
