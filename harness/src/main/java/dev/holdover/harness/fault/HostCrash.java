package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class HostCrash extends Fault {
    HostCrash() {
        super(new Page(
                "host-crash",
                Target.HOST,
                "crashes",
                "reboots",
                "The host's kernel dies: no instruction is executed any more, stores in the CPU's "
                        + "buffers are lost, those on the link still arrive. Power and link stay up.",
                "With for, the host reboots after that time. Otherwise it stays down.",
                "kernel panic without kdump; pvpanic PANICKED; i6300esb"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.host(cluster, name, Verdict.HOST_HANG);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).crash();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).reboot();
    }
}
