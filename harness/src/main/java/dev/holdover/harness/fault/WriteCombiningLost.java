package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class WriteCombiningLost extends Fault {
    WriteCombiningLost() {
        super(new Page(
                "write-combining-lost",
                Target.HOST,
                "crashes, with all that its buffers hold",
                "reboots",
                "The host's kernel dies, and with it all that its programs have stored and that has not "
                        + "yet reached the card: what waits in the CPU's write-combining buffers and what is posted "
                        + "in the root complex.",
                "With for, the host reboots after that time. Otherwise it stays down.",
                "write-combining buffer loss; machine check; reset of the root complex; missing ADR"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.host(cluster, name, Verdict.HOST_HANG);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.host(name).crashWithBuffers();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.host(name).reboot();
    }
}
