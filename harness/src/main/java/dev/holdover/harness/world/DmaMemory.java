package dev.holdover.harness.world;

import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.HostMemory;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a host's memory one card can reach, through an IOMMU. A bus address is given out once, so that
 * one of a buffer that is no more is mapped to nothing.
 */
final class DmaMemory implements HostMemory {
    private static final int PAGE = PcieLink.MAX_DMA;
    private static final long FIRST_ADDRESS = 0x1_0000_0000L;
    private static final long ACCESS_NS = 1;
    private static final int BYTES_PER_NS = 16;

    private final Host host;
    private final CardNode card;
    private final List<Buffer> buffers = new ArrayList<>();
    private long nextAddress = FIRST_ADDRESS;

    DmaMemory(Host host, CardNode card) {
        this.host = host;
        this.card = card;
    }

    /** Makes a buffer, with a page behind it that is mapped to nothing. */
    DmaBuffer map(int bytes) {
        int size = (bytes + PAGE - 1) / PAGE * PAGE;
        Buffer made = new Buffer(nextAddress, size);
        nextAddress += size + PAGE;
        buffers.add(made);
        return made;
    }

    /** The host is down: its memory is gone. */
    void clear() {
        buffers.clear();
    }

    @Override
    public boolean maps(long address, int length) {
        return find(address, length) != null;
    }

    @Override
    public void write(long address, byte[] from, int at, int length) {
        Buffer to = Objects.requireNonNull(find(address, length));
        System.arraycopy(from, at, to.data, (int) (address - to.address), length);
        card.transacted(BusOperation.DMA_WRITE, 0, address, from, at, length, Completion.SUCCESS);
    }

    @Override
    public void read(long address, byte[] into, int at, int length) {
        Buffer from = Objects.requireNonNull(find(address, length));
        System.arraycopy(from.data, (int) (address - from.address), into, at, length);
        card.transacted(BusOperation.DMA_READ, 0, address, into, at, length, Completion.SUCCESS);
    }

    @Override
    public void refused(long address, byte[] data, int length, boolean write) {
        BusOperation what = write ? BusOperation.DMA_WRITE : BusOperation.DMA_READ;
        card.transacted(what, 0, address, data, 0, length, Completion.UNSUPPORTED_REQUEST);
    }

    private @Nullable Buffer find(long address, int length) {
        for (int i = 0; i < buffers.size(); i++) {
            Buffer each = buffers.get(i);
            if (address >= each.address && address + length <= each.address + each.data.length) {
                return each;
            }
        }
        return null;
    }

    private final class Buffer implements DmaBuffer {
        private final long address;
        private final byte[] data;

        Buffer(long address, int size) {
            this.address = address;
            this.data = new byte[size];
        }

        @Override
        public long busAddress() {
            return address;
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public int get32(int offset) {
            host.work(ACCESS_NS);
            return Words.getInt(data, offset);
        }

        @Override
        public void put32(int offset, int value) {
            host.work(ACCESS_NS);
            Words.putInt(data, offset, value);
        }

        @Override
        public void read(int offset, byte[] into, int at, int length) {
            host.work(ACCESS_NS + length / BYTES_PER_NS);
            System.arraycopy(data, offset, into, at, length);
        }

        @Override
        public void write(int offset, byte[] from, int at, int length) {
            host.work(ACCESS_NS + length / BYTES_PER_NS);
            System.arraycopy(from, at, data, offset, length);
        }

        @Override
        public void close() {
            buffers.remove(this);
        }
    }
}
