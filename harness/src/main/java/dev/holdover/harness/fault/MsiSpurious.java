package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class MsiSpurious extends Fault {
    private static final String TIMES = "times";
    private static final long ONCE = 1;

    MsiSpurious() {
        super(new Page(
                "msi-spurious",
                Target.CARD,
                "interrupts for nothing",
                "",
                "So many MSI-X messages, one if nothing is said, reach the host that the card has not "
                        + "sent, each of a vector drawn at random.",
                "At once: it happens once.",
                "spurious interrupt (irq: nobody cared); stray MSI"));
    }

    @Override
    public boolean passes() {
        return true;
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(TIMES, Unit.COUNT);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).interruptSpuriously(parameters.getOrDefault(TIMES, ONCE));
    }
}
