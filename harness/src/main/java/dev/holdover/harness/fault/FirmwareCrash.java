package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class FirmwareCrash extends Fault {
    FirmwareCrash() {
        super(new Page(
                "firmware-crash",
                Target.CARD,
                "firmware traps",
                "",
                "The embedded processor traps and stops; all that was not in the NVRAM is gone. "
                        + "Gates, windows and NVRAM stay as they are until a reset.",
                "Never by itself: the watchdog resets the processor, or the host does.",
                "JESD245 INJECT_FW_FAILURES; processor exception"));
    }

    @Override
    public boolean passes() {
        return true;
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).hardware().crashProcessor();
    }
}
