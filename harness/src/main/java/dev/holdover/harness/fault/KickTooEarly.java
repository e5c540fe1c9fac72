package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class KickTooEarly extends Fault {
    KickTooEarly() {
        super(new Page(
                "kick-too-early",
                Target.CARD,
                "kicks its watchdog twice",
                "",
                "The firmware kicks its watchdog twice in a row, as a loop does that runs wild; the "
                        + "second kick comes before the watchdog's window is open, and the processor is reset at "
                        + "once.",
                "By the reset.",
                "window watchdog refresh error (STM32 WWDG, Cypress/Infineon WWDT); early kick"));
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
        cluster.card(name).kickWatchdogTwice();
    }
}
