package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.LinkedHashMap;
import java.util.Map;

final class GaugeFalse extends Fault {
    GaugeFalse() {
        super(new Page(
                "gauge-false",
                Target.CARD,
                "has a gauge that lies",
                "has a gauge that is right again",
                "The coulomb counters of both batteries say percent of what is there (200): CHARGE_MJ, "
                        + "CHARGE_PCT and CELL_PCT are wrong, voltage and lifetime are not.",
                "With for, the gauge is right again after that time.",
                "fuel-gauge drift, lost coulomb count; JESD245 INJECT_ES_FAILURES"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("percent", Unit.COUNT);
        return parameters;
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int percent = (int) (long) parameters.getOrDefault("percent", 200L);
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.gauge(place, percent);
            }
        });
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                source.gauge(place, 100);
            }
        });
    }
}
