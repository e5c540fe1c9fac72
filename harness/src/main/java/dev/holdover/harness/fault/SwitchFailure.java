package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;

final class SwitchFailure extends Fault {
    private static final String SPLIT = "split";

    SwitchFailure() {
        super(new Page(
                "switch-failure",
                Target.LAN,
                "fails",
                "works again",
                "The switch of a LAN forwards nothing any more, and what is under way is lost. With split, it "
                        + "falls in two instead: the first so many cards, in the order of joins, and their hosts "
                        + "reach each other and nobody else.",
                "With for, it forwards again after that time.",
                "switch crash; loss of switch power; lost uplink between stacked switches"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put(SPLIT, Unit.COUNT);
        return parameters;
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return parameters.getOrDefault(SPLIT, 0L) == 0
                ? Diagnosis.between(true, Verdict.SWITCH, Verdict.LINK)
                : Diagnosis.between(true, Verdict.SWITCH, Verdict.PEER_SILENT, Verdict.PEER_DEAD);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        long split = parameters.getOrDefault(SPLIT, 0L);
        if (split == 0) {
            cluster.network(name).up(false);
        } else {
            cluster.network(name).split((int) split);
        }
    }

    @Override
    public void heal(Cluster cluster, String name) {
        if (cluster.network(name).isSplit()) {
            cluster.network(name).split(0);
        } else {
            cluster.network(name).up(true);
        }
    }
}
