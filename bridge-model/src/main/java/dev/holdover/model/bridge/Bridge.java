package dev.holdover.model.bridge;

import static dev.holdover.model.contract.Register.GATE_CTRL;
import static dev.holdover.model.contract.Register.HOST_GATE_CTRL;

import dev.holdover.model.bus.Completer;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.Nvram;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The non-transparent bridge: between the host's PCIe link and the card's inside, a firewall in both
 * directions (claims 5 to 7).
 *
 * <p>Through the <em>card's gate</em> (GATE_CTRL) the firmware decides what the host may reach;
 * through the <em>host's gate</em> (HOST_GATE_CTRL) the driver decides what the firmware may reach:
 * the NVRAM, the host's interrupts, and the card's gate itself. A refused write is dropped, a refused
 * read ends by Completer Abort with all ones; both are counted, and the first is kept. What nothing answers,
 * or not at that width, is an Unsupported Request: a read gives all ones, a write vanishes, and AER_STATUS has it.
 *
 * <p>The NVRAM is in one hand when it changes hands: when the host opens its gate again, the card's
 * gate shuts by itself, and the host must prove its health like after any other failure.
 */
public final class Bridge implements Completer {
    /** BAR of the registers. */
    public static final int CONTROL_BAR = Bar.CONTROL;

    /** BAR of the MSI-X table and its pending bits. */
    public static final int MSIX_BAR = Bar.MSIX;

    /** BAR of the NVRAM's windows. */
    public static final int NVRAM_BAR = Bar.NVRAM;

    /** BAR of the daughter slots' pages. */
    public static final int DAUGHTER_BAR = Bar.DAUGHTER;

    private static final int ALL_WINDOWS = 0xff;
    private static final long REFUSED = -1;
    private static final long NOWHERE = -2;

    private final RegisterFile registers = new RegisterFile();
    private final Nvram nvram;
    private final BridgeListener listener;
    private final MsiX interrupts;
    private final NvramLayout layout;
    private final int strideShift;
    private final int slots;
    private final byte[] word = new byte[8];
    private final DaughterBar daughters = new DaughterBar();
    private final Map<Block, Peripheral> devices = new EnumMap<>(Block.class);

    public Bridge(Nvram nvram, NvramLayout layout, BridgeListener listener) {
        this.nvram = nvram;
        this.listener = listener;
        this.layout = layout;
        this.strideShift = Long.numberOfTrailingZeros(layout.windowStride());
        this.slots = layout.slots();
        this.interrupts = new MsiX(registers, this::message);
        reset();
    }

    /** The device behind a block of the processor's own registers. */
    public void attach(Block block, Peripheral device) {
        devices.put(block, device);
    }

    /** What is in the daughter slots, as the host reaches it. */
    public void attach(DaughterPages pages) {
        daughters.attach(pages);
    }

    /** Every register as after power-on: the card's gate is shut, all interrupts are masked. */
    public void reset() {
        registers.reset();
        interrupts.reset();
        long caps = Field.CAPS_NVRAM.mask()
                | Field.CAPS_GATES.mask()
                | Field.CAPS_WATCHDOG.mask()
                | Field.CAPS_MSIX.mask()
                | Field.CAPS_MAILBOX.mask();
        caps = Field.CAPS_WINDOWS.set(caps, slots);
        registers.set(Register.CAPS, Field.CAPS_STRIDE_LOG2.set(caps, strideShift));
        registers.set(Register.MEM_SIZE, nvram.size());
    }

    // The host's side.

    @Override
    public void write(int bar, long offset, byte[] from, int at, int length) {
        switch (bar) {
            case CONTROL_BAR -> {
                int place = RegisterFile.place(offset, length);
                if (place >= 0 && admits(bar, offset, true, RegisterFile.register(place))) {
                    long value = length == 4 ? Words.getInt(from, at) & 0xffff_ffffL : Words.getLong(from, at);
                    hostWrites(RegisterFile.register(place), RegisterFile.element(place), value);
                } else if (place < 0) {
                    note(Field.AER_UNSUPPORTED_REQUEST);
                }
            }
            case MSIX_BAR -> interrupts.write(offset, from, at, length);
            case NVRAM_BAR -> {
                long address = translate(offset, length, true);
                if (address >= 0) {
                    nvram.putFromHost(address, from, at, length);
                } else if (address == NOWHERE) {
                    note(Field.AER_UNSUPPORTED_REQUEST);
                }
            }
            case DAUGHTER_BAR -> {
                switch (daughters.way(offset, length, cardGateShut())) {
                    case THROUGH ->
                        daughters.write(
                                offset,
                                length,
                                length == 4 ? Words.getInt(from, at) & 0xffff_ffffL : Words.getLong(from, at));
                    case REFUSED -> miss(bar, offset, true, Side.HOST);
                    case NOWHERE -> note(Field.AER_UNSUPPORTED_REQUEST);
                }
            }
            default -> note(Field.AER_UNSUPPORTED_REQUEST);
        }
    }

    @Override
    public Completion read(int bar, long offset, byte[] into, int at, int length) {
        switch (bar) {
            case CONTROL_BAR -> {
                int place = RegisterFile.place(offset, length);
                if (place >= 0) {
                    if (!admits(bar, offset, false, RegisterFile.register(place))) {
                        return refused(into, at, length, Completion.COMPLETER_ABORT);
                    }
                    long value = hostReads(RegisterFile.register(place), RegisterFile.element(place));
                    Words.putLong(word, 0, value);
                    System.arraycopy(word, 0, into, at, length);
                    return Completion.SUCCESS;
                }
            }
            case MSIX_BAR -> {
                if (interrupts.read(offset, into, at, length)) {
                    return Completion.SUCCESS;
                }
            }
            case NVRAM_BAR -> {
                long address = translate(offset, length, false);
                if (address >= 0) {
                    return readNvram(address, into, at, length);
                }
                if (address == REFUSED) {
                    return refused(into, at, length, Completion.COMPLETER_ABORT);
                }
            }
            case DAUGHTER_BAR -> {
                switch (daughters.way(offset, length, cardGateShut())) {
                    case THROUGH -> {
                        Words.putLong(word, 0, daughters.read(offset, length));
                        System.arraycopy(word, 0, into, at, length);
                        return Completion.SUCCESS;
                    }
                    case REFUSED -> {
                        miss(bar, offset, false, Side.HOST);
                        return refused(into, at, length, Completion.COMPLETER_ABORT);
                    }
                    case NOWHERE -> {
                        // Falls out as an Unsupported Request.
                    }
                }
            }
            default -> {
                // Falls out as an Unsupported Request.
            }
        }
        return refused(into, at, length, Completion.UNSUPPORTED_REQUEST);
    }

    private Completion readNvram(long address, byte[] into, int at, int length) {
        if (!nvram.flawed()) {
            nvram.get(address, into, at, length);
            return Completion.SUCCESS;
        }
        boolean poison = nvram.check(address, length) >= 0;
        nvram.load(address, into, at, length);
        return poison ? Completion.POISONED : Completion.SUCCESS;
    }

    private Completion refused(byte[] into, int at, int length, Completion how) {
        note(how == Completion.COMPLETER_ABORT ? Field.AER_COMPLETER_ABORT : Field.AER_UNSUPPORTED_REQUEST);
        Arrays.fill(into, at, at + length, (byte) 0xff);
        return how;
    }

    /** Notes an uncorrectable error in AER_STATUS. */
    public void note(Field error) {
        registers.set(Register.AER_STATUS, registers.get(Register.AER_STATUS) | error.mask());
    }

    /** The NVRAM address behind an offset of BAR2, or a negative number. */
    private long translate(long offset, int length, boolean write) {
        if (offset < 0 || offset >>> strideShift >= Register.WINDOW_LIMIT.count()) {
            return NOWHERE;
        }
        int window = (int) (offset >>> strideShift);
        long within = offset & (1L << strideShift) - 1;
        if (within + length > registers.get(Register.WINDOW_LIMIT, window)) {
            return NOWHERE;
        }
        if (!windowOpen(window)) {
            miss(NVRAM_BAR, offset, write, Side.HOST);
            return REFUSED;
        }
        if (misplaced(window)) {
            closeWindow(window);
            listener.processorInterrupt(Field.PROC_WINDOW);
            return NOWHERE;
        }
        return layout.slot(window) + within;
    }

    /**
     * Whether a window would show other memory than its slot's: a number too low, by a fault of the firmware or of
     * the register, and a host that stays within its window writes over the superblock or over somebody else.
     */
    private boolean misplaced(int window) {
        return window >= slots
                || registers.get(Register.WINDOW_XLAT, window) != layout.slot(window)
                || registers.get(Register.WINDOW_LIMIT, window) > layout.windowBytes();
    }

    private boolean admits(int bar, long offset, boolean write, Register register) {
        if (!cardGateShut() || register.throughGate()) {
            return true;
        }
        miss(bar, offset, write, Side.HOST);
        return false;
    }

    private long hostReads(Register register, int n) {
        listener.refresh(register);
        return switch (register) {
            case LIVENESS -> ~registers.get(register, Side.HOST) & 0xffff_ffffL;
            case INT_MASK_CLR -> interrupts.mask();
            case PEER_DB -> 0;
            case MEMORY_INITIALIZED -> nvram.marked() ? Field.MEMORY_IS_INITIALIZED.mask() : 0;
            case SEMAPHORE -> takeSemaphore();
            default -> registers.read(register, n, Side.HOST);
        };
    }

    private void hostWrites(Register register, int n, long value) {
        switch (register) {
            case INT_MASK_SET -> interrupts.mask(value);
            case INT_MASK_CLR -> interrupts.unmask(value);
            case INT_RAISE -> interrupts.raise(value);
            case INT_CAUSE, INT_ACK -> interrupts.acknowledge(value);
            case RESET_CTRL -> {
                if (value == Field.RESET_COMMAND) {
                    listener.processorReset();
                }
            }
            case HEARTBEAT -> {
                registers.write(register, n, Side.HOST, value);
                listener.heartbeat();
            }
            case HOST_GATE_CTRL -> moveHostGate(Field.HOST_GATE_SHUT.in(value));
            case PANIC -> {
                registers.write(register, n, Side.HOST, value);
                listener.processorInterrupt(Field.PROC_PANIC);
            }
            case NV_FUNC_CMD, NV_ARM_CMD -> {
                registers.write(register, n, Side.HOST, value);
                listener.processorInterrupt(Field.PROC_NV);
            }
            case FW_CMD -> {
                registers.write(register, n, Side.HOST, value);
                listener.processorInterrupt(Field.PROC_UPDATE);
            }
            case DAUGHTER_CTRL -> listener.daughterOrdered(n, value, Side.HOST);
            case MEMORY_INITIALIZED -> nvram.mark(Field.MEMORY_IS_INITIALIZED.in(value));
            case PEER_DB -> ring(Side.CARD, value);
            case MBOX_SEND -> deliver(Side.CARD, value);
            case ES_TEST -> listener.energyWritten(register, value);
            case EDC_CTRL, INJECT_DATA -> {
                registers.write(register, n, Side.HOST, value);
                listener.eccWritten(register, value);
            }
            default -> registers.write(register, n, Side.HOST, value);
        }
    }

    // The card's side.

    /** A read of the firmware. */
    public long cardRead(Register register, int n) {
        listener.refresh(register);
        Peripheral device = devices.get(register.block());
        if (device != null) {
            device.refresh(register);
        }
        return switch (register) {
            case LIVENESS -> ~registers.get(register, Side.CARD) & 0xffff_ffffL;
            case PEER_DB -> 0;
            case MEMORY_INITIALIZED -> nvram.marked() ? Field.MEMORY_IS_INITIALIZED.mask() : 0;
            case SEMAPHORE -> takeSemaphore();
            default -> registers.read(register, n, Side.CARD);
        };
    }

    /** A write of the firmware. Behind the host's shut gate, windows, addresses and the card's gate are the host's. */
    public void cardWrite(Register register, int n, long value) {
        switch (register) {
            case GATE_CTRL, WINDOW_LIMIT, WINDOW_XLAT -> {
                if (admitsControl(register, n)) {
                    registers.write(register, n, Side.CARD, register == GATE_CTRL ? leased(value) : value);
                    gatesMoved();
                }
            }
            case ADDR_CTRL, ADDR_IPV4, ADDR_MAC -> {
                if (admitsControl(register, n)) {
                    registers.write(register, n, Side.CARD, value);
                    listener.addressesMoved();
                }
            }
            case DAUGHTER_CTRL -> {
                if (admitsControl(register, n)) {
                    listener.daughterOrdered(n, value, Side.CARD);
                }
            }
            case INT_RAISE -> interrupts.raise(hostGateShut() ? value & ~MsiX.PASSING : value);
            case LEASE_US -> {
                registers.write(register, n, Side.CARD, value);
                listener.leaseWritten(n, value & 0xffff_ffffL);
            }
            case ES_TEST, POWER_CTRL -> listener.energyWritten(register, value);
            case PEER_DB -> ring(Side.HOST, value);
            case MBOX_SEND -> deliver(Side.HOST, value);
            case BOOT_STATE -> {
                registers.write(register, n, Side.CARD, value);
                interrupts.raise(Field.INT_BOOT.mask());
            }
            case BOOT_CONFIRM -> listener.bootConfirmed();
            default -> {
                registers.write(register, n, Side.CARD, value);
                if (register.block() == Block.ECC) {
                    listener.eccWritten(register, value);
                }
                Peripheral device = devices.get(register.block());
                if (device != null) {
                    device.written(register, value);
                }
                if (register.block() == Block.WATCHDOG && register != Register.PANIC) {
                    listener.watchdogWritten(register, value);
                }
            }
        }
    }

    private boolean admitsControl(Register register, int n) {
        if (hostGateShut()) {
            miss(CONTROL_BAR, register.offset(n), true, Side.CARD);
            return false;
        }
        return true;
    }

    /** Whether the firmware may touch the NVRAM now; if not, the attempt is counted. */
    public boolean admitsCard(long address, boolean write) {
        if (!hostGateShut()) {
            return true;
        }
        miss(NVRAM_BAR, address, write, Side.CARD);
        return false;
    }

    // The hardware's own side.

    /** The value of a register, as the hardware holds it for {@code side}. */
    public long peek(Register register, Side side) {
        return registers.get(register, side);
    }

    /** One element of a register, as the hardware holds it. */
    public long peek(Register register, int n) {
        return registers.get(register, n);
    }

    /** Sets one element of a register that the hardware drives. */
    public void poke(Register register, int n, long value) {
        registers.set(register, n, value);
    }

    /** Sets a register that the hardware drives. */
    public void poke(Register register, long value) {
        registers.set(register, value);
    }

    /** Sets what one side sees of a register that both have a copy of. */
    public void poke(Register register, Side side, long value) {
        registers.set(register, side, value);
    }

    /** Raises causes towards the host. */
    public void interruptHost(Field cause) {
        interrupts.raise(cause.mask());
    }

    /** Closes one window and withdraws its address, in whichever hand the NVRAM is. */
    public void closeWindow(int window) {
        long gates = registers.get(GATE_CTRL);
        long open = Field.GATE_WINDOWS.get(gates);
        if ((open >>> window & 1) != 0) {
            registers.set(GATE_CTRL, Field.GATE_WINDOWS.set(gates, open & ~(1L << window)));
            gatesMoved();
            withdrawAddresses(1 << window);
        }
    }

    /**
     * Shuts the card's gate and withdraws every address, as every reset of the processor does unless the
     * host holds the NVRAM.
     */
    public void shutCardGate() {
        registers.set(GATE_CTRL, Field.GATE_SHUT.mask());
        gatesMoved();
        withdrawAddresses(ALL_WINDOWS);
    }

    /** Whether the host's network ports answer for the address of {@code window}: armed, and its window open. */
    public boolean answers(int window) {
        return (armedAddresses() >>> window & 1) != 0 && windowOpen(window);
    }

    /** A bit for each window whose address is armed. */
    public int armedAddresses() {
        return (int) Field.ADDR_ARMED.get(registers.get(Register.ADDR_CTRL));
    }

    /** IPv4 address of {@code window}, first byte highest. */
    public int ipv4(int window) {
        return (int) registers.get(Register.ADDR_IPV4, window);
    }

    /** MAC address of {@code window}, in the low 48 bits. */
    public long mac(int window) {
        return registers.get(Register.ADDR_MAC, window);
    }

    private void withdrawAddresses(int which) {
        int armed = armedAddresses();
        if ((armed & which) != 0) {
            registers.set(Register.ADDR_CTRL, Field.ADDR_ARMED.set(0, armed & ~which));
            listener.addressesMoved();
        }
    }

    /** The host is gone: its gate falls open, and the card's gate shuts first. */
    public void releaseHostGate() {
        if (hostGateShut()) {
            moveHostGate(false);
        }
    }

    public boolean cardGateShut() {
        return Field.GATE_SHUT.in(registers.get(GATE_CTRL));
    }

    public boolean hostGateShut() {
        return Field.HOST_GATE_SHUT.in(registers.get(HOST_GATE_CTRL));
    }

    /** Whether the host reaches window {@code window}. */
    public boolean windowOpen(int window) {
        long gates = registers.get(GATE_CTRL);
        return !Field.GATE_SHUT.in(gates) && (Field.GATE_WINDOWS.get(gates) >>> window & 1) != 0;
    }

    /** A gate value without the windows whose lease has run out. */
    private long leased(long gates) {
        long windows = Field.GATE_WINDOWS.get(gates);
        for (int window = 0; window < slots; window++) {
            if (listener.leaseExpired(window)) {
                windows &= ~(1L << window);
            }
        }
        return Field.GATE_WINDOWS.set(gates, windows);
    }

    private void moveHostGate(boolean shut) {
        if (shut == hostGateShut()) {
            return;
        }
        if (!shut) {
            registers.set(GATE_CTRL, Field.GATE_SHUT.mask());
        }
        registers.set(HOST_GATE_CTRL, shut ? Field.HOST_GATE_SHUT.mask() : 0);
        showGates();
        if (!shut) {
            withdrawAddresses(ALL_WINDOWS);
            interrupts.resend(Field.INT_GATE.mask());
        }
        listener.processorInterrupt(Field.PROC_HOST_GATE);
    }

    private void gatesMoved() {
        showGates();
        interrupts.raise(Field.INT_GATE.mask());
    }

    private void showGates() {
        long status = Field.STATUS_CARD_GATE.set(0, cardGateShut() ? 1 : 0);
        status = Field.STATUS_HOST_GATE.set(status, hostGateShut() ? 1 : 0);
        status = Field.STATUS_WINDOWS.set(status, Field.GATE_WINDOWS.get(registers.get(GATE_CTRL)));
        registers.set(Register.GATE_STATUS, status);
        listener.gatesMoved();
    }

    private void miss(int bar, long offset, boolean write, Side by) {
        Register counter = by == Side.HOST ? Register.MISS_COUNT : Register.HOST_MISS_COUNT;
        registers.set(counter, (registers.get(counter) + 1) & 0xffff_ffffL);
        long info = registers.get(Register.FIRST_MISS_INFO);
        if (!Field.MISS_VALID.in(info)) {
            info = Field.MISS_VALID.mask();
            info = Field.MISS_WRITE.set(info, write ? 1 : 0);
            info = Field.MISS_BY_CARD.set(info, by == Side.CARD ? 1 : 0);
            registers.set(Register.FIRST_MISS_INFO, Field.MISS_BAR.set(info, bar));
            registers.set(Register.FIRST_MISS_ADDR, offset);
        }
    }

    private void ring(Side to, long bits) {
        registers.set(Register.DB, to, registers.get(Register.DB, to) | bits & 0xffff_ffffL);
        if ((bits & ~registers.get(Register.DB_MASK, to)) != 0) {
            if (to == Side.CARD) {
                listener.processorInterrupt(Field.PROC_DOORBELL);
            } else {
                interrupts.raise(Field.INT_DOORBELL.mask());
            }
        }
    }

    private void deliver(Side to, long message) {
        registers.set(Register.MBOX_RECV, to, message);
        registers.set(Register.MBOX_STATUS, to, registers.get(Register.MBOX_STATUS, to) | Field.MBOX_RECEIVED.mask());
        if (to == Side.CARD) {
            listener.processorInterrupt(Field.PROC_MAILBOX);
        } else {
            interrupts.raise(Field.INT_MAILBOX.mask());
        }
    }

    private long takeSemaphore() {
        long held = registers.get(Register.SEMAPHORE);
        registers.set(Register.SEMAPHORE, 1);
        return held;
    }

    /** Behind the host's shut gate only what the host itself drives may interrupt it. */
    private void message(long address, int data, boolean fromHosts) {
        if (hostGateShut() && !fromHosts) {
            miss(NVRAM_BAR, address, true, Side.CARD);
        } else {
            listener.message(address, data);
        }
    }
}
