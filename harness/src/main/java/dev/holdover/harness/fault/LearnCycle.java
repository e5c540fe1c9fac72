package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.contract.Register;
import dev.holdover.model.power.EnergySource;
import java.util.Map;

/** An operator begins a learn cycle: one battery is emptied into a test load and then known (JESD245 ES_TEST). */
final class LearnCycle implements Deed {
    @Override
    public String word() {
        return "learn-cycle";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "begins a learn cycle of a battery";
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of("battery", Unit.COUNT);
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of("battery", new Range(0, EnergySource.PLACES - 1));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        long place = parameters.getOrDefault("battery", 0L);
        cluster.card(name).hardware().write(Register.ES_TEST, 0, 1L << place);
    }
}
