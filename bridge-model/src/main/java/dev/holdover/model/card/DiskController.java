package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.DmaRequester;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.Field;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.disk.NvmeStatus;
import dev.holdover.model.layout.NvmeQueue;
import org.jspecify.annotations.Nullable;

/**
 * The controller between the host and the disk in one of its daughter slots: it fetches commands and data from host
 * memory and stores data and completions there, by DMA over the card's link. {@link DaughterRegister} says in what it
 * is NVMe and in what not.
 *
 * <pre>
 * doorbell -> command fetched -> data fetched (WRITE) -> at the disk -> data stored (READ) -> completion -> INT_DISK
 * </pre>
 *
 * Commands are fetched in order, run at the same time and complete in any order. A completion that finds its queue
 * full waits for the head doorbell. A reset drops everything, and what comes back of it by DMA means nothing.
 */
final class DiskController implements DmaRequester {
    private static final DiskOpcode[] OPCODES = DiskOpcode.values();
    private static final int COMMANDS = 64;
    private static final int MOST_ENTRIES = 4096;
    private static final int MDTS = 4;
    private static final int MOST_BYTES = PcieLink.MAX_DMA << MDTS;
    private static final int VERSION = 0x0002_0000;
    private static final int FETCH = 0xff;

    /** A command between its fetch and its completion. */
    private static final class Command {
        boolean busy;
        int id;
        DiskOpcode opcode = DiskOpcode.FLUSH;
        long block;
        int count;
        boolean fua;
        long epoch;
        long address;
        int length;
        int parts;
        boolean unmapped;
        NvmeStatus status = NvmeStatus.SUCCESS;
        byte[] data = new byte[0];
    }

    private final Bridge bridge;
    private final PcieLink link;
    private final Command[] commands = new Command[COMMANDS];
    private final int[] ended = new int[COMMANDS];
    private final byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
    private @Nullable DiskPort port;
    private int open;
    private int firstEnded;
    private int endedCount;
    private long era;
    private boolean enabled;
    private boolean fatal;
    private boolean fetching;
    private long sizes;
    private long sqBase;
    private long cqBase;
    private int sqEntries;
    private int cqEntries;
    private int sqHead;
    private int sqTail;
    private int cqHead;
    private int cqTail;
    private boolean phase;

    DiskController(Bridge bridge, PcieLink link) {
        this.bridge = bridge;
        this.link = link;
        for (int i = 0; i < COMMANDS; i++) {
            commands[i] = new Command();
        }
    }

    /** The host drives this disk from now on; null: none. */
    void drive(@Nullable DiskPort now) {
        if (now == port) {
            return;
        }
        reset();
        port = now;
        if (now != null) {
            now.listen(this::ended);
        }
    }

    /** As after a reset of the controller; its disk's port is reset by whoever calls. */
    void reset() {
        era++;
        enabled = false;
        fatal = false;
        fetching = false;
        open = 0;
        endedCount = 0;
        for (Command each : commands) {
            each.busy = false;
        }
    }

    /** Whether a disk is there and alive. */
    boolean answers() {
        return port != null && port.present();
    }

    long read(DaughterRegister register) {
        DiskGeometry shape = shape();
        return switch (register) {
            case NVME_CAP -> {
                long value = DaughterField.CAP_MQES.set(0, MOST_ENTRIES - 1L);
                yield DaughterField.CAP_TO.set(DaughterField.CAP_CQR.set(value, 1), 1);
            }
            case NVME_VS -> VERSION;
            case NVME_CC -> enabled ? DaughterField.CC_EN.mask() : 0;
            case NVME_CSTS -> {
                long value = DaughterField.CSTS_RDY.set(0, enabled ? 1 : 0);
                yield DaughterField.CSTS_CFS.set(value, fatal ? 1 : 0);
            }
            case NVME_QSIZE -> sizes;
            case NVME_SQ_BASE -> sqBase;
            case NVME_CQ_BASE -> cqBase;
            case NVME_BLOCKS -> shape.blocks();
            case NVME_SHAPE -> {
                long value = DaughterField.SHAPE_LBADS.set(0, Integer.numberOfTrailingZeros(shape.logicalBytes()));
                value = DaughterField.SHAPE_PBADS.set(value, Integer.numberOfTrailingZeros(shape.physicalBytes()));
                yield DaughterField.SHAPE_MDTS.set(value, MDTS);
            }
            default -> 0;
        };
    }

    void write(DaughterRegister register, long value) {
        switch (register) {
            case NVME_CC -> enable(DaughterField.CC_EN.in(value));
            case NVME_QSIZE -> sizes = value;
            case NVME_SQ_BASE -> sqBase = value;
            case NVME_CQ_BASE -> cqBase = value;
            case NVME_SQ_TAIL -> {
                if (enabled && value < sqEntries) {
                    sqTail = (int) value;
                    fetch();
                }
            }
            case NVME_CQ_HEAD -> {
                if (enabled && value < cqEntries) {
                    cqHead = (int) value;
                    boolean left = cqHead != cqTail;
                    complete();
                    if (left) {
                        bridge.interruptHost(Field.INT_DISK);
                    }
                }
            }
            default -> {
                // Read only.
            }
        }
    }

    private DiskGeometry shape() {
        return disk().geometry();
    }

    private DiskPort disk() {
        if (port == null) {
            throw new IllegalStateException("no disk is in the slot");
        }
        return port;
    }

    private void enable(boolean now) {
        if (now == enabled) {
            return;
        }
        if (!now) {
            reset();
            disk().reset();
            return;
        }
        enabled = true;
        sqEntries = (int) DaughterField.QSIZE_SQ.get(sizes) + 1;
        cqEntries = (int) DaughterField.QSIZE_CQ.get(sizes) + 1;
        sqHead = 0;
        sqTail = 0;
        cqHead = 0;
        cqTail = 0;
        phase = true;
        fatal = sqEntries < 2 || cqEntries < 2;
    }

    private void fetch() {
        if (working() && !fetching && sqHead != sqTail && open < room()) {
            fetching = true;
            long at = sqBase + (long) sqHead * NvmeQueue.COMMAND_BYTES;
            link.dmaRead(at, NvmeQueue.COMMAND_BYTES, this, tag(FETCH, 0));
        }
    }

    private boolean working() {
        return enabled && !fatal;
    }

    private int room() {
        return Math.min(COMMANDS, shape().queueDepth());
    }

    private long tag(int command, int part) {
        return era << 16 | (long) part << 8 | command;
    }

    @Override
    public void dmaRead(long tag, Completion how, byte[] data, int length) {
        if (tag >>> 16 != era) {
            return;
        }
        boolean good = how == Completion.SUCCESS;
        if (!good) {
            bridge.note(Field.AER_UNSUPPORTED_REQUEST);
        }
        int index = (int) tag & FETCH;
        if (index != FETCH) {
            fetched(index, (int) (tag >>> 8) & 0xff, good, data, length);
        } else if (good) {
            fetching = false;
            sqHead = (sqHead + 1) % sqEntries;
            begin(data);
            fetch();
        } else {
            fail();
        }
    }

    /** A queue can't be reached: nothing can be said to the host but that. */
    private void fail() {
        fatal = true;
        bridge.interruptHost(Field.INT_DISK);
    }

    private void begin(byte[] from) {
        int index = 0;
        while (commands[index].busy) {
            index++;
        }
        Command command = commands[index];
        open++;
        command.busy = true;
        command.id = NvmeQueue.id(from);
        command.block = NvmeQueue.block(from);
        command.count = NvmeQueue.count(from);
        command.fua = NvmeQueue.fua(from);
        command.epoch = NvmeQueue.epoch(from);
        command.address = NvmeQueue.address(from);
        command.unmapped = false;
        NvmeStatus status = check(command, from);
        if (status != NvmeStatus.SUCCESS) {
            end(index, status);
        } else if (command.opcode == DiskOpcode.WRITE) {
            fetchData(index);
        } else {
            submit(index);
        }
    }

    private NvmeStatus check(Command command, byte[] from) {
        @Nullable DiskOpcode opcode = null;
        for (DiskOpcode each : OPCODES) {
            opcode = each.number() == NvmeQueue.opcode(from) ? each : opcode;
        }
        if (opcode == null) {
            return NvmeStatus.INVALID_OPCODE;
        }
        command.opcode = opcode;
        boolean moves = opcode == DiskOpcode.READ || opcode == DiskOpcode.WRITE;
        long bytes = moves ? (long) command.count * shape().logicalBytes() : 0;
        if (moves && !NvmeQueue.hasData(from) || bytes > MOST_BYTES) {
            return NvmeStatus.INVALID_FIELD;
        }
        if (moves && NvmeQueue.length(from) != bytes) {
            return NvmeStatus.SGL_LENGTH_INVALID;
        }
        command.length = (int) bytes;
        if (command.data.length < command.length) {
            command.data = new byte[command.length];
        }
        if (opcode == DiskOpcode.READ && !mapped(command.address, command.length)) {
            return NvmeStatus.DATA_TRANSFER_ERROR;
        }
        return NvmeStatus.SUCCESS;
    }

    private boolean mapped(long address, int length) {
        boolean mapped = link.maps(address, length);
        if (!mapped) {
            bridge.note(Field.AER_UNSUPPORTED_REQUEST);
        }
        return mapped;
    }

    /** Where part {@code n} of a command's data begins: no part crosses a page. */
    private static int partAt(Command command, int n) {
        int within = (int) (command.address & PcieLink.MAX_DMA - 1);
        return n == 0 ? 0 : Math.min(command.length, n * PcieLink.MAX_DMA - within);
    }

    private static int parts(Command command) {
        int within = (int) (command.address & PcieLink.MAX_DMA - 1);
        return (within + command.length + PcieLink.MAX_DMA - 1) / PcieLink.MAX_DMA;
    }

    private void fetchData(int index) {
        Command command = commands[index];
        command.parts = parts(command);
        for (int n = 0, parts = command.parts; n < parts; n++) {
            int at = partAt(command, n);
            link.dmaRead(command.address + at, partAt(command, n + 1) - at, this, tag(index, n));
        }
    }

    private void fetched(int index, int part, boolean good, byte[] from, int length) {
        Command command = commands[index];
        command.unmapped |= !good;
        if (good) {
            System.arraycopy(from, 0, command.data, partAt(command, part), length);
        }
        if (--command.parts > 0) {
            return;
        }
        if (command.unmapped) {
            end(index, NvmeStatus.DATA_TRANSFER_ERROR);
        } else {
            submit(index);
        }
    }

    private void submit(int index) {
        Command command = commands[index];
        boolean taken = disk().submit(
                        command.opcode,
                        command.block,
                        command.count,
                        command.data,
                        0,
                        command.fua,
                        command.epoch,
                        index);
        if (!taken) {
            throw new IllegalStateException("more commands than the disk's queue takes");
        }
    }

    /** The disk has ended a command. */
    private void ended(int index, DiskStatus status) {
        Command command = commands[index];
        if (status == DiskStatus.DEVICE_GONE) {
            // Nobody is there to say so; the host reads all ones when it looks.
            command.busy = false;
            open--;
            bridge.interruptHost(Field.INT_DISK);
        } else if (command.opcode != DiskOpcode.READ || status != DiskStatus.SUCCESS) {
            end(index, NvmeStatus.of(status.number()));
        } else if (mapped(command.address, command.length)) {
            for (int n = 0, parts = parts(command); n < parts; n++) {
                int at = partAt(command, n);
                link.dmaWrite(command.address + at, command.data, at, partAt(command, n + 1) - at);
            }
            end(index, NvmeStatus.SUCCESS);
        } else {
            end(index, NvmeStatus.DATA_TRANSFER_ERROR);
        }
    }

    private void end(int index, NvmeStatus status) {
        commands[index].status = status;
        ended[(firstEnded + endedCount++) % COMMANDS] = index;
        complete();
    }

    /** Stores as many completions as their queue has room for. */
    private void complete() {
        boolean stored = false;
        while (working() && endedCount > 0 && (cqTail + 1) % cqEntries != cqHead) {
            Command command = commands[ended[firstEnded]];
            firstEnded = (firstEnded + 1) % COMMANDS;
            endedCount--;
            command.busy = false;
            open--;
            store(command);
            stored = true;
        }
        if (stored) {
            bridge.interruptHost(Field.INT_DISK);
            fetch();
        }
    }

    private void store(Command command) {
        long at = cqBase + (long) cqTail * NvmeQueue.COMPLETION_BYTES;
        if (!mapped(at, NvmeQueue.COMPLETION_BYTES)) {
            fail();
            return;
        }
        NvmeQueue.completion(entry, sqHead, command.id, command.status.number(), phase);
        link.dmaWrite(at, entry, 0, NvmeQueue.COMPLETION_BYTES);
        cqTail = (cqTail + 1) % cqEntries;
        phase ^= cqTail == 0;
    }
}
