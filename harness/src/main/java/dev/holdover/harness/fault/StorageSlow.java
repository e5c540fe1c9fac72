package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class StorageSlow extends Fault {
    private static final String DELAY = "delay";
    private static final long DEFAULT_NS = 20_000_000;

    StorageSlow() {
        super(new Page(
                "storage-slow",
                Target.ARRAY,
                "is slow",
                "is as fast as before",
                "Every command of a host waits longer in the array, by delay (default 20ms): writes "
                        + "stay under way for long. Reservations go past the queue, as task management does.",
                "With for, new commands take their usual time again after that time.",
                "queue full (TASK SET FULL); a disk in deep error recovery; rebuild load"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(DELAY, Unit.DURATION);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.storageArray(name).slow(parameters.getOrDefault(DELAY, DEFAULT_NS));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.storageArray(name).slow(0);
    }
}
