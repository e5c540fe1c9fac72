package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;

final class AsymmetricLoss extends Fault {
    private static final String LOSS = "loss";
    private static final long ALL_PPM = 1_000_000;

    AsymmetricLoss() {
        super(new Page(
                "asymmetric-loss",
                Target.DIRECTION,
                "loses frames",
                "loses no more",
                "A port loses frames in one direction only: of those that come (/rx) or of those that go (/tx) a "
                        + "share of loss, 100% if nothing is said. Each side believes what it hears.",
                "With for, nothing is lost there any more after that time.",
                "unidirectional link (UDLD, RFC 5171); one-way loss; dirty fibre; FCS errors"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put(LOSS, Unit.RATIO);
        return parameters;
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.path(
                cluster,
                Direction.of(name).plug(),
                parameters.getOrDefault(LOSS, ALL_PPM) == ALL_PPM,
                Verdict.UNIDIRECTIONAL,
                Verdict.SWITCH,
                Verdict.PEER_SILENT,
                Verdict.PEER_DEAD);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        Direction direction = Direction.of(name);
        long lossPpm = parameters.getOrDefault(LOSS, ALL_PPM);
        cluster.plug(direction.plug()).loss(direction.receives(), direction.sends(), lossPpm);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        Direction direction = Direction.of(name);
        cluster.plug(direction.plug()).loss(direction.receives(), direction.sends(), 0);
    }
}
