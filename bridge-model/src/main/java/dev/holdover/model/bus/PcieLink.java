package dev.holdover.model.bus;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.Arrays;

/**
 * The link between a host and a card: what is under way on it, in order.
 *
 * <p>Posted writes arrive {@code latencyNs} after they were sent and never pass each other. A read is
 * sent behind them and so finds them done (PCI Express ordering rules, section 2.4.1). When the link
 * goes down, what is under way is lost; a read then ends by completion timeout with all ones.
 * Messages of the card to the host (MSI-X) travel the other way and keep their order too.
 */
public final class PcieLink implements Component {
    /** Largest payload of one transaction, in bytes. */
    public static final int MAX_PAYLOAD = 64;

    /** Takes the card's messages at the host's end. */
    @FunctionalInterface
    public interface Upstream {
        /** An MSI-X message with its {@code address} and {@code data} as the table has them. */
        void message(long address, int data);
    }

    private static final int ARRIVE = 0;
    private static final int MESSAGE = 1;

    private final Scheduler scheduler;
    private final Completer completer;
    private final Upstream upstream;
    private final long latencyNs;
    private final long timeoutNs;
    private final int capacity;

    private final byte[] data;
    private final long[] offsets;
    private final byte[] bars;
    private final byte[] lengths;
    private final long[] arrivals;
    private int head;
    private int size;
    private int training;
    private boolean up = true;
    private long lastArrivalNs;
    private long lastMessageNs;

    /**
     * @param capacity posted writes that fit on the way: a power of two
     * @param latencyNs one way
     * @param timeoutNs after which a read without completion ends
     */
    public PcieLink(
            Scheduler scheduler, Completer completer, Upstream upstream, int capacity, long latencyNs, long timeoutNs) {
        this.scheduler = scheduler;
        this.completer = completer;
        this.upstream = upstream;
        this.capacity = capacity;
        this.latencyNs = latencyNs;
        this.timeoutNs = timeoutNs;
        this.data = new byte[capacity * MAX_PAYLOAD];
        this.offsets = new long[capacity];
        this.bars = new byte[capacity];
        this.lengths = new byte[capacity];
        this.arrivals = new long[capacity];
    }

    public boolean up() {
        return up;
    }

    /** Whether another posted write may be sent now; if not, the sender waits for {@link #firstArrivalNs()}. */
    public boolean hasCredit() {
        return size < capacity;
    }

    /** When the oldest posted write on the way arrives. */
    public long firstArrivalNs() {
        return arrivals[head];
    }

    /** Sends a posted write at {@code sentNs}, which may lie ahead of the present within the sender's turn. */
    public void post(int bar, long offset, byte[] from, int at, int length, long sentNs) {
        if (!up) {
            return;
        }
        if (!hasCredit()) {
            throw new IllegalStateException("no posted credit");
        }
        int cell = head + size++ & capacity - 1;
        lastArrivalNs = Math.max(lastArrivalNs, sentNs + latencyNs);
        arrivals[cell] = lastArrivalNs;
        offsets[cell] = offset;
        bars[cell] = (byte) bar;
        lengths[cell] = (byte) length;
        System.arraycopy(from, at, data, cell * MAX_PAYLOAD, length);
        if (size == 1) {
            scheduler.at(lastArrivalNs, ARRIVE, training, 0);
        }
    }

    /** When a read sent at {@code sentNs} reaches the completer: behind every posted write. */
    public long readArrivesNs(long sentNs) {
        return Math.max(lastArrivalNs, sentNs + latencyNs);
    }

    /** How long the completion takes back. */
    public long completionNs() {
        return latencyNs;
    }

    /** How long a requester waits for a completion. */
    public long timeoutNs() {
        return timeoutNs;
    }

    /** Performs a read that has arrived. */
    public Completion read(int bar, long offset, byte[] into, int at, int length) {
        if (!up) {
            Arrays.fill(into, at, at + length, (byte) 0xff);
            return Completion.TIMEOUT;
        }
        return completer.read(bar, offset, into, at, length);
    }

    /** Sends a message of the card to the host. */
    public void message(long address, int messageData) {
        if (up) {
            lastMessageNs = Math.max(lastMessageNs, scheduler.nowNs() + latencyNs);
            scheduler.at(lastMessageNs, MESSAGE, address, (long) training << 32 | messageData & 0xffff_ffffL);
        }
    }

    /** The link is gone, with all that was under way. */
    public void down() {
        up = false;
        training++;
        size = 0;
        head = 0;
        lastArrivalNs = 0;
        lastMessageNs = 0;
    }

    /** The link is trained again. */
    public void train() {
        up = true;
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        if (kind == MESSAGE) {
            if ((int) (b >>> 32) == training) {
                upstream.message(a, (int) b);
            }
        } else if ((int) a == training) {
            int cell = head;
            head = head + 1 & capacity - 1;
            if (--size > 0) {
                scheduler.at(arrivals[head], ARRIVE, training, 0);
            }
            completer.write(bars[cell], offsets[cell], data, cell * MAX_PAYLOAD, lengths[cell]);
        }
    }
}
