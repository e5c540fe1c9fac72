package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.NicNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** What can go wrong with a network controller in a daughter slot; its cable and port break as any others do. */
final class NicTrouble extends Fault {
    private static final String TIMES = "times";
    private static final long DEFAULT_TIMES = 200;
    private static final long MOST_TIMES = 10_000;

    private final boolean counts;
    private final ObjLongConsumer<NicNode> blow;
    private final Consumer<NicNode> healing;

    private NicTrouble(Page page, boolean counts, ObjLongConsumer<NicNode> blow, Consumer<NicNode> healing) {
        super(page);
        this.counts = counts;
        this.blow = blow;
        this.healing = healing;
    }

    static List<Fault> all() {
        return List.of(death(), pulled(), transmitHang(), receiveOverrun());
    }

    private static NicTrouble death() {
        return new NicTrouble(
                page(
                        "nic-death",
                        "is dead",
                        "",
                        "The network controller's logic dies in its slot: its registers read as all ones, no frame "
                                + "goes in or out, and its carrier is gone. Nobody is told.",
                        "It stays dead; the action replace-nic puts a good one in its place.",
                        "adapter failure; PCIe Completion Timeout; NIC dropped off the bus"),
                false,
                (nic, times) -> nic.die(),
                nic -> {});
    }

    private static NicTrouble pulled() {
        return new NicTrouble(
                page(
                        "nic-pulled",
                        "is pulled out",
                        "is pushed in again",
                        "The network controller is pulled out of its slot without notice, with the frames that it has.",
                        "With for, the same one is pushed in again after that time.",
                        "PCIe surprise removal; Slot Status: Presence Detect Changed"),
                false,
                (nic, times) -> nic.pull(),
                NicNode::push);
    }

    private static NicTrouble transmitHang() {
        return new NicTrouble(
                page(
                        "nic-transmit-hang",
                        "does not transmit any more",
                        "",
                        "The network controller's transmitter stops in the middle of its work: no frame leaves, and no "
                                + "descriptor is done. It still receives.",
                        "When its driver resets it, as it does for a frame that has not left within 1 s.",
                        "NETDEV WATCHDOG: transmit queue timed out; Detected Hardware Unit Hang"),
                false,
                (nic, times) -> nic.hang(),
                nic -> {});
    }

    private static NicTrouble receiveOverrun() {
        return new NicTrouble(
                page(
                        "nic-receive-overrun",
                        "is flooded with broadcasts",
                        "",
                        "So many short broadcasts ('times', default 200) arrive at the network controller at once: "
                                + "more than its FIFO and its ring have room for. Frames are lost, and counted.",
                        "It strikes once; the host gives room again as it takes frames.",
                        "broadcast storm; rx_fifo_errors, rx_missed_errors; MPC of Intel 8254x"),
                true,
                NicNode::storm,
                nic -> {});
    }

    private static Page page(String word, String told, String toldHealed, String breaks, String heals, String knownAs) {
        return new Page(word, Target.NIC, told, toldHealed, breaks, heals, knownAs);
    }

    @Override
    public Map<String, Unit> parameters() {
        return counts ? Map.of(TIMES, Unit.COUNT) : Map.of();
    }

    @Override
    public Map<String, Range> limits() {
        return counts ? Map.of(TIMES, new Range(1, MOST_TIMES)) : Map.of();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> given) {
        blow.accept(cluster.nic(name), given.getOrDefault(TIMES, DEFAULT_TIMES));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        healing.accept(cluster.nic(name));
    }
}
