package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class WindowMisplaced extends Fault {
    private static final String OFFSET = "offset";
    private static final long A_BLOCK = 4096;

    WindowMisplaced() {
        super(new Page(
                "window-misplaced",
                Target.CARD,
                "has windows that begin too low",
                "",
                "WINDOW_XLAT of every window falls by offset bytes, 4 KiB if nothing is said: an upset of the "
                        + "registers, or a firmware that computes them wrongly. What the host writes would land in "
                        + "front of its slot, in the superblock or in another personality.",
                "The bridge closes a misplaced window when it is used, and tells the firmware, which puts it back. "
                        + "What the host wrote meanwhile is lost on the way; the driver submits it again.",
                "AER Unsupported Request; NTB translation address too low (ntrdma 18); single-event upset"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(OFFSET, Unit.SIZE);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).misplaceWindows(parameters.getOrDefault(OFFSET, A_BLOCK));
    }
}
