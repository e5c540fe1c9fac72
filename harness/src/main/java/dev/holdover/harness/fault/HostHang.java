package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class HostHang extends Fault {
    HostHang() {
        super(new Page(
                "host-hang",
                Target.HOST,
                "hangs",
                "wakes",
                "The host executes nothing but forgets nothing: interrupts pend, and when it wakes it "
                        + "goes on where it was, with what it believed then.",
                "With for, it wakes after that time and knows nothing of it. Otherwise it never does.",
                "SMI storm; hypervisor pause; hard lock-up"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.host(cluster, name, Verdict.HOST_HANG);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).hang();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).resume();
    }
}
