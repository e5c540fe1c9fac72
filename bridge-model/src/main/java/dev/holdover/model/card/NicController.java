package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.DmaRequester;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.Field;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.ether.NicPort;
import dev.holdover.model.layout.NicRing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The network controller between the host and the cable of a daughter slot (claim 9): it fetches frames from host
 * memory and stores what passes its filter there, by DMA over the card's link.
 *
 * <pre>
 * transmit: tail -> descriptor fetched -> frame fetched -> guard -> through the cable -> descriptor done -> INT_NIC
 * receive:  filter -> in the FIFO -> descriptor fetched -> frame stored -> descriptor done -> INT_NIC
 * </pre>
 *
 * One frame is under way in each direction. A frame that finds the FIFO full, or no descriptor, is counted in
 * ETH_MISSED. A reset disables it and clears its filter: when the card's gate shuts, when its slot changes sides or
 * loses its power, it neither sends nor receives until its driver has set it up anew. And it sends no frame that bears
 * an address which is another's now, see {@link SourceGuard}: a host that wakes up late is refused here, too.
 */
final class NicController implements DmaRequester, NicPort.Listener {
    private static final int MOST_FRAME = 1514;
    private static final int LEAST_FRAME = 14;
    private static final int FIFO = 16;
    private static final int ADDRESSES = 8;
    private static final long GROUP = 1L << 40;
    private static final int TX_DESCRIPTOR = 0;
    private static final int TX_DATA = 1;
    private static final int RX_DESCRIPTOR = 2;
    private static final DaughterRegister FIRST_MAC = DaughterRegister.ETH_MAC0;

    /** One of the two rings. */
    private static final class Ring {
        long base;
        int entries;
        int head;
        int tail;
        boolean busy;
        long address;
        int length;

        void begin(int its) {
            entries = its;
            head = 0;
            tail = 0;
            busy = false;
        }

        long at() {
            return base + (long) head * NicRing.DESCRIPTOR_BYTES;
        }

        void describe(byte[] from) {
            address = NicRing.address(from);
            length = NicRing.length(from);
        }
    }

    private final Bridge bridge;
    private final PcieLink link;
    private final SourceGuard guard;
    private final Ring tx = new Ring();
    private final Ring rx = new Ring();
    private final long[] addresses = new long[ADDRESSES];
    private final byte[] entry = new byte[NicRing.DESCRIPTOR_BYTES];
    private final byte[] frame = new byte[MOST_FRAME];
    private final byte[][] fifo = new byte[FIFO][MOST_FRAME];
    private final int[] fifoLengths = new int[FIFO];
    private int fifoHead;
    private int fifoCount;
    private @Nullable NicPort port;
    private long era;
    private long control;
    private long sizes;
    private long cause;
    private long missed;
    private long refused;
    private boolean fatal;
    private boolean sending;
    private int partsLeft;
    private boolean unmapped;

    NicController(Bridge bridge, PcieLink link) {
        this.bridge = bridge;
        this.link = link;
        this.guard = new SourceGuard(bridge);
    }

    /** The host drives this port from now on; null: none. */
    void drive(@Nullable NicPort now) {
        if (now == port) {
            return;
        }
        reset();
        port = now;
        if (now != null) {
            now.listen(this);
        }
    }

    /** As after a reset: disabled, with nothing in its filter. */
    void reset() {
        era++;
        control = 0;
        cause = 0;
        missed = 0;
        refused = 0;
        fatal = false;
        sending = false;
        fifoCount = 0;
        tx.busy = false;
        rx.busy = false;
        Arrays.fill(addresses, 0);
        if (port != null) {
            port.reset();
        }
    }

    /** Whether a network controller is there. */
    boolean answers() {
        return port != null;
    }

    long read(DaughterRegister register) {
        return switch (register) {
            case ETH_CTRL -> control;
            case ETH_STATUS -> {
                long value = DaughterField.ETH_LINK_UP.set(0, port != null && port.carrier() ? 1 : 0);
                yield DaughterField.ETH_FATAL.set(value, fatal ? 1 : 0);
            }
            case ETH_TX_BASE -> tx.base;
            case ETH_RX_BASE -> rx.base;
            case ETH_SIZES -> sizes;
            case ETH_TX_HEAD -> tx.head;
            case ETH_RX_HEAD -> rx.head;
            case ETH_CAUSE -> cause;
            case ETH_MISSED -> missed;
            case ETH_REFUSED -> refused;
            case ETH_ADDRESS -> port == null ? 0 : port.address();
            default -> isMac(register) ? addresses[register.ordinal() - FIRST_MAC.ordinal()] : 0;
        };
    }

    void write(DaughterRegister register, long value) {
        switch (register) {
            case ETH_CTRL -> control(value);
            case ETH_TX_BASE -> tx.base = value;
            case ETH_RX_BASE -> rx.base = value;
            case ETH_SIZES -> sizes = value;
            case ETH_TX_TAIL -> {
                if (working() && value < tx.entries) {
                    tx.tail = (int) value;
                    transmit();
                }
            }
            case ETH_RX_TAIL -> {
                if (working() && value < rx.entries) {
                    rx.tail = (int) value;
                    store();
                }
            }
            case ETH_CAUSE -> {
                cause &= ~value;
                if (cause != 0) {
                    bridge.interruptHost(Field.INT_NIC);
                }
            }
            default -> {
                if (isMac(register)) {
                    addresses[register.ordinal() - FIRST_MAC.ordinal()] = value;
                }
            }
        }
    }

    private static boolean isMac(DaughterRegister register) {
        int n = register.ordinal() - FIRST_MAC.ordinal();
        return n >= 0 && n < ADDRESSES;
    }

    private void control(long value) {
        boolean enable = DaughterField.ETH_EN.in(value);
        boolean was = DaughterField.ETH_EN.in(control);
        if (was && !enable) {
            reset();
        } else if (enable && !was) {
            tx.begin((int) DaughterField.ETH_SIZE_TX.get(sizes) + 1);
            rx.begin((int) DaughterField.ETH_SIZE_RX.get(sizes) + 1);
            fatal = tx.entries < 2 || rx.entries < 2;
        }
        control = value
                & (DaughterField.ETH_EN.mask()
                        | DaughterField.ETH_PROMISCUOUS.mask()
                        | DaughterField.ETH_MULTICAST.mask()
                        | DaughterField.ETH_BROADCAST.mask());
    }

    private boolean working() {
        return DaughterField.ETH_EN.in(control) && !fatal && port != null;
    }

    private void raise(DaughterField what) {
        cause |= what.mask();
        bridge.interruptHost(Field.INT_NIC);
    }

    private void fail() {
        fatal = true;
        bridge.note(Field.AER_UNSUPPORTED_REQUEST);
        raise(DaughterField.ETH_CAUSE_FATAL);
    }

    private long tag(int what, int part) {
        return era << 16 | (long) part << 8 | what;
    }

    @Override
    public void dmaRead(long tag, Completion how, byte[] data, int length) {
        if (tag >>> 16 != era) {
            return;
        }
        boolean good = how == Completion.SUCCESS;
        int what = (int) tag & 0xff;
        if (what == TX_DATA) {
            fetched((int) (tag >>> 8) & 0xff, good, data, length);
        } else if (!good) {
            fail();
        } else if (what == TX_DESCRIPTOR) {
            tx.describe(data);
            fetchFrame();
        } else if (what == RX_DESCRIPTOR) {
            rx.describe(data);
            storeFrame();
        }
    }

    // Transmit.

    private void transmit() {
        if (working() && !tx.busy && tx.head != tx.tail) {
            tx.busy = true;
            link.dmaRead(tx.at(), NicRing.DESCRIPTOR_BYTES, this, tag(TX_DESCRIPTOR, 0));
        }
    }

    private void fetchFrame() {
        if (tx.length < LEAST_FRAME || tx.length > MOST_FRAME) {
            sent(true);
            return;
        }
        int first = firstPart(tx.address, tx.length);
        partsLeft = first < tx.length ? 2 : 1;
        unmapped = false;
        boolean second = partsLeft == 2;
        link.dmaRead(tx.address, first, this, tag(TX_DATA, 0));
        if (second) {
            link.dmaRead(tx.address + first, tx.length - first, this, tag(TX_DATA, 1));
        }
    }

    /** No DMA crosses a page. */
    private static int firstPart(long address, int length) {
        return Math.min(length, PcieLink.MAX_DMA - (int) (address & PcieLink.MAX_DMA - 1));
    }

    private void fetched(int part, boolean good, byte[] from, int length) {
        unmapped |= !good;
        if (good) {
            System.arraycopy(from, 0, frame, part == 0 ? 0 : tx.length - length, length);
        }
        if (--partsLeft > 0) {
            return;
        }
        if (unmapped) {
            bridge.note(Field.AER_UNSUPPORTED_REQUEST);
            sent(true);
            return;
        }
        if (!guard.lets(frame, tx.length)) {
            refused++;
            sent(true);
        } else if (port != null && port.carrier()) {
            sending = true;
            port.send(frame, tx.length);
        } else {
            sent(true);
        }
    }

    @Override
    public void sent() {
        if (sending) {
            sending = false;
            sent(false);
        }
    }

    private void sent(boolean error) {
        finish(tx, tx.length, error);
        raise(DaughterField.ETH_CAUSE_TX);
        transmit();
    }

    private void finish(Ring ring, int length, boolean error) {
        NicRing.done(entry, length, error);
        link.dmaWrite(ring.at() + NicRing.STATUS_AT, entry, NicRing.STATUS_AT, NicRing.STATUS_BYTES);
        ring.head = (ring.head + 1) % ring.entries;
        ring.busy = false;
    }

    // Receive.

    @Override
    public boolean takes(long to) {
        return working() && passes(to);
    }

    @Override
    public void received(byte[] from, int length) {
        if (length < LEAST_FRAME || length > MOST_FRAME || !takes(Ether.to(from))) {
            return;
        }
        int descriptors = (rx.tail - rx.head + rx.entries) % rx.entries;
        if (fifoCount == FIFO || fifoCount >= descriptors) {
            missed++;
            raise(DaughterField.ETH_CAUSE_MISSED);
            return;
        }
        int at = (fifoHead + fifoCount++) % FIFO;
        System.arraycopy(from, 0, fifo[at], 0, length);
        fifoLengths[at] = length;
        store();
    }

    private boolean passes(long to) {
        if (DaughterField.ETH_PROMISCUOUS.in(control)) {
            return true;
        }
        if (to == Ether.BROADCAST) {
            return DaughterField.ETH_BROADCAST.in(control);
        }
        if ((to & GROUP) != 0) {
            return DaughterField.ETH_MULTICAST.in(control);
        }
        for (long each : addresses) {
            if (DaughterField.ETH_MAC_VALID.in(each) && DaughterField.ETH_MAC_ADDRESS.get(each) == to) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void carrierChanged() {
        if (working()) {
            raise(DaughterField.ETH_CAUSE_LINK);
        }
    }

    private void store() {
        if (working() && !rx.busy && fifoCount > 0 && rx.head != rx.tail) {
            rx.busy = true;
            link.dmaRead(rx.at(), NicRing.DESCRIPTOR_BYTES, this, tag(RX_DESCRIPTOR, 0));
        }
    }

    private void storeFrame() {
        byte[] from = fifo[fifoHead];
        int length = fifoLengths[fifoHead];
        fifoHead = (fifoHead + 1) % FIFO;
        fifoCount--;
        boolean fits = length <= rx.length && link.maps(rx.address, length);
        if (fits) {
            int first = firstPart(rx.address, length);
            link.dmaWrite(rx.address, from, 0, first);
            if (first < length) {
                link.dmaWrite(rx.address + first, from, first, length - first);
            }
        }
        finish(rx, fits ? length : 0, !fits);
        raise(DaughterField.ETH_CAUSE_RX);
        store();
    }
}
