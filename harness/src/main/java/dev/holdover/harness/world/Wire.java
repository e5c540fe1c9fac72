package dev.holdover.harness.world;

import dev.holdover.firmware.wire.Frame;
import dev.holdover.harness.world.World.Port;
import dev.holdover.model.time.Component;
import java.util.Arrays;

/**
 * A network link between two cards' own ports: bandwidth, latency, loss, repetition, reordering and
 * damage in each direction. Frames under way live in a pool of buffers.
 */
public final class Wire implements Component {
    /**
     * What a wire is like; probabilities in parts per million.
     *
     * @param latencyLowNs shortest delay; {@code latencyHighNs} longest
     */
    public record Spec(
            long latencyLowNs,
            long latencyHighNs,
            long bitsPerSecond,
            long lossPpm,
            long duplicatePpm,
            long reorderPpm,
            long corruptPpm) {}

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final long MAX_BACKLOG_NS = 50_000_000;
    private static final int ETHERNET_OVERHEAD = 42;
    private static final int REORDER_FACTOR = 3;

    private final World world;
    private final Port port;
    private final Spec spec;
    private final CardNode[] ends;
    private final Witness witness;
    private final RandomStream random;
    private final long[] freeNs = new long[2];
    private final long[] lastArrivalNs = new long[2];
    private byte[][] buffers = new byte[16][];
    private int[] lengths = new int[16];
    private int[] free = new int[16];
    private int freeCount;
    private int made;
    private int cut;
    private boolean up = true;

    Wire(World world, Port port, Spec spec, CardNode a, CardNode b, Witness witness) {
        this.world = world;
        this.port = port;
        this.spec = spec;
        this.ends = new CardNode[] {a, b};
        this.witness = witness;
        this.random = world.random(port.name());
        port.attach(this);
    }

    public String name() {
        return port.name();
    }

    public boolean up() {
        return up;
    }

    /** The wire is cut, with what was under way, or mended. */
    public void up(boolean now) {
        if (now != up) {
            up = now;
            cut++;
            witness.wireState(this, now);
        }
    }

    /** Whether it joins these two cards. */
    boolean joins(CardNode a, CardNode b) {
        return ends[0] == a && ends[1] == b || ends[0] == b && ends[1] == a;
    }

    void send(CardNode from, byte[] frame, int at, int length) {
        int direction = from == ends[0] ? 0 : 1;
        long nowNs = world.nowNs();
        long startNs = Math.max(nowNs, freeNs[direction]);
        if (!up || startNs - nowNs > MAX_BACKLOG_NS) {
            return;
        }
        long wireNs = (length + ETHERNET_OVERHEAD) * 8_000_000_000L / spec.bitsPerSecond;
        freeNs[direction] = startNs + wireNs;
        if (random.chance(spec.lossPpm)) {
            return;
        }
        deliver(direction, frame, at, length, GOOD);
        if (random.chance(spec.duplicatePpm)) {
            deliver(direction, frame, at, length, BAD);
        }
    }

    private void deliver(int direction, byte[] frame, int at, int length, int kind) {
        int buffer = take();
        System.arraycopy(frame, at, buffers[buffer], 0, length);
        lengths[buffer] = length;
        int delivered = kind;
        if (random.chance(spec.corruptPpm)) {
            long bit = random.between(0, length * 8L - 1);
            buffers[buffer][(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
            delivered = BAD;
        }
        long delayNs = random.between(spec.latencyLowNs, spec.latencyHighNs);
        long arrivalNs = freeNs[direction] + delayNs;
        if (random.chance(spec.reorderPpm)) {
            arrivalNs += REORDER_FACTOR * spec.latencyHighNs;
        } else {
            arrivalNs = Math.max(arrivalNs, lastArrivalNs[direction]);
            lastArrivalNs[direction] = arrivalNs;
        }
        port.at(arrivalNs, delivered, (long) direction << 32 | buffer, cut);
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        int buffer = (int) a;
        CardNode to = ends[1 - (int) (a >>> 32)];
        if (b == cut && up) {
            if (kind == BAD) {
                witness.beforeBadFrame(to);
                to.hardware().receive(buffers[buffer], 0, lengths[buffer]);
                witness.afterBadFrame(to);
            } else {
                to.hardware().receive(buffers[buffer], 0, lengths[buffer]);
            }
        }
        free[freeCount++] = buffer;
    }

    private int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (made == buffers.length) {
            buffers = Arrays.copyOf(buffers, made * 2);
            lengths = Arrays.copyOf(lengths, made * 2);
            free = Arrays.copyOf(free, made * 2);
        }
        buffers[made] = new byte[Frame.MAX_BYTES];
        return made++;
    }
}
