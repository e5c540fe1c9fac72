package dev.holdover.harness.fault;

import dev.holdover.driver.core.BlockDevice;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

/** The host has its block volume read and checked, row by row. */
final class ScrubVolume implements Deed {
    @Override
    public String word() {
        return "scrub-volume";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "is told to scrub its block volume";
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name)
                .orderByHost(
                        driver -> driver.block(0).filter(BlockDevice::ready).ifPresent(device -> device.scrub(true)));
    }
}
