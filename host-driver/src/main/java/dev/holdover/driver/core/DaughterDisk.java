package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.NvmeStatus;
import dev.holdover.model.layout.NvmeQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A disk in a daughter slot that this host drives (claim 10). Nothing waits: a command that was taken has a ticket, and
 * {@link DaughterDiskListener#completed} tells how it ended.
 *
 * <pre>
 * IDLE  -> READY  the slot is ours, the disk answers and its controller is ready
 * READY -> IDLE   the card's gate shut, the slot was handed over, or the controller wants a reset: what is open is
 *                 UNKNOWN, and the next step begins again
 * READY -> GONE   the slot is ours and nothing answers: what is open is GONE
 * GONE  -> READY  it is there again, or another one is
 * </pre>
 *
 * A command that is not answered within {@link #TIMEOUT_NS} makes the controller be reset. The first 8 KiB of
 * DMA memory hold the queues; behind them each command has room for its data.
 */
public final class DaughterDisk extends DaughterDriver {
    /** Commands that it takes before the first of them has ended. */
    public static final int DEPTH = 16;

    /** The most bytes of one read or write. */
    public static final int MAX_BYTES = 32 * 1024;

    /** After which a command is given up. */
    public static final long TIMEOUT_NS = 2_000_000_000;

    /** Returned when a command was not taken; try again after a completion or {@link DaughterDiskListener#ready}. */
    public static final long BUSY = 0;

    private static final int ENTRIES = 32;
    private static final int COMPLETIONS_AT = 4096;
    private static final int DATA_AT = 8192;
    private static final byte[] NOTHING = {};

    /** A command that was taken. */
    private static final class Operation {
        private long ticket;
        private long deadlineNs;
        private byte[] into = NOTHING;
        private int at;
        private int length;
    }

    private final DeviceAccess device;
    private final DaughterDiskListener listener;
    private final Operation[] operations = new Operation[DEPTH];
    private final byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
    private @Nullable DmaBuffer memory;
    private long nextTicket = 1;
    private long blocks;
    private int blockBytes = 1;
    private int physicalBytes = 1;
    private int largest;
    private int open;
    private int tail;
    private int head;
    private boolean phase;

    DaughterDisk(int slot, DeviceAccess device, DaughterDiskListener listener) {
        super(slot, device);
        this.device = device;
        this.listener = listener;
        for (int i = 0; i < DEPTH; i++) {
            operations[i] = new Operation();
        }
    }

    /** Size in logical blocks; zero: it was never ready. */
    public long blocks() {
        return blocks;
    }

    /** Bytes of a logical block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Bytes of a block of the medium: what is written in whole ones needs no reading before. */
    public int physicalBytes() {
        return physicalBytes;
    }

    /**
     * Reads blocks into the caller's array, which is filled when the command is done.
     *
     * @return a ticket, or {@link #BUSY}; the same with the commands below
     * @throws IllegalArgumentException if {@code count} blocks are not 1 to {@link #MAX_BYTES} bytes
     */
    public long read(long block, int count, byte[] into, int at) {
        if (!room()) {
            return BUSY;
        }
        int length = bytes(count);
        Objects.checkFromIndexSize(at, length, into.length);
        int place = take(into, at, length);
        NvmeQueue.command(entry, DiskOpcode.READ.number(), place, 0, block, count, false);
        NvmeQueue.data(entry, memory().busAddress() + dataAt(place), length);
        return submit(place);
    }

    /**
     * Writes blocks; the bytes are copied before it returns.
     *
     * @param fua it is on the medium when it is done
     * @param epoch on whose behalf; zero: without a reservation
     */
    public long write(long block, int count, byte[] from, int at, boolean fua, long epoch) {
        if (!room()) {
            return BUSY;
        }
        int length = bytes(count);
        Objects.checkFromIndexSize(at, length, from.length);
        int place = take(NOTHING, 0, 0);
        memory().write(dataAt(place), from, at, length);
        NvmeQueue.command(entry, DiskOpcode.WRITE.number(), place, epoch, block, count, fua);
        NvmeQueue.data(entry, memory().busAddress() + dataAt(place), length);
        return submit(place);
    }

    /** Writes zeros, 1 to 65536 blocks, without a transfer. */
    public long writeZeroes(long block, int count, boolean fua, long epoch) {
        return command(DiskOpcode.WRITE_ZEROES, block, count, fua, epoch);
    }

    /** All that was done before is on the medium when it is done. */
    public long flush() {
        return command(DiskOpcode.FLUSH, 0, 1, false, 0);
    }

    /** Reserves the disk for an epoch: from then on no write of a lower one lands, through whichever port. */
    public long reserve(long epoch) {
        return command(DiskOpcode.RESERVE, 0, 1, false, epoch);
    }

    private long command(DiskOpcode opcode, long block, int count, boolean fua, long epoch) {
        if (count < 1 || count > 1 << 16) {
            throw new IllegalArgumentException(count + " blocks: must be 1 to 65536");
        }
        if (!room()) {
            return BUSY;
        }
        int place = take(NOTHING, 0, 0);
        NvmeQueue.command(entry, opcode.number(), place, epoch, block, count, fua);
        return submit(place);
    }

    private boolean room() {
        return ready() && open < DEPTH;
    }

    private int bytes(int count) {
        if (count < 1 || count > largest / blockBytes) {
            throw new IllegalArgumentException(
                    count + " blocks of " + blockBytes + " bytes: must be 1 to " + largest / blockBytes);
        }
        return count * blockBytes;
    }

    private DmaBuffer memory() {
        return Objects.requireNonNull(memory);
    }

    private static int dataAt(int place) {
        return DATA_AT + place * MAX_BYTES;
    }

    private int take(byte[] into, int at, int length) {
        int place = 0;
        while (operations[place].ticket != BUSY) {
            place++;
        }
        Operation operation = operations[place];
        operation.ticket = nextTicket++;
        operation.deadlineNs = nowNs() + TIMEOUT_NS;
        operation.into = into;
        operation.at = at;
        operation.length = length;
        open++;
        return place;
    }

    private long submit(int place) {
        memory().write(tail * NvmeQueue.COMMAND_BYTES, entry, 0, NvmeQueue.COMMAND_BYTES);
        tail = (tail + 1) % ENTRIES;
        write(DaughterRegister.NVME_SQ_TAIL, tail);
        return operations[place].ticket;
    }

    // What the driver core does.

    @Override
    void serve() {
        if (!reap()) {
            look();
        }
    }

    @Override
    void lost(boolean gone) {
        endAll(gone ? DiskOutcome.GONE : DiskOutcome.UNKNOWN);
    }

    @Override
    void gone() {
        listener.gone();
    }

    @Override
    void look() {
        reap();
        if (!ready()) {
            return;
        }
        long status = read(DaughterRegister.NVME_CSTS);
        boolean late = false;
        for (Operation each : operations) {
            late |= each.ticket != BUSY && nowNs() >= each.deadlineNs;
        }
        boolean sound = DaughterField.CSTS_RDY.in(status) && !DaughterField.CSTS_CFS.in(status);
        boolean mute = status == CardRegisters.ALL_ONES;
        silent(mute);
        if (!mute && (late || !sound)) {
            write(DaughterRegister.NVME_CC, 0);
            stop();
        }
    }

    @Override
    boolean setUp() {
        if (memory == null) {
            memory = device.dma(DATA_AT + DEPTH * MAX_BYTES);
        }
        write(DaughterRegister.NVME_CC, 0);
        for (int at = 0; at < ENTRIES * NvmeQueue.COMPLETION_BYTES; at += Integer.BYTES) {
            memory.put32(COMPLETIONS_AT + at, 0);
        }
        long sizes = DaughterField.QSIZE_SQ.set(0, ENTRIES - 1);
        write(DaughterRegister.NVME_QSIZE, DaughterField.QSIZE_CQ.set(sizes, ENTRIES - 1));
        write(DaughterRegister.NVME_SQ_BASE, memory.busAddress());
        write(DaughterRegister.NVME_CQ_BASE, memory.busAddress() + COMPLETIONS_AT);
        write(DaughterRegister.NVME_CC, DaughterField.CC_EN.mask());
        tail = 0;
        head = 0;
        phase = true;
        long size = read(DaughterRegister.NVME_BLOCKS);
        long shape = read(DaughterRegister.NVME_SHAPE);
        long status = read(DaughterRegister.NVME_CSTS);
        if (status == CardRegisters.ALL_ONES
                || shape == CardRegisters.ALL_ONES
                || !DaughterField.CSTS_RDY.in(status)
                || DaughterField.CSTS_CFS.in(status)) {
            return false;
        }
        blocks = size;
        blockBytes = 1 << DaughterField.SHAPE_LBADS.get(shape);
        physicalBytes = 1 << DaughterField.SHAPE_PBADS.get(shape);
        largest = Math.min(MAX_BYTES, COMPLETIONS_AT << DaughterField.SHAPE_MDTS.get(shape));
        return true;
    }

    @Override
    void started() {
        listener.ready();
    }

    /** Takes what has completed; says whether there was anything. */
    private boolean reap() {
        boolean any = false;
        while (ready()) {
            memory().read(COMPLETIONS_AT + head * NvmeQueue.COMPLETION_BYTES, entry, 0, NvmeQueue.COMPLETION_BYTES);
            if (NvmeQueue.phase(entry) != phase) {
                break;
            }
            head = (head + 1) % ENTRIES;
            phase ^= head == 0;
            any = true;
            end(NvmeQueue.doneId(entry), DiskOutcome.of(NvmeStatus.of(NvmeQueue.status(entry))));
        }
        if (ready()) {
            // Also if there was nothing: what came after the cause was acknowledged then raises it again.
            write(DaughterRegister.NVME_CQ_HEAD, head);
        }
        return any;
    }

    private void end(int place, DiskOutcome outcome) {
        if (place >= DEPTH || operations[place].ticket == BUSY) {
            return;
        }
        Operation operation = operations[place];
        long ticket = operation.ticket;
        if (outcome == DiskOutcome.DONE && operation.length > 0) {
            memory().read(dataAt(place), operation.into, operation.at, operation.length);
        }
        operation.ticket = BUSY;
        operation.into = NOTHING;
        open--;
        listener.completed(ticket, outcome);
    }

    private void endAll(DiskOutcome outcome) {
        for (int place = 0; place < DEPTH; place++) {
            end(place, outcome);
        }
    }
}
