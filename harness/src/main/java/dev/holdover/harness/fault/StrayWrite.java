package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class StrayWrite extends Fault {
    private static final String OFFSET = "offset";
    private static final long AT_ONCE = 0;

    StrayWrite() {
        super(new Page(
                "stray-write",
                Target.CARD,
                "is written to behind its window",
                "",
                "A write of eight bytes arrives behind the end of window 0, offset bytes further if that "
                        + "is said: as from a program that knows a wrong length, or a window whose address was set "
                        + "too low. It must change nothing.",
                "At once: it happens once.",
                "AER Unsupported Request; write past an NTB memory window (ntrdma 18)"));
    }

    @Override
    public boolean passes() {
        return true;
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(OFFSET, Unit.SIZE);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).strayWrite(parameters.getOrDefault(OFFSET, AT_ONCE));
    }
}
