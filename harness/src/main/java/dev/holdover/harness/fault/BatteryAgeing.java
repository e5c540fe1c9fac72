package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class BatteryAgeing extends BatteryFault {
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
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int percent = percent(parameters, 60);
        eachBattery(cluster, name, (source, place, nowNs) -> source.fade(place, percent, nowNs));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        eachBattery(cluster, name, (source, place, nowNs) -> source.fade(place, 100, nowNs));
    }
}
