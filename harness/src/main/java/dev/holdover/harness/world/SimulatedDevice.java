package dev.holdover.harness.world;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.driver.access.Region;
import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.card.DaughterSlots;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.Words;
import java.util.Arrays;

/**
 * The simulated card as a PCI function: every access is a transaction on the card's link and costs
 * the host's CPU its time. BAR2 is write-combining.
 */
final class SimulatedDevice implements DeviceAccess {
    /** Vendor 0x1DE5 is assigned to nobody; device 0x0001 is this card. */
    static final int DEVICE_ID = 0x0001_1DE5;

    private static final int VECTORS = 8;
    private static final long MSI_ADDRESS = 0xFEE0_0000L;
    private static final int LINE = PcieLink.MAX_PAYLOAD;
    private static final long STORE_NS = 1;
    private static final long UNCACHED_STORE_NS = 20;
    private static final long READ_ISSUE_NS = 20;

    private final Host host;
    private final CardNode card;
    private final WriteCombiner combiner;
    private final Region[] bars;
    private final DmaMemory memory;
    private final byte[] word = new byte[8];
    private long failedReads;
    private long poisonedReads;

    SimulatedDevice(Host host, CardNode card, RandomStream random) {
        this.host = host;
        this.card = card;
        this.combiner = new WriteCombiner((offset, from, at, length) -> post(2, offset, from, at, length), random);
        this.bars = new Region[] {
            new Bar(Bridge.CONTROL_BAR, Register.BAR0_BYTES, false),
            new Bar(Bridge.MSIX_BAR, 0x1000, false),
            new Bar(
                    Bridge.NVRAM_BAR,
                    card.layout().windowStride() * card.layout().slots(),
                    true),
            new Bar(3, 0, false),
            new Bar(Bridge.DAUGHTER_BAR, (long) DaughterSlots.SLOTS * DaughterRegister.PAGE_BYTES, false)
        };
        this.memory = new DmaMemory(host, card);
        card.link().memory(memory);
    }

    /** The host's buffers are gone. */
    void powerOff() {
        combiner.clear();
        memory.clear();
    }

    @Override
    public DmaBuffer dma(int bytes) {
        return memory.map(bytes);
    }

    @Override
    public int configRead(int offset) {
        host.waitUntil(host.localNs() + 2 * card.link().completionNs());
        return card.link().up() && offset == 0 ? DEVICE_ID : card.link().up() ? 0 : -1;
    }

    @Override
    public Region bar(int number) {
        return bars[number];
    }

    @Override
    public int enableInterrupts() {
        Region table = bars[Bridge.MSIX_BAR];
        for (int vector = 0; vector < VECTORS; vector++) {
            table.write32(vector * 16L, (int) MSI_ADDRESS);
            table.write32(vector * 16L + 4, 0);
            table.write32(vector * 16L + 8, vector);
            table.write32(vector * 16L + 12, 0);
        }
        return VECTORS;
    }

    @Override
    public long failedReads() {
        return failedReads;
    }

    @Override
    public long poisonedReads() {
        return poisonedReads;
    }

    private void post(int bar, long offset, byte[] from, int at, int length) {
        if (bar == Bridge.CONTROL_BAR
                && offset == Register.PEER_DB.offset()
                && card.pcie().doorbellLost()) {
            card.transacted(BusOperation.WRITE, bar, offset, from, at, length, Completion.TIMEOUT);
            return;
        }
        PcieLink link = card.link();
        while (!link.hasCredit()) {
            host.waitUntil(link.firstArrivalNs());
        }
        link.post(bar, offset, from, at, length, host.localNs());
    }

    private void read(int bar, long offset, byte[] into, int at, int length) {
        host.work(READ_ISSUE_NS);
        PcieLink link = card.link();
        long sentNs = host.localNs();
        host.waitUntil(link.readArrivesNs(sentNs));
        Completion completion = link.read(bar, offset, into, at, length);
        if (card.pcie().completionLost()) {
            Arrays.fill(into, at, at + length, (byte) 0xff);
            completion = Completion.TIMEOUT;
        }
        card.transacted(BusOperation.READ, bar, offset, into, at, length, completion);
        if (completion == Completion.POISONED) {
            poisonedReads++;
        } else if (completion != Completion.SUCCESS) {
            failedReads++;
        }
        host.waitUntil(
                completion == Completion.TIMEOUT
                        ? sentNs + link.timeoutNs()
                        : link.completionArrivesNs(host.localNs()));
    }

    private final class Bar implements Region {
        private final int number;
        private final long size;
        private final boolean combining;

        Bar(int number, long size, boolean combining) {
            this.number = number;
            this.size = size;
            this.combining = combining;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read32(long offset) {
            SimulatedDevice.this.read(number, offset, word, 0, 4);
            return Words.getInt(word, 0);
        }

        @Override
        public long read64(long offset) {
            SimulatedDevice.this.read(number, offset, word, 0, 8);
            return Words.getLong(word, 0);
        }

        @Override
        public void write32(long offset, int value) {
            host.countStore();
            host.work(UNCACHED_STORE_NS);
            Words.putInt(word, 0, value);
            post(number, offset, word, 0, 4);
        }

        @Override
        public void write64(long offset, long value) {
            host.countStore();
            host.work(UNCACHED_STORE_NS);
            Words.putLong(word, 0, value);
            post(number, offset, word, 0, 8);
        }

        @Override
        public void read(long offset, byte[] into, int at, int length) {
            if (combining) {
                combiner.flush();
            }
            for (int done = 0; done < length; ) {
                int piece =
                        (int) Math.min(length - done, PcieLink.MAX_PAYLOAD - (offset + done) % PcieLink.MAX_PAYLOAD);
                SimulatedDevice.this.read(number, offset + done, into, at + done, piece);
                done += piece;
            }
        }

        @Override
        public void write(long offset, byte[] from, int at, int length) {
            for (int done = 0; done < length; ) {
                if (combining
                        && length - done >= LINE
                        && (offset + done) % LINE == 0
                        && line(offset + done, from, at + done)) {
                    done += LINE;
                } else {
                    word(offset + done, from, at + done);
                    done += 8;
                }
            }
        }

        /** Eight stores as one, if nothing can come in between. */
        private boolean line(long offset, byte[] from, int at) {
            boolean possible = combiner.holdsNot(offset)
                    && card.link().hasCredit()
                    && host.storeUndisturbed(LINE / 8, LINE / 8 * STORE_NS);
            if (possible) {
                combiner.storeLine(offset, from, at);
            }
            return possible;
        }

        private void word(long offset, byte[] from, int at) {
            host.countStore();
            host.work(STORE_NS);
            if (combining) {
                combiner.store(offset, from, at);
            } else {
                post(number, offset, from, at, 8);
            }
        }

        @Override
        public void fence() {
            host.work(STORE_NS);
            combiner.flush();
        }
    }
}
