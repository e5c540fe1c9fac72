package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.PcieFaults;
import java.util.Map;

/** A share of something that passes a card's link to its host, all of it if nothing is said, is lost. */
abstract class LossFault extends Fault {
    private static final String SHARE = "share";
    private static final long ALL_PPM = 1_000_000;

    LossFault(Page page) {
        super(page);
    }

    @Override
    public final Map<String, Unit> parameters() {
        return Map.of(SHARE, Unit.RATIO);
    }

    @Override
    public final void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        lose(cluster.card(name).pcie(), parameters.getOrDefault(SHARE, ALL_PPM));
    }

    @Override
    public final void heal(Cluster cluster, String name) {
        lose(cluster.card(name).pcie(), 0);
    }

    /** From now on {@code ppm} parts of a million are lost. */
    abstract void lose(PcieFaults link, long ppm);
}
