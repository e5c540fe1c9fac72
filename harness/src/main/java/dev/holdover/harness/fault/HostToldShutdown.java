package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

final class HostToldShutdown extends Fault {
    HostToldShutdown() {
        super(new Page(
                "host-told-shutdown",
                Target.HOST,
                "is asked to shut down",
                "is switched on",
                "Nothing at once: the driver tells its cards that it stops, and 5 ms later power " + "goes.",
                "With for, the host is switched on again after that time.",
                "ACPI S5; pvpanic SHUTDOWN"));
    }

    @Override
    public List<CardNode> cutsMains(Cluster cluster, String name) {
        return cluster.host(name).cards();
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.power(cluster.host(name).cards(), Verdict.HOST_SHUTDOWN, Verdict.HOST_POWER)
                .orBoots();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).shutDown();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).powerOn(-1);
    }
}
