package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.power.Regulators;
import dev.holdover.model.power.Sag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class BrownOut extends Fault {
    private static final String DEPTH = "depth";
    private static final String RAMP = "ramp";
    private static final String BOUNCES = "bounces";
    private static final String ORDER = "order";
    private static final String RETURN_ORDER = "return-order";
    private static final long DEPTH_PPM = 820_000;
    private static final long RAMP_NS = 1_000_000;

    BrownOut() {
        super(new Page(
                "brown-out",
                Target.CARD,
                "has a main rail that sags",
                "has a main rail that recovers",
                "The main rail sags at the card's slot to depth (82% of nominal) within ramp (1 ms; at most an hour), "
                        + "while the host's power-good stays. Below 84% the processor is reset with "
                        + "RESET_CAUSE.BROWN_OUT, below 80% the card's own ports are dead, below 76% the bridge loses "
                        + "its registers and the link is down, and below 70% only the batteries hold the NVRAM: it "
                        + "is lost if they are empty or gone. On the way up the NVRAM returns at 88%, then bridge, "
                        + "ports and processor, each 2% later. With bounces (0) the rail crosses all of that so often "
                        + "more, down and up. With order and return-order (0..23, counted on from the beginning) the "
                        + "four have each other's thresholds: order 6 lets the ports fall first, 23 the NVRAM.",
                "With for, the rail begins to rise after that time, as fast as it fell; the processor is released "
                        + "when it, the bridge and the NVRAM have power.",
                "brown-out, undervoltage lock-out (UVLO); power sequencing; JESD245 VR failure, CSAVE_FAIL_INFO"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put(DEPTH, Unit.RATIO);
        parameters.put(RAMP, Unit.DURATION);
        parameters.put(BOUNCES, Unit.COUNT);
        parameters.put(ORDER, Unit.COUNT);
        parameters.put(RETURN_ORDER, Unit.COUNT);
        return parameters;
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of(RAMP, new Range(0, Sag.MOST_RAMP_NS));
    }

    private static Sag sag(Map<String, Long> parameters) {
        return new Sag(
                parameters.getOrDefault(DEPTH, DEPTH_PPM),
                parameters.getOrDefault(RAMP, RAMP_NS),
                (int) (long) parameters.getOrDefault(BOUNCES, 0L),
                (int) (parameters.getOrDefault(ORDER, 0L) % Sag.ORDERS),
                (int) (parameters.getOrDefault(RETURN_ORDER, 0L) % Sag.ORDERS));
    }

    @Override
    public List<CardNode> starvesNvram(Cluster cluster, String name, Map<String, Long> parameters) {
        Sag sag = sag(parameters);
        boolean deep = sag.depthPpm() < Regulators.fallsAtPpm(PowerDomain.NVRAM, sag.order());
        return deep ? List.of(cluster.card(name)) : List.of();
    }

    @Override
    public long starvesOnNs(Map<String, Long> parameters) {
        Sag sag = sag(parameters);
        return sag.rampNs() * (2L * sag.bounces() + 1);
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.sag(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).hardware().sag(sag(parameters));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).hardware().railRecovers();
    }
}
