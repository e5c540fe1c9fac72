package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class CompletionTimeout extends Fault {
    private static final String SHARE = "share";
    private static final long ALL_PPM = 1_000_000;

    CompletionTimeout() {
        super(new Page(
                "completion-timeout",
                Target.CARD,
                "answers reads too late",
                "answers reads in time",
                "A share of the host's reads of the card, 100% if nothing is said, is answered too late "
                        + "or never: each ends after 1 ms with all ones. A completion that comes later is "
                        + "unexpected, and dropped.",
                "With for, all reads are answered again after that time.",
                "AER Completion Timeout; Unexpected Completion; Poisoned TLP where the switch makes it " + "one"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(SHARE, Unit.RATIO);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).pcie().loseCompletions(parameters.getOrDefault(SHARE, ALL_PPM));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).pcie().loseCompletions(0);
    }
}
