package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class ClockDrift extends Fault {
    ClockDrift() {
        super(new Page(
                "clock-drift",
                Target.CARD,
                "has a clock that drifts",
                "has its own rate of clock again",
                "From then on the card's oscillator runs by rate faster than true time, or slower if rate is below "
                        + "zero (default: faster by the cluster's declared drift): timers, watchdog, dead-men, leases "
                        + "and firmware go by it; batteries, wires and hosts do not. A rate beyond the declared drift "
                        + "is refused when the file is read: no lease protects against a clock that nobody reckons "
                        + "with.",
                "With for, it runs again as the card's clock says, after that time; it never jumps.",
                "oscillator drift and ageing, crystal temperature coefficient; rho of the lease literature"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of("rate", Unit.RATE);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        card.clock().rate(parameters.getOrDefault("rate", card.config().lease().driftPpm()));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).clock().nominal();
    }
}
