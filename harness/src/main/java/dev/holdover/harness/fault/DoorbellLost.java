package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class DoorbellLost extends Fault {
    private static final String SHARE = "share";
    private static final long ALL_PPM = 1_000_000;

    DoorbellLost() {
        super(new Page(
                "doorbell-lost",
                Target.CARD,
                "loses doorbells",
                "loses no more doorbells",
                "A share of the host's doorbell writes, 100% if nothing is said, does not arrive, as a "
                        + "TLP that was poisoned on its way and dropped. The submissions themselves are in the "
                        + "ring.",
                "With for, no doorbell is lost after that time.",
                "AER Poisoned TLP on a posted write; ECRC error; lost NTB doorbell"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(SHARE, Unit.RATIO);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).pcie().loseDoorbells(parameters.getOrDefault(SHARE, ALL_PPM));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).pcie().loseDoorbells(0);
    }
}
