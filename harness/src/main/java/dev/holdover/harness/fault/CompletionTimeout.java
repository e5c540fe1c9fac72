package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.PcieFaults;
import java.util.Map;

final class CompletionTimeout extends LossFault {
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

    /** A driver that reads only ones takes its card for gone, and beats no more. */
    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.mute(cluster.card(name));
    }

    @Override
    void lose(PcieFaults link, long ppm) {
        link.loseCompletions(ppm);
    }
}
