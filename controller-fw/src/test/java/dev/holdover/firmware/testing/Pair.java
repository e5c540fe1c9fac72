package dev.holdover.firmware.testing;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Two cards and a wire between them, in one virtual time. Slot 0 is the own host's, slot 1 the other's. */
public final class Pair {
    public static final int MINE = 0;
    public static final int THEIRS = 1;

    private static final long LATENCY_NS = 50_000;
    private static final long NEVER = Long.MAX_VALUE;

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Flight(long atNs, int port, int to, byte[] frame) {}

    private final Node[] nodes;
    private final Deque<Flight> wire = new ArrayDeque<>();
    private Predicate<byte[]> loses = frame -> false;
    private final boolean[] lanUp = {true, false};
    private final long[] diskDueNs = {NEVER, NEVER};
    private boolean disksAnswer = true;
    private long diskNs = 100_000;
    private @Nullable Node mute;
    private int mutedPort;
    private Consumer<FakeHal.Sent> listener = sent -> {};
    private boolean cut;
    private long nowNs;

    public Pair() {
        this(Configs.pair(1), Configs.pair(2));
    }

    public Pair(NvramLayout layout, boolean handsOver) {
        this(Configs.pair(1, layout, handsOver), Configs.pair(2, layout, handsOver));
    }

    public Pair(FirmwareConfig one, FirmwareConfig two) {
        nodes = new Node[] {new Node(one).provisioned(), new Node(two).provisioned()};
    }

    /** Another pair with the same NVRAM contents; nobody has booted yet. */
    public Pair copyOfMemory() {
        Pair copy = new Pair(nodes[0].config(), nodes[1].config());
        for (int i = 0; i < nodes.length; i++) {
            byte[] from = nodes[i].nvram().bytes();
            System.arraycopy(from, 0, copy.nodes[i].nvram().bytes(), 0, from.length);
        }
        return copy;
    }

    public Node one() {
        return nodes[0];
    }

    public Node two() {
        return nodes[1];
    }

    /** Both boot, meet, and card 1's host proves itself. */
    public Pair up() {
        nodes[0].boot();
        nodes[1].boot();
        run(2_000_000);
        if (!nodes[0].prove()) {
            throw new AssertionError("the gate did not open");
        }
        runUntil(() -> nodes[1].role(THEIRS) == Role.BACKUP_SYNC, 200_000_000);
        run(2_000_000);
        return this;
    }

    /** The wire loses everything from now on, with what is under way; or no longer. */
    public void cutWire(boolean now) {
        cut = now;
        wire.clear();
    }

    /** Disks say nothing from now on, or answer again. */
    public void disksAnswer(boolean now) {
        disksAnswer = now;
    }

    /** What each command of a disk takes from now on. */
    public void disksTake(long ns) {
        diskNs = ns;
    }

    /** One of the two LANs carries everything or nothing from now on; at first LAN A does, LAN B does not. */
    public void lan(int port, boolean carries) {
        lanUp[port] = carries;
    }

    /** Tells {@code who} of each frame that leaves. */
    public void heard(Consumer<FakeHal.Sent> who) {
        listener = who;
    }

    /** What {@code node} sends by a LAN is lost from now on. */
    public void loseFrom(Node node, int port) {
        mute = node;
        mutedPort = port;
    }

    private boolean muted(Node node, int port) {
        return mute == node && mutedPort == port;
    }

    /** The wire loses what {@code which} says. */
    public void lose(Predicate<byte[]> which) {
        loses = which;
    }

    public long nowNs() {
        return nowNs;
    }

    public void run(long ns) {
        runUntil(() -> false, ns);
    }

    /** Lets things happen until {@code done}, at most for {@code withinNs}; says whether it was. */
    public boolean runUntil(BooleanSupplier done, long withinNs) {
        long endNs = nowNs + withinNs;
        collect();
        while (!done.getAsBoolean()) {
            long nextNs = nextNs();
            if (nextNs > endNs) {
                now(endNs);
                return false;
            }
            now(Math.max(nowNs, nextNs));
            happen();
            collect();
        }
        return true;
    }

    private long nextNs() {
        long next = wire.isEmpty() ? NEVER : wire.element().atNs();
        for (long due : diskDueNs) {
            next = disksAnswer ? Math.min(next, due) : next;
        }
        for (Node node : nodes) {
            for (Timer timer : Timer.values()) {
                for (int slot = 0; slot < 2; slot++) {
                    next = Math.min(next, node.hal().deadlineNs(timer, slot));
                }
            }
        }
        return next;
    }

    private void happen() {
        if (!wire.isEmpty() && wire.element().atNs() <= nowNs) {
            Flight flight = wire.remove();
            nodes[flight.to() - 1].frame(flight.port(), flight.frame());
            return;
        }
        for (int i = 0; i < nodes.length; i++) {
            if (disksAnswer && diskDueNs[i] <= nowNs) {
                diskDueNs[i] = NEVER;
                nodes[i].endDisk();
                return;
            }
        }
        for (Node node : nodes) {
            for (Timer timer : Timer.values()) {
                for (int slot = 0; slot < 2; slot++) {
                    if (node.hal().deadlineNs(timer, slot) <= nowNs) {
                        node.timer(timer, slot);
                        return;
                    }
                }
            }
        }
    }

    private void collect() {
        for (int i = 0; i < nodes.length; i++) {
            boolean begins = diskDueNs[i] == NEVER;
            diskDueNs[i] = !nodes[i].diskWorks() ? NEVER : begins ? nowNs + diskNs : diskDueNs[i];
        }
        for (Node node : nodes) {
            for (FakeHal.Sent sent : node.hal().takeSent()) {
                listener.accept(sent);
                boolean carried = sent.toCard() != Hal.EVERYBODY && lanUp[sent.port()] && !muted(node, sent.port());
                if (carried && !cut && !loses.test(sent.frame())) {
                    wire.add(new Flight(nowNs + LATENCY_NS, sent.port(), sent.toCard(), sent.frame()));
                }
            }
        }
    }

    private void now(long toNs) {
        nowNs = toNs;
        for (Node node : nodes) {
            node.hal().now(toNs);
        }
    }
}
