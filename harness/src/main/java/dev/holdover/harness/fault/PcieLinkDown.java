package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

final class PcieLinkDown extends Fault {
    PcieLinkDown() {
        super(new Page(
                "pcie-link-down",
                Target.CARD,
                "PCIe link goes down",
                "PCIe link can be trained again",
                "The link between card and host is gone without notice: posted writes and messages under "
                        + "way are lost, reads end by completion timeout with all ones. Power stays.",
                "With for, the link is trained again after that time, and the driver comes back by "
                        + "itself. Otherwise it never returns, not even when the host reboots.",
                "AER Surprise Down; link retraining; the link that never returns after a reboot "
                        + "(switchtec-kernel 60)"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.host(List.of(cluster.card(name)), Verdict.HOST_LINK);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).breakLink(true);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).breakLink(false);
    }
}
