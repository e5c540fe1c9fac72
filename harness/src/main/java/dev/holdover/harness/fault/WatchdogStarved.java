package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class WatchdogStarved extends Fault {
    WatchdogStarved() {
        super(new Page(
                "watchdog-starved",
                Target.CARD,
                "watchdog's task is starved",
                "watchdog's task runs again",
                "The firmware's task that kicks the watchdog does not run any more, while its main loop, "
                        + "heartbeats and replication go on: the firmware looks alive and is not whole.",
                "With for, the task runs again after that time. Otherwise the watchdog resets the "
                        + "processor, which ends it too.",
                "task starvation; priority inversion; watchdog task blocked (i6300esb)"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).starveWatchdog(true);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).starveWatchdog(false);
    }
}
