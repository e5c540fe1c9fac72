package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

final class GaugeFalse extends BatteryFault {
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

    /** What the gauge says changes no energy. */
    @Override
    public List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int percent = percent(parameters, 200);
        eachBattery(cluster, name, (source, place, nowNs) -> source.gauge(place, percent));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        eachBattery(cluster, name, (source, place, nowNs) -> source.gauge(place, 100));
    }
}
