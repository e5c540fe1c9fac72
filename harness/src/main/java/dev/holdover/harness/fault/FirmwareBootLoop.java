package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class FirmwareBootLoop extends Fault {
    private static final String TIMES = "times";
    private static final long FOR_EVER = 1_000_000_000;

    FirmwareBootLoop() {
        super(new Page(
                "firmware-boot-loop",
                Target.CARD,
                "firmware traps, and at every boot again",
                "boots come up again",
                "The firmware traps at once and then at the beginning of each boot, so many times; "
                        + "1000000000 if nothing is said. The watchdog that the hardware starts resets it each "
                        + "time, and each time it is held in reset for twice as long.",
                "After so many boots, or with for at the first boot after that time.",
                "boot loop; CrashLoopBackOff; BMC boot failure counter"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(TIMES, Unit.COUNT);
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).ailments().trapAtBoot(parameters.getOrDefault(TIMES, FOR_EVER));
        cluster.card(name).hardware().crashProcessor();
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).ailments().trapAtBoot(0);
    }
}
