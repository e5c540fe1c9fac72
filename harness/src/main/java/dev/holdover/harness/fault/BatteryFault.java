package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.power.EnergySource;
import java.util.List;
import java.util.Map;

/** A fault of a card's batteries, most of them of both alike and of some percent. */
abstract class BatteryFault extends Fault {
    static final String PERCENT = "percent";

    /** Does something to one battery. */
    @FunctionalInterface
    interface Change {
        void to(EnergySource source, int place, long nowNs);
    }

    BatteryFault(Page page) {
        super(page);
        if (page.target() != Target.CARD) {
            throw new IllegalArgumentException(page.word() + " strikes a card");
        }
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(PERCENT, Unit.COUNT);
    }

    @Override
    public List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of(cluster.card(name));
    }

    static int percent(Map<String, Long> parameters, long otherwise) {
        return (int) (long) parameters.getOrDefault(PERCENT, otherwise);
    }

    static void eachBattery(Cluster cluster, String name, Change change) {
        long nowNs = cluster.card(name).hardware().nowNs();
        cluster.card(name).hardware().batteries(source -> {
            for (int place = 0; place < EnergySource.PLACES; place++) {
                change.to(source, place, nowNs);
            }
        });
    }
}
