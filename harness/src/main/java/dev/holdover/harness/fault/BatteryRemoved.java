package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.Map;

final class BatteryRemoved extends BatteryFault {
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
        return Map.of("battery", Unit.COUNT);
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of("battery", new Range(0, EnergySource.PLACES - 1));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int removed = (int) (long) parameters.getOrDefault("battery", 0L);
        eachBattery(cluster, name, (source, place, nowNs) -> {
            if (place == removed) {
                source.present(place, false, nowNs);
            }
        });
    }

    @Override
    public void heal(Cluster cluster, String name) {
        eachBattery(cluster, name, (source, place, nowNs) -> source.present(place, true, nowNs));
    }
}
