package dev.holdover.driver.core;

import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.BlockRing;
import dev.holdover.model.layout.BlockRing.Opcode;
import dev.holdover.model.layout.BlockState;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import java.util.Optional;

/**
 * The block volume behind a window: RAID over the card's daughter disks, with the NVRAM as its write-back cache under
 * the host's control (claim 12). Blocks are of 4 KiB. Nothing waits: an operation that was taken has a ticket, and
 * {@link DriverListener#blockCompleted} tells how it ended, from within {@code poll}, {@code ring} or {@code
 * onInterrupt}.
 *
 * <p>A write is a write to the NVRAM: it is as durable, is replicated, fenced and taken over as any other, and while
 * the firmware is away it goes on for as long as the cache has lines that are on the disks already. What is not in the
 * cache is read by the firmware.
 */
public final class BlockDevice {
    /** How the device reaches its window. */
    interface Submitter {
        /** Submits a write to any part of the image; there must be room for it. */
        void submit(long target, byte[] from, int at, int length, long ticket, boolean linked);

        /** How many may be submitted now. */
        int room();

        /** Whether the host goes on without the firmware. */
        boolean alone();

        /** Rings the doorbell for requests that were stored. */
        void ring();
    }

    /** Marks tickets of writes that make up an operation; an application never sees them. */
    static final long INTERNAL = 1L << 62;

    private static final int OPERATIONS = 64;
    private static final int OPERATION_MASK = OPERATIONS - 1;
    private static final int TAG_BYTES = 8;

    private enum What {
        NOTHING,
        WRITE,
        READ,
        ORDER
    }

    /** One operation that was taken. */
    private static final class Operation {
        private What what = What.NOTHING;
        private long ticket;
        private int line;
        private int parts;
        private BlockOutcome worst = BlockOutcome.DONE;
        private Opcode opcode = Opcode.READ;
        private int argument;
        private long block;
        private long request;
        private byte[] into = {};
        private int at;
    }

    private final int window;
    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final Window ring;
    private final Submitter submitter;
    private final DriverListener listener;
    private final CacheLines lines;
    private final BlockRing requests;
    private final Operation[] operations = new Operation[OPERATIONS];
    private final byte[] tag = new byte[TAG_BYTES];
    private final byte[] scratch = new byte[NvramLayout.BLOCK];
    private final long[] asked = new long[BlockArea.REQUESTS];
    private long generation;
    private long nextRequest;
    private long nextTicket = 1;
    private boolean owned;
    /** The window is ours, and it is known what is in the cache. */
    private boolean present;

    private long blocks;
    private BlockState state = BlockState.ABSENT;

    BlockDevice(int window, NvramLayout layout, Window ring, Submitter submitter, DriverListener listener) {
        this.window = window;
        this.layout = layout;
        this.nvram = ring.nvram();
        this.ring = ring;
        this.submitter = submitter;
        this.listener = listener;
        this.lines = new CacheLines(layout, nvram);
        this.requests = new BlockRing(layout, nvram, 0);
        for (int i = 0; i < OPERATIONS; i++) {
            operations[i] = new Operation();
        }
    }

    /** Whether the host owns the window, so that operations are taken. */
    public boolean ready() {
        return present;
    }

    /** Size in blocks of 4 KiB; zero while there is no volume. */
    public long blocks() {
        return present ? blocks : 0;
    }

    /** What the volume can do now, as the card said last. */
    public BlockState state() {
        return present ? state : BlockState.ABSENT;
    }

    /** All that the card says of the volume, read now; empty while the host does not own it, or cannot read it. */
    public Optional<BlockHealth> health() {
        try {
            return present ? Optional.of(BlockHealth.read(layout, nvram)) : Optional.empty();
        } catch (Unreadable | UncorrectableError failed) {
            return Optional.empty();
        }
    }

    /**
     * Writes a block. The bytes are copied before it returns. Call {@link DriverCore#ring} after the last of a batch.
     *
     * @return a ticket, or {@link DriverCore#BUSY}: the rings are full, or no line of the cache is free yet
     * @throws IllegalArgumentException if there is no such block
     */
    public long write(long block, byte[] from, int at) {
        int slot = free(block);
        if (slot < 0) {
            return DriverCore.BUSY;
        }
        int line = lines.lineOf(block);
        boolean hit = line >= 0 && lines.kind(line) == Kind.DATA;
        line = line >= 0 ? line : lines.allocate();
        if (line < 0 || submitter.room() < (hit ? 1 : 3)) {
            return DriverCore.BUSY;
        }
        long ticket = begin(slot, line);
        boolean reused = !hit && lines.kind(line) != Kind.FREE && lines.lineOf(block) < 0;
        if (reused) {
            tag(slot, line, BlockCache.tagOf(Kind.FREE, 0), false);
        }
        part(slot, BlockCache.line(layout, line), from, at, NvramLayout.BLOCK, reused);
        if (!hit) {
            tag(slot, line, BlockCache.tagOf(Kind.DATA, block), true);
        }
        return ticket;
    }

    /**
     * Makes a block read as zeros, without sending any. Discarding a block does the same.
     *
     * @return a ticket, or {@link DriverCore#BUSY}
     * @throws IllegalArgumentException if there is no such block
     */
    public long zero(long block) {
        int slot = free(block);
        int line = slot < 0 ? -1 : lines.lineOf(block);
        line = slot < 0 || line >= 0 ? line : lines.allocate();
        if (line < 0 || submitter.room() < 1) {
            return DriverCore.BUSY;
        }
        long ticket = begin(slot, line);
        tag(slot, line, BlockCache.tagOf(Kind.ZERO, block), false);
        return ticket;
    }

    /**
     * Reads a block into {@code into}, which must stay as it is until the operation has ended.
     *
     * @return a ticket, or {@link DriverCore#BUSY}
     * @throws IllegalArgumentException if there is no such block
     */
    public long read(long block, byte[] into, int at) {
        int slot = free(block);
        if (slot < 0) {
            return DriverCore.BUSY;
        }
        return order(slot, What.READ, Opcode.READ, 0, block, into, at);
    }

    /**
     * Brings all that was completed before to the disks, and out of their own caches: it then survives the loss of the
     * card too.
     *
     * @return a ticket, or {@link DriverCore#BUSY}
     */
    public long flush() {
        return order(Opcode.FLUSH, 0);
    }

    /**
     * Makes a new volume of the disks that the card has for it; what was on them is gone.
     *
     * @param level 0, 1, 5, 6 or 10
     * @param members how many disks; those behind are spares
     * @param chunkBlocks blocks that follow each other on one disk
     * @return a ticket, or {@link DriverCore#BUSY}
     */
    public long create(int level, int members, int chunkBlocks) {
        int code = switch (level) {
            case 0 -> 0;
            case 1 -> 1;
            case 5 -> 2;
            case 6 -> 3;
            case 10 -> 4;
            default -> throw new IllegalArgumentException("RAID level " + level + ": must be 0, 1, 5, 6 or 10");
        };
        return order(Opcode.CREATE, code | members << 8 | chunkBlocks << 16);
    }

    /** Lets the volume take all that its members can hold, after all of them were replaced by larger ones. */
    public long grow() {
        return order(Opcode.GROW, 0);
    }

    /**
     * Lets a disk be used no more, by its number among those that the card has for the volume; a spare is filled if
     * there is one.
     */
    public long fail(int disk) {
        return order(Opcode.FAIL, disk);
    }

    /** Gives the place of a failed disk to this one, or to the same one anew: it is filled from the others. */
    public long replace(int disk) {
        return order(Opcode.REPLACE, disk);
    }

    /** Begins to read and check every row, or stops it; {@link #health} tells how far it is. */
    public long scrub(boolean now) {
        return order(Opcode.SCRUB, now ? 1 : 0);
    }

    // Operations.

    /** A free place for an operation on a block, or -1. */
    private int free(long block) {
        if (present && (block < 0 || block >= blocks) && blocks > 0) {
            throw new IllegalArgumentException("block " + block + ": the volume has " + blocks);
        }
        return present && blocks > 0 ? freeOperation() : -1;
    }

    private int freeOperation() {
        for (int i = 0; i < OPERATIONS; i++) {
            if (operations[i].what == What.NOTHING) {
                return i;
            }
        }
        return -1;
    }

    private long begin(int slot, int line) {
        Operation operation = operations[slot];
        operation.what = What.WRITE;
        operation.ticket = nextTicket++;
        operation.line = line;
        operation.parts = 0;
        operation.worst = BlockOutcome.DONE;
        lines.begin(line);
        return operation.ticket;
    }

    private void tag(int slot, int line, long value, boolean linked) {
        Words.putLong(tag, 0, value);
        lines.tag(line, value);
        part(slot, BlockCache.tag(layout, line), tag, 0, TAG_BYTES, linked);
    }

    private void part(int slot, long target, byte[] from, int at, int length, boolean linked) {
        operations[slot].parts++;
        submitter.submit(target, from, at, length, INTERNAL | slot, linked);
    }

    private long order(Opcode opcode, int argument) {
        int slot = present ? freeOperation() : -1;
        return slot < 0 ? DriverCore.BUSY : order(slot, What.ORDER, opcode, argument, 0, scratch, 0);
    }

    private long order(int slot, What what, Opcode opcode, int argument, long block, byte[] into, int at) {
        Operation operation = operations[slot];
        operation.what = what;
        operation.ticket = nextTicket++;
        operation.opcode = opcode;
        operation.argument = argument;
        operation.block = block;
        operation.request = 0;
        operation.into = into;
        operation.at = at;
        return operation.ticket;
    }

    private void end(Operation operation, BlockOutcome outcome) {
        long ticket = operation.ticket;
        operation.what = What.NOTHING;
        listener.blockCompleted(window, ticket, outcome);
    }

    // What the core does.

    /** The host owns the window from now on. */
    void acquire() {
        owned = true;
        present = false;
        generation = 0;
        Arrays.fill(asked, 0);
        look();
    }

    /** The host does not own it any more; the parts of writes have ended already. */
    void release() {
        owned = false;
        if (!present) {
            return;
        }
        present = false;
        for (Operation each : operations) {
            if (each.what != What.NOTHING) {
                end(each, each.what == What.WRITE ? BlockOutcome.UNKNOWN : BlockOutcome.UNAVAILABLE);
            }
        }
    }

    /** A part of a write has ended. */
    void completed(long ticket, Outcome outcome) {
        Operation operation = operations[(int) ticket & OPERATION_MASK];
        if (operation.what != What.WRITE) {
            return;
        }
        BlockOutcome means = meaning(outcome);
        operation.worst = means.ordinal() > operation.worst.ordinal() ? means : operation.worst;
        if (--operation.parts == 0) {
            lines.end(operation.line, submitter.alone());
            if (operation.worst != BlockOutcome.DONE && present && operation.worst != BlockOutcome.UNKNOWN) {
                lines.reload(operation.line);
            }
            end(operation, operation.worst);
        }
    }

    private static BlockOutcome meaning(Outcome outcome) {
        return switch (outcome) {
            case DURABLE -> BlockOutcome.DONE;
            case UNLINKED -> BlockOutcome.UNAVAILABLE;
            case CORRUPT, OUT_OF_BOUNDS -> BlockOutcome.INVALID;
            case FENCED -> BlockOutcome.FENCED;
            case NO_ENERGY -> BlockOutcome.NO_ENERGY;
            case UNKNOWN, POISONED -> BlockOutcome.UNKNOWN;
        };
    }

    /** A heartbeat period has passed, or the card says that something has changed. */
    void look() {
        present = present || owned && lines.load();
        if (present) {
            try {
                readPage();
            } catch (UncorrectableError error) {
                // The firmware writes the page anew.
            }
        }
    }

    private void readPage() {
        state = BlockState.of(nvram.getLong(layout.blockArea() + BlockArea.STATE));
        blocks = nvram.getLong(layout.blockArea() + BlockArea.BLOCKS);
        long now = nvram.getLong(layout.blockArea() + BlockArea.GENERATION);
        if (now != generation) {
            generation = now;
            nextRequest = BlockRing.before(generation);
            lines.firmwareBegan();
            Arrays.fill(asked, 0);
            for (Operation each : operations) {
                each.request = 0;
            }
        }
    }

    /** Takes answers, and asks for what was not asked yet; {@code withFirmware}: there is somebody to ask. */
    void step(boolean withFirmware) {
        if (!present) {
            return;
        }
        boolean stored = false;
        for (Operation each : operations) {
            if (each.what == What.READ && each.request == 0 && fromCache(each)) {
                continue;
            }
            if (each.what == What.READ || each.what == What.ORDER) {
                if (each.request == 0) {
                    stored |= withFirmware && ask(each);
                } else {
                    take(each);
                }
            }
        }
        if (stored) {
            submitter.ring();
        }
    }

    /** Says true if the block is in the cache: then it is read, or waits until nothing of it may vanish. */
    private boolean fromCache(Operation operation) {
        int line = lines.lineOf(operation.block);
        if (line < 0) {
            return false;
        }
        lines.used(line);
        if (lines.kind(line) == Kind.ZERO) {
            if (!ring.mayVanish(BlockCache.tag(layout, line), TAG_BYTES)) {
                Arrays.fill(operation.into, operation.at, operation.at + NvramLayout.BLOCK, (byte) 0);
                end(operation, BlockOutcome.DONE);
            }
        } else if (!ring.mayVanish(BlockCache.line(layout, line), NvramLayout.BLOCK)
                && !ring.mayVanish(BlockCache.tag(layout, line), TAG_BYTES)) {
            endRead(operation, layout.image() + BlockCache.line(layout, line));
        }
        return true;
    }

    /** The block that is read lies in the NVRAM. */
    private void endRead(Operation operation, long from) {
        BlockOutcome outcome = BlockOutcome.DONE;
        try {
            nvram.get(from, operation.into, operation.at, NvramLayout.BLOCK);
        } catch (UncorrectableError error) {
            outcome = BlockOutcome.UNREADABLE;
        }
        end(operation, outcome);
    }

    private boolean ask(Operation operation) {
        int place = (int) (nextRequest + 1) & BlockArea.REQUESTS - 1;
        if (generation == 0 || asked[place] != 0) {
            return false;
        }
        operation.request = ++nextRequest;
        asked[place] = operation.request;
        requests.ask(nextRequest, operation.opcode, operation.argument, operation.block, ring.epoch());
        return true;
    }

    private void take(Operation operation) {
        int answer;
        try {
            answer = requests.answered(operation.request);
        } catch (UncorrectableError error) {
            // The firmware begins the rings anew.
            return;
        }
        if (answer < 0) {
            return;
        }
        asked[(int) operation.request & BlockArea.REQUESTS - 1] = 0;
        if (operation.what == What.READ && BlockRing.status(answer) == BlockRing.Status.OK) {
            endRead(operation, requests.buffer(operation.request));
            return;
        }
        end(
                operation,
                switch (BlockRing.status(answer)) {
                    case OK -> BlockOutcome.DONE;
                    case LOST -> BlockOutcome.LOST;
                    case FENCED -> BlockOutcome.FENCED;
                    case UNAVAILABLE -> BlockOutcome.UNAVAILABLE;
                    case UNREADABLE -> BlockOutcome.UNREADABLE;
                    case INVALID -> BlockOutcome.INVALID;
                });
    }
}
