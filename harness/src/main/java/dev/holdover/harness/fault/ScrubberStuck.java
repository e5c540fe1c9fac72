package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class ScrubberStuck extends Fault {
    ScrubberStuck() {
        super(new Page(
                "scrubber-stuck",
                Target.CARD,
                "has a scrubber that stands still",
                "has a scrubber that walks again",
                "The patrol scrubber walks no further, though SCRUB_CTRL says that it does and SCRUB_POS only stands "
                        + "still: flips stay until somebody reads or overwrites the word, and a second one may join "
                        + "them.",
                "With for, it walks again after that time, from the beginning.",
                "patrol scrub disabled or hung; latent errors"));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).hardware().scrubberStuck(true);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).hardware().scrubberStuck(false);
    }
}
