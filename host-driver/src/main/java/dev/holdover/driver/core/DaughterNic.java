package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.layout.NicRing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network controller in a daughter slot that this host drives (claim 9). Nothing waits: a frame that was taken has a
 * ticket, {@link DaughterNicListener#sent} tells how it ended, and {@link DaughterNicListener#received} gives what
 * came.
 *
 * <pre>
 * IDLE  -> READY  the slot is ours, the controller answers, both rings are set up and the filter programmed
 * READY -> IDLE   the card's gate shut, the slot was handed over, or the controller wants a reset: what is open is
 *                 UNKNOWN, and the next step begins again
 * READY -> GONE   the slot is ours and nothing answers: what is open is GONE
 * GONE  -> READY  it is there again, or another one is
 * </pre>
 *
 * The filter is what the host wants, and is programmed anew each time that the controller becomes READY: the address
 * that its maker gave it, those of {@link #addAddress}, and broadcasts, unless told otherwise. A frame that has not
 * left within {@link #TIMEOUT_NS} makes the controller be reset, as a kernel's transmit watchdog does.
 *
 * <p>The addresses of personalities are taken over with {@link #moveAddress}: the driver then announces and answers
 * for each as long as the card says that it is this host's, and the controller sends no frame that bears one which is
 * not.
 *
 * <p>The first page of its DMA memory holds the two rings, of {@link NicRing}'s descriptors; behind it each descriptor
 * has half a page for its frame. In the steady state nothing is allocated.
 */
public final class DaughterNic extends DaughterDriver {
    /** Frames that it takes before the first of them has ended. */
    public static final int DEPTH = 63;

    /** The most bytes of a frame: addresses, type and 1500 bytes. */
    public static final int MAX_FRAME = 1514;

    /** The least: addresses and type. The controller pads what is shorter than Ethernet's 60. */
    public static final int MIN_FRAME = 14;

    /** After which a frame that was not sent makes the controller be reset. */
    public static final long TIMEOUT_NS = 1_000_000_000;

    /** Returned when a frame was not taken; try again after {@code sent} or {@link DaughterNicListener#ready}. */
    public static final long BUSY = 0;

    /** Addresses that the filter can hold. */
    private static final int ADDRESSES = 8;

    private static final int ENTRIES = DEPTH + 1;
    private static final int RX_RING_AT = 2048;
    private static final int ROOM = 2048;
    private static final int TX_DATA_AT = 4096;
    private static final int RX_DATA_AT = TX_DATA_AT + ENTRIES * ROOM;
    private static final int MEMORY = RX_DATA_AT + ENTRIES * ROOM;
    private static final DaughterRegister[] MACS = {
        DaughterRegister.ETH_MAC0, DaughterRegister.ETH_MAC1, DaughterRegister.ETH_MAC2, DaughterRegister.ETH_MAC3,
        DaughterRegister.ETH_MAC4, DaughterRegister.ETH_MAC5, DaughterRegister.ETH_MAC6, DaughterRegister.ETH_MAC7
    };

    private final DeviceAccess device;
    private final DaughterNicListener listener;
    private final NicAddresses windows;
    private final byte[] entry = new byte[NicRing.DESCRIPTOR_BYTES];
    private final byte[] frame = new byte[MAX_FRAME];
    private final long[] addresses = new long[ADDRESSES];
    private final long[] deadlinesNs = new long[ENTRIES];
    private @Nullable DmaBuffer memory;
    private long own;
    private long filter = DaughterField.ETH_BROADCAST.mask();
    private long nextTicket = 1;
    private long firstTicket = 1;
    private int txTail;
    private int rxHead;
    private boolean linkUp;
    private long missedBefore;
    private long missedNow;
    private long sendErrors;
    private long receiveErrors;

    DaughterNic(int slot, DeviceAccess device, CardRegisters card, DaughterNicListener listener) {
        super(slot, device);
        this.device = device;
        this.listener = listener;
        this.windows = new NicAddresses(card, this);
    }

    /** Whether the cable has a carrier, as it was last told. */
    public boolean linkUp() {
        return ready() && linkUp;
    }

    /** The address that the controller's maker gave it, in the low 48 bits; zero: it was never ready. */
    public long address() {
        return own;
    }

    /** Frames lost for want of room since the driver began. */
    public long missed() {
        return missedBefore + missedNow;
    }

    /** Frames that ended as NOT_SENT since the driver began. */
    public long sendErrors() {
        return sendErrors;
    }

    /** Frames that came and could not be stored, since the driver began. */
    public long receiveErrors() {
        return receiveErrors;
    }

    /**
     * Sends a frame; the bytes are copied before it returns. It bears whichever source address the caller wrote.
     *
     * @param from holds the frame, from its destination address on, without its check sequence
     * @return a ticket, or {@link #BUSY}
     * @throws IllegalArgumentException if {@code length} is not {@link #MIN_FRAME} to {@link #MAX_FRAME}
     */
    public long send(byte[] from, int at, int length) {
        if (length < MIN_FRAME || length > MAX_FRAME) {
            throw new IllegalArgumentException("frame of " + length + " bytes: must be 14 to " + MAX_FRAME);
        }
        Objects.checkFromIndexSize(at, length, from.length);
        if (!ready() || nextTicket - firstTicket >= DEPTH) {
            return BUSY;
        }
        DmaBuffer to = memory();
        to.write(TX_DATA_AT + txTail * ROOM, from, at, length);
        NicRing.descriptor(entry, to.busAddress() + TX_DATA_AT + (long) txTail * ROOM, length);
        to.write(txTail * NicRing.DESCRIPTOR_BYTES, entry, 0, NicRing.DESCRIPTOR_BYTES);
        deadlinesNs[txTail] = nowNs() + TIMEOUT_NS;
        txTail = (txTail + 1) % ENTRIES;
        write(DaughterRegister.ETH_TX_TAIL, txTail);
        return nextTicket++;
    }

    /**
     * Lets frames to another unicast address of the host's own pass.
     *
     * @return false: the filter holds as many as it can
     */
    public boolean addAddress(long mac) {
        // The first place is its maker's.
        int free = 0;
        for (int i = ADDRESSES - 1; i > 0; i--) {
            if (addresses[i] == valid(mac)) {
                return true;
            }
            free = addresses[i] == 0 ? i : free;
        }
        if (free > 0) {
            program(free, valid(mac));
        }
        return free > 0;
    }

    /** Lets them pass no longer. */
    public void removeAddress(long mac) {
        for (int i = 1; i < ADDRESSES; i++) {
            if (addresses[i] == valid(mac)) {
                program(i, 0);
            }
        }
    }

    /** Whether frames to all stations pass; they do unless told otherwise. */
    public void broadcast(boolean pass) {
        filter(DaughterField.ETH_BROADCAST, pass);
    }

    /** Whether frames to groups pass. */
    public void multicast(boolean pass) {
        filter(DaughterField.ETH_MULTICAST, pass);
    }

    /** Whether every frame passes. */
    public void promiscuous(boolean pass) {
        filter(DaughterField.ETH_PROMISCUOUS, pass);
    }

    /**
     * Takes the address of a window over, now or as soon as the card has armed it for this host: frames to its MAC
     * address pass, it is announced by gratuitous ARP (five at once, again after 1 s and after 5 s), and ARP requests
     * for it are answered. When the card withdraws it all that ends, and begins anew if it is armed again. {@link
     * DaughterNicListener#addressTaken} tells of each time.
     *
     * @param window as in {@link DriverListener#owns}
     */
    public void moveAddress(int window) {
        windows.want(window, true);
        if (ready()) {
            windows.follow(nowNs());
        }
    }

    /** Lets go of a window's address: another network controller, or nobody, is to bear it. */
    public void dropAddress(int window) {
        windows.want(window, false);
        if (ready()) {
            windows.follow(nowNs());
        }
    }

    /** The window whose address it bears with this MAC address now; -1: none. */
    public int windowOf(long mac) {
        return windows.windowOf(mac);
    }

    DaughterNicListener listener() {
        return listener;
    }

    private static long valid(long mac) {
        return DaughterField.ETH_MAC_VALID.set(mac, 1);
    }

    private void program(int place, long value) {
        addresses[place] = value;
        if (ready()) {
            write(MACS[place], value);
        }
    }

    private void filter(DaughterField field, boolean pass) {
        filter = field.set(filter, pass ? 1 : 0);
        if (ready()) {
            write(DaughterRegister.ETH_CTRL, filter | DaughterField.ETH_EN.mask());
        }
    }

    private DmaBuffer memory() {
        return Objects.requireNonNull(memory);
    }

    // What the driver core does.

    @Override
    void serve() {
        look();
    }

    @Override
    void stepped() {
        windows.follow(nowNs());
    }

    /** A window, or the gate, has changed hands. */
    void windowsMoved(long now) {
        now(now);
        if (ready()) {
            windows.follow(now);
        }
    }

    @Override
    void gone() {
        listener.gone();
    }

    @Override
    void lost(boolean gone) {
        NicOutcome outcome = gone ? NicOutcome.GONE : NicOutcome.UNKNOWN;
        missedBefore += missedNow;
        missedNow = 0;
        windows.loseAll();
        while (firstTicket < nextTicket) {
            listener.sent(firstTicket++, outcome);
        }
    }

    @Override
    boolean setUp() {
        if (memory == null) {
            memory = device.dma(MEMORY);
        }
        write(DaughterRegister.ETH_CTRL, 0);
        for (int i = 0; i < ENTRIES; i++) {
            giveRoom(i);
        }
        long made = read(DaughterRegister.ETH_ADDRESS);
        addresses[0] = valid(made);
        for (int i = 0; i < ADDRESSES; i++) {
            write(MACS[i], addresses[i]);
        }
        long sizes = DaughterField.ETH_SIZE_TX.set(0, ENTRIES - 1);
        write(DaughterRegister.ETH_SIZES, DaughterField.ETH_SIZE_RX.set(sizes, ENTRIES - 1));
        write(DaughterRegister.ETH_TX_BASE, memory.busAddress());
        write(DaughterRegister.ETH_RX_BASE, memory.busAddress() + RX_RING_AT);
        write(DaughterRegister.ETH_CTRL, filter | DaughterField.ETH_EN.mask());
        write(DaughterRegister.ETH_RX_TAIL, ENTRIES - 1);
        txTail = 0;
        rxHead = 0;
        missedNow = 0;
        long control = read(DaughterRegister.ETH_CTRL);
        long status = read(DaughterRegister.ETH_STATUS);
        if (control == CardRegisters.ALL_ONES
                || status == CardRegisters.ALL_ONES
                || !DaughterField.ETH_EN.in(control)
                || DaughterField.ETH_FATAL.in(status)) {
            return false;
        }
        own = made;
        linkUp = DaughterField.ETH_LINK_UP.in(status);
        return true;
    }

    @Override
    void started() {
        listener.ready();
        listener.link(linkUp);
    }

    private void giveRoom(int place) {
        NicRing.descriptor(entry, memory().busAddress() + RX_DATA_AT + (long) place * ROOM, ROOM);
        memory().write(RX_RING_AT + place * NicRing.DESCRIPTOR_BYTES, entry, 0, NicRing.DESCRIPTOR_BYTES);
    }

    /**
     * Looks at all that may have happened. The causes are cleared first: what comes later interrupts again, and the
     * read of the status comes back behind all that was stored in memory for what came before.
     */
    @Override
    void look() {
        long causes = read(DaughterRegister.ETH_CAUSE);
        if (causes != 0 && causes != CardRegisters.ALL_ONES) {
            write(DaughterRegister.ETH_CAUSE, causes);
        }
        long status = read(DaughterRegister.ETH_STATUS);
        boolean mute = causes == CardRegisters.ALL_ONES || status == CardRegisters.ALL_ONES;
        silent(mute);
        if (!mute) {
            reapSent();
            reapReceived();
            follow(causes, status);
        }
    }

    private void follow(long causes, long status) {
        boolean up = DaughterField.ETH_LINK_UP.in(status);
        if (up != linkUp) {
            linkUp = up;
            listener.link(up);
        }
        if (DaughterField.ETH_CAUSE_MISSED.in(causes)) {
            long missed = read(DaughterRegister.ETH_MISSED);
            if (missed != CardRegisters.ALL_ONES && missed > missedNow) {
                long more = missed - missedNow;
                missedNow = missed;
                listener.missed(more);
            }
        }
        boolean late = firstTicket < nextTicket && nowNs() >= deadlinesNs[oldest()];
        if (late || DaughterField.ETH_FATAL.in(status)) {
            write(DaughterRegister.ETH_CTRL, 0);
            stop();
        }
    }

    private int oldest() {
        return (txTail + ENTRIES - (int) (nextTicket - firstTicket)) % ENTRIES;
    }

    private void reapSent() {
        while (firstTicket < nextTicket) {
            int at = oldest() * NicRing.DESCRIPTOR_BYTES;
            memory().read(at, entry, 0, NicRing.DESCRIPTOR_BYTES);
            if (!NicRing.done(entry)) {
                break;
            }
            boolean error = NicRing.error(entry);
            sendErrors += error ? 1 : 0;
            listener.sent(firstTicket++, error ? NicOutcome.NOT_SENT : NicOutcome.SENT);
        }
    }

    private void reapReceived() {
        boolean any = false;
        // Ends: no more than the whole ring can be done before its tail moves.
        while (true) {
            memory().read(RX_RING_AT + rxHead * NicRing.DESCRIPTOR_BYTES, entry, 0, NicRing.DESCRIPTOR_BYTES);
            int length = NicRing.length(entry);
            if (!NicRing.done(entry)) {
                break;
            }
            boolean good = !NicRing.error(entry) && length >= MIN_FRAME && length <= MAX_FRAME;
            if (good) {
                memory().read(RX_DATA_AT + rxHead * ROOM, frame, 0, length);
            }
            giveRoom(rxHead);
            rxHead = (rxHead + 1) % ENTRIES;
            any = true;
            receiveErrors += good ? 0 : 1;
            if (good && !windows.answered(frame, length)) {
                listener.received(frame, length);
            }
        }
        if (any) {
            write(DaughterRegister.ETH_RX_TAIL, (rxHead + ENTRIES - 1) % ENTRIES);
        }
    }
}
