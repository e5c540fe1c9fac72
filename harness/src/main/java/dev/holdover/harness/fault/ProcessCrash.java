package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class ProcessCrash extends Fault {
    ProcessCrash() {
        super(new Page(
                "process-crash",
                Target.HOST,
                "loses its processes",
                "can run processes again",
                "Every process that serves a personality on the host dies, and none can be started; the "
                        + "kernel, the driver and its heartbeat live on.",
                "With for, the supervisor starts them again after that time.",
                "process monitor; watchdogd, systemd WatchdogSec; crash loop"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.host(cluster, name, Verdict.HOST_PROCESS);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).processes().broken(true);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).processes().broken(false);
    }
}
