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

    private static final int ORIGINAL = 0;
    private static final int DAMAGED = 1;
    private static final int REPEATED = 2;
    private static final int NO_TWIN = -1;
    private static final long NOT_TAKEN = -1;
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
    private int[] twins = new int[16];
    private long[] takenInBoot = new long[16];
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
        int buffer = copy(frame, at, length);
        long arrivalNs = arrivalNs(direction);
        boolean damaged = random.chance(spec.corruptPpm);
        if (damaged) {
            long bit = random.between(0, length * 8L - 1);
            buffers[buffer][(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
        }
        port.at(arrivalNs, damaged ? DAMAGED : ORIGINAL, (long) direction << 32 | buffer, cut);
        if (random.chance(spec.duplicatePpm)) {
            int twin = copy(frame, at, length);
            twins[buffer] = damaged ? NO_TWIN : twin;
            long delayNs = random.between(spec.latencyLowNs, spec.latencyHighNs);
            port.at(arrivalNs + delayNs, REPEATED, (long) direction << 32 | twin, cut);
        }
    }

    private long arrivalNs(int direction) {
        long arrivalNs = freeNs[direction] + random.between(spec.latencyLowNs, spec.latencyHighNs);
        if (random.chance(spec.reorderPpm)) {
            return arrivalNs + REORDER_FACTOR * spec.latencyHighNs;
        }
        lastArrivalNs[direction] = Math.max(arrivalNs, lastArrivalNs[direction]);
        return lastArrivalNs[direction];
    }

    private int copy(byte[] frame, int at, int length) {
        int buffer = take();
        System.arraycopy(frame, at, buffers[buffer], 0, length);
        lengths[buffer] = length;
        twins[buffer] = NO_TWIN;
        takenInBoot[buffer] = NOT_TAKEN;
        return buffer;
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        int buffer = (int) a;
        CardNode to = ends[1 - (int) (a >>> 32)];
        if (b == cut && up) {
            // A repetition is only one where the first was admitted, by the same life of the firmware.
            boolean bad = kind == DAMAGED || kind == REPEATED && takenInBoot[buffer] == to.runningBoot();
            if (bad) {
                witness.beforeBadFrame(to);
                to.hardware().receive(buffers[buffer], 0, lengths[buffer]);
                witness.afterBadFrame(to);
            } else {
                boolean hasTwin = twins[buffer] != NO_TWIN;
                long before = hasTwin ? to.firmwareState() : 0;
                to.hardware().receive(buffers[buffer], 0, lengths[buffer]);
                if (hasTwin && to.firmwareState() != before) {
                    takenInBoot[twins[buffer]] = to.runningBoot();
                }
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
            twins = Arrays.copyOf(twins, made * 2);
            takenInBoot = Arrays.copyOf(takenInBoot, made * 2);
            free = Arrays.copyOf(free, made * 2);
        }
        buffers[made] = new byte[Frame.MAX_BYTES];
        return made++;
    }
}
