package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class NicFailure extends Fault {
    NicFailure() {
        super(new Page(
                "nic-failure",
                Target.PORT,
                "fails",
                "works again",
                "The port of a card or a host on a network fails: both directions (lan-a/alpha.card), its receiver "
                        + "(lan-a/alpha.card/rx) or its sender (lan-a/alpha.card/tx). The link light stays on: "
                        + "nobody is told.",
                "With for, the port works again after that time.",
                "NIC failure; transmit hang (NETDEV WATCHDOG); dead SFP laser; RDI of IEEE 802.3"));
    }

    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.port(cluster, Direction.of(name).plug(), Verdict.OWN_NIC, Verdict.PEER_NIC);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        Direction direction = Direction.of(name);
        cluster.plug(direction.plug()).port(direction.receives(), direction.sends(), false);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        Direction direction = Direction.of(name);
        cluster.plug(direction.plug()).port(direction.receives(), direction.sends(), true);
    }
}
