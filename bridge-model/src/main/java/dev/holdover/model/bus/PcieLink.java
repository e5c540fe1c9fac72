package dev.holdover.model.bus;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The link between a host and a card: what is under way on it, in order.
 *
 * <p>Posted writes arrive {@code latencyNs} after they were sent and never pass each other. A read is
 * sent behind them and so finds them done (PCI Express ordering rules, section 2.4.1). When the link
 * goes down, what is under way is lost; a read then ends by completion timeout with all ones.
 * Messages of the card to the host (MSI-X) travel the other way and keep their order too, and so does the card's
 * DMA: a message is not there before what was written before it.
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

    /** What a link of four lanes at 8 GT/s carries each way after encoding, in bytes a second (section 4.2.2). */
    public static final long GEN3_X4 = 3_938_000_000L;

    /** Largest part of a DMA that travels at once: a page, which no request may cross (section 2.2.7). */
    public static final int MAX_DMA = 4096;

    private static final int ARRIVE = 0;
    private static final int MESSAGE = 1;
    private static final int DMA_WRITE = 2;
    private static final int DMA_REQUEST = 3;
    private static final int DMA_COMPLETION = 4;
    private static final long SECOND_NS = 1_000_000_000;

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
    private final long bytesPerSecond;
    private final List<Dma> dmas = new ArrayList<>();
    private HostMemory memory = HostMemory.NONE;
    private int dmaEra;
    private long upstreamFreeNs;
    private long downstreamFreeNs;

    /** A part of a DMA that is under way; used again when it has come through. */
    private static final class Dma {
        final byte[] data = new byte[MAX_DMA];
        long address;
        int length;
        long tag;
        Completion how = Completion.SUCCESS;

        @Nullable
        DmaRequester requester;

        boolean busy;
    }

    /** One of four lanes at 8 GT/s. */
    public PcieLink(
            Scheduler scheduler, Completer completer, Upstream upstream, int capacity, long latencyNs, long timeoutNs) {
        this(scheduler, completer, upstream, capacity, latencyNs, timeoutNs, GEN3_X4);
    }

    /**
     * @param capacity posted writes that fit on the way: a power of two
     * @param latencyNs one way
     * @param timeoutNs after which a read without completion ends
     * @param bytesPerSecond what DMA gets through, each way
     */
    public PcieLink(
            Scheduler scheduler,
            Completer completer,
            Upstream upstream,
            int capacity,
            long latencyNs,
            long timeoutNs,
            long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
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

    /** How long a completion takes back that nothing is before. */
    public long completionNs() {
        return latencyNs;
    }

    /** When the completion of a read that is performed at {@code nowNs} is back: behind every write of the card. */
    public long completionArrivesNs(long nowNs) {
        return Math.max(lastMessageNs, nowNs + latencyNs);
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

    /** The host's memory, at the far end. */
    public void memory(HostMemory hostMemory) {
        memory = hostMemory;
    }

    /**
     * Whether a range of bus addresses is mapped. A requester asks before it writes, for a posted write has no
     * completion that would tell it: what ATS is for (section 10.1). It is answered from the cache of translations,
     * which the host's IOMMU keeps right, and so takes no time.
     */
    public boolean maps(long address, int length) {
        return up && memory.maps(address, length);
    }

    /**
     * Posts a write of at most {@link #MAX_DMA} bytes to the host's memory. It passes no message and no write before
     * it. One to an address that is not mapped any more when it arrives vanishes.
     */
    public void dmaWrite(long address, byte[] from, int at, int length) {
        if (!up) {
            return;
        }
        int index = takeDma(address, length);
        System.arraycopy(from, at, dmas.get(index).data, 0, length);
        upstreamFreeNs = Math.max(upstreamFreeNs, scheduler.nowNs()) + transferNs(length);
        lastMessageNs = Math.max(lastMessageNs, upstreamFreeNs + latencyNs);
        scheduler.at(lastMessageNs, DMA_WRITE, index, dmaEra);
    }

    /**
     * Reads at most {@link #MAX_DMA} bytes of the host's memory, behind every write and message that was sent before.
     * When the link goes down meanwhile, nothing comes back.
     */
    public void dmaRead(long address, int length, DmaRequester requester, long tag) {
        if (!up) {
            return;
        }
        int index = takeDma(address, length);
        dmas.get(index).requester = requester;
        dmas.get(index).tag = tag;
        scheduler.at(Math.max(lastMessageNs, scheduler.nowNs() + latencyNs), DMA_REQUEST, index, dmaEra);
    }

    /** Nothing of the card's DMA that is under way arrives any more, in either direction. */
    public void dropDma() {
        dmaEra++;
    }

    private int takeDma(long address, int length) {
        int index = 0;
        while (index < dmas.size() && dmas.get(index).busy) {
            index++;
        }
        if (index == dmas.size()) {
            dmas.add(new Dma());
        }
        Dma dma = dmas.get(index);
        dma.busy = true;
        dma.address = address;
        dma.length = length;
        return index;
    }

    private long transferNs(int bytes) {
        return bytes * SECOND_NS / bytesPerSecond;
    }

    private void dma(int kind, int index, boolean dropped) {
        Dma dma = dmas.get(index);
        if (dropped) {
            dma.busy = false;
        } else if (kind == DMA_WRITE) {
            dma.busy = false;
            if (memory.maps(dma.address, dma.length)) {
                memory.write(dma.address, dma.data, 0, dma.length);
            } else {
                memory.refused(dma.address, dma.data, dma.length, true);
            }
        } else if (kind == DMA_REQUEST) {
            answer(dma, index);
        } else {
            Objects.requireNonNull(dma.requester).dmaRead(dma.tag, dma.how, dma.data, dma.length);
            dma.busy = false;
        }
    }

    /** The completion goes back, behind the host's posted writes. */
    private void answer(Dma dma, int index) {
        boolean mapped = memory.maps(dma.address, dma.length);
        dma.how = mapped ? Completion.SUCCESS : Completion.UNSUPPORTED_REQUEST;
        if (mapped) {
            memory.read(dma.address, dma.data, 0, dma.length);
        } else {
            memory.refused(dma.address, dma.data, dma.length, false);
        }
        downstreamFreeNs = Math.max(downstreamFreeNs, scheduler.nowNs()) + (mapped ? transferNs(dma.length) : 0);
        scheduler.at(Math.max(lastArrivalNs, downstreamFreeNs + latencyNs), DMA_COMPLETION, index, dmaEra);
    }

    /** The link is gone, with all that was under way. */
    public void down() {
        up = false;
        training++;
        dmaEra++;
        upstreamFreeNs = 0;
        downstreamFreeNs = 0;
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
        } else if (kind != ARRIVE) {
            dma(kind, (int) a, (int) b != dmaEra);
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
