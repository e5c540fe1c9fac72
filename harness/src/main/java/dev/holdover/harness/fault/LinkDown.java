package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class LinkDown extends Fault {
    LinkDown() {
        super(new Page(
                "link-down",
                Target.WIRE,
                "is cut",
                "is mended",
                "The wire between two cards' own ports is cut in both directions, with the frames "
                        + "that are under way.",
                "With for, it is mended after that time.",
                "loss of signal; switch port down"));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.wire(name).up(false);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.wire(name).up(true);
    }
}
