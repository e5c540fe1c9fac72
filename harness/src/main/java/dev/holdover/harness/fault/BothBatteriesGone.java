package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class BothBatteriesGone extends BatteryFault {
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
    public Map<String, Unit> parameters() {
        return Map.of();
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        eachBattery(cluster, name, (source, place, nowNs) -> source.present(place, false, nowNs));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        eachBattery(cluster, name, (source, place, nowNs) -> source.present(place, true, nowNs));
    }
}
