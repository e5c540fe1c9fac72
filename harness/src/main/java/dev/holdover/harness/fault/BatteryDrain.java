package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class BatteryDrain extends BatteryFault {
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
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        int percent = percent(parameters, 0);
        eachBattery(cluster, name, (source, place, nowNs) -> source.drainTo(place, percent, nowNs));
    }
}
