package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class LinkDown extends Fault {
    LinkDown() {
        super(new Page(
                "link-down",
                Target.CABLE,
                "is cut",
                "is mended",
                "The wire between two cards' own ports, or the cable between a LAN's switch and one of its "
                        + "members (lan-a/alpha.card), is cut in both directions, with the frames under way.",
                "With for, it is mended after that time.",
                "loss of signal; switch port down"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.port(cluster, name, Verdict.LINK, Verdict.PEER_LINK);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        whole(cluster, name, false);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        whole(cluster, name, true);
    }

    private static void whole(Cluster cluster, String name, boolean now) {
        if (name.indexOf('/') < 0) {
            cluster.network(name).up(now);
        } else {
            cluster.plug(name).cable(now);
        }
    }
}
