package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class FirmwareHang extends Fault {
    FirmwareHang() {
        super(new Page(
                "firmware-hang",
                Target.CARD,
                "processor hangs",
                "processor goes on",
                "The embedded processor executes nothing but keeps its state: no heartbeat, no "
                        + "watchdog kick; frames are lost, timers pend.",
                "With for, it goes on where it was, unless the watchdog or the host has reset it " + "before.",
                "JESD245 INJECT_FW_FAILURES; live-lock; stuck bus"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).hardware().hangProcessor();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).hardware().resumeProcessor();
    }
}
