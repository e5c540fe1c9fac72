package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

final class HostPowerLoss extends Fault {
    HostPowerLoss() {
        super(new Page(
                "host-power-loss",
                Target.HOST,
                "loses its power supply",
                "has power again",
                "The host's own power supply fails: CPU and link are gone at once, power-good falls, "
                        + "and the card's main rail with it. Other hosts keep theirs.",
                "With for, power returns after that time and the host boots.",
                "PSU failure; PWRGD de-asserted; surprise link-down (AER)"));
    }

    @Override
    public List<CardNode> cutsMains(Cluster cluster, String name) {
        return cluster.host(name).cards();
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.power(cluster.host(name).cards(), Verdict.HOST_POWER).orBoots();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).powerOff();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).powerOn(-1);
    }
}
