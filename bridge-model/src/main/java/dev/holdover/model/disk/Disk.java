package dev.holdover.model.disk;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;

/**
 * A disk as NVMe describes one, with the medium, the volatile cache and the reservation that its ports share.
 *
 * <pre>
 *             half its latency            the other half and its transfer
 *  FREE -> QUEUED --------------> EXECUTING -------------------------> completed, FREE
 *             |                    ^     |
 *             +-----> BLOCKED -----+     +--> cut: any part has landed
 *                       |                |
 *                       +--> ENDED <-----+    aborted by a reservation, or the disk is gone: only completed
 * </pre>
 *
 * Commands complete in any order. A write whose time has come is BLOCKED as long as an earlier one to some of its
 * blocks is open, for such land in the order of their submission. The transfers of all commands share the
 * bandwidth. The epoch
 * is checked when a command begins to execute, and a reservation that comes later cuts it.
 */
public final class Disk implements Component {
    private static final int START = 0;
    private static final int END = 1;
    private static final int COMPLETE = 2;
    private static final long SECOND_NS = 1_000_000_000;

    private final DiskSpec spec;
    private final DiskGeometry geometry;
    private final Scheduler scheduler;
    private final DiskChance chance;
    private final DiskTap tap;
    private final Storage storage;
    private final DiskFaults faults;
    private final DiskPort[] ports;
    private final Command[] commands;
    private boolean inserted = true;
    private boolean powered = true;
    private long keptEpoch;
    private long sequence;
    private long transferFreeNs;
    private int blocked;

    /** A new one, plugged in and powered; {@code scheduler} is to call {@link #on}. */
    public Disk(DiskSpec spec, Scheduler scheduler, DiskChance chance, DiskTap tap) {
        this.spec = spec;
        this.geometry = spec.geometry();
        this.scheduler = scheduler;
        this.chance = chance;
        this.tap = tap;
        this.storage = new Storage(geometry, chance);
        this.faults = new DiskFaults(this, storage);
        int depth = geometry.queueDepth();
        this.ports = new DiskPort[spec.ports()];
        this.commands = new Command[spec.ports() * depth];
        for (int i = 0; i < commands.length; i++) {
            if (i % depth == 0) {
                ports[i / depth] = new DiskPort(this, i / depth, i, depth);
            }
            commands[i] = ports[i / depth].command(i % depth);
        }
    }

    /** Its port 0, or 1 if it has two. */
    public DiskPort port(int n) {
        return ports[n];
    }

    /**
     * Its power goes or comes. When it goes, open commands end with DEVICE_GONE, as their ports see it, any part of a
     * write that executed may have landed, and so may any part of what the volatile cache held. Medium and reservation
     * stay (APTPL).
     */
    public void power(boolean on) {
        if (on == powered) {
            return;
        }
        boolean before = present();
        powered = on;
        if (!on) {
            gone(before);
        }
        tap.powered(on);
    }

    /** It is plugged in again. */
    public void insert() {
        inserted = true;
    }

    /** Surprise removal: as loss of power. */
    public void remove() {
        boolean before = present();
        inserted = false;
        gone(before);
    }

    public DiskFaults faults() {
        return faults;
    }

    /** The key of the reservation; zero: there is none. */
    public long keptEpoch() {
        return keptEpoch;
    }

    /** What is really on the medium, for oracles: one logical block. */
    public void readMedium(long lba, byte[] into, int at) {
        if (!holds(lba, 1)) {
            throw new IllegalArgumentException("block " + lba + ": not on a disk of " + geometry.blocks() + " blocks");
        }
        storage.readMedium(lba, into, at);
    }

    DiskGeometry geometry() {
        return geometry;
    }

    boolean present() {
        return inserted && powered && !faults.dead();
    }

    boolean holds(long lba, int count) {
        return count >= 1 && count <= DiskPort.MAX_BLOCKS && lba >= 0 && lba <= geometry.blocks() - count;
    }

    /** A port has taken a command. */
    void queue(Command command, int port) {
        command.sequence = sequence++;
        command.generation++;
        command.state = Command.State.QUEUED;
        tap.queued(port, command.opcode, command.lba, command.count, command.epoch, command.fua);
        if (!present()) {
            end(command, DiskStatus.DEVICE_GONE);
            return;
        }
        command.lied = faults.lying() && (command.opcode == DiskOpcode.FLUSH || command.fua && command.opcode.writes());
        boolean atOnce = command.lied && command.opcode == DiskOpcode.FLUSH;
        long latencyNs = atOnce ? 0 : latencyNs();
        command.restNs = latencyNs / 2;
        scheduler.after(latencyNs - command.restNs + faults.slowNs(), START, command.index, command.generation);
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        Command command = commands[(int) a];
        if (command.generation != b) {
            return;
        }
        switch (kind) {
            case START -> start(command);
            case END -> finish(command);
            case COMPLETE -> complete(command, command.status);
            default -> throw new IllegalArgumentException("event " + kind);
        }
    }

    private void start(Command command) {
        DiskOpcode opcode = command.opcode;
        boolean blocks = opcode != DiskOpcode.FLUSH && opcode != DiskOpcode.RESERVE;
        if (blocks && !holds(command.lba, command.count)) {
            complete(command, DiskStatus.LBA_OUT_OF_RANGE);
        } else if (opcode.fenced() && command.epoch < keptEpoch) {
            complete(command, DiskStatus.RESERVATION_CONFLICT);
        } else if (opcode.writes() && mustWait(command)) {
            command.state = Command.State.BLOCKED;
            blocked++;
        } else {
            execute(command);
        }
    }

    private boolean mustWait(Command command) {
        for (Command each : commands) {
            if (each.before(command)) {
                return true;
            }
        }
        return false;
    }

    private void execute(Command command) {
        command.state = Command.State.EXECUTING;
        command.failed = false;
        command.lost = false;
        command.landLba = command.lba;
        command.landUnits = (long) command.count * geometry.logicalBytes() / Medium.UNIT;
        if (command.opcode == DiskOpcode.WRITE) {
            faults.befall(command);
        }
        long bytes = switch (command.opcode) {
            case READ, WRITE -> (long) command.count * geometry.logicalBytes();
            case FLUSH -> command.lied ? 0 : storage.dirtyBytes();
            case WRITE_ZEROES, RESERVE -> 0;
        };
        long extraNs = 0;
        int partial = command.opcode.writes() ? partialBlocks(command) : 0;
        if (partial > 0) {
            extraNs = latencyNs();
            bytes += (long) partial * geometry.physicalBytes();
        }
        long nowNs = scheduler.nowNs();
        transferFreeNs = Math.max(nowNs, transferFreeNs) + transferNs(bytes);
        long endNs = command.lied && command.opcode == DiskOpcode.FLUSH ? nowNs : transferFreeNs;
        scheduler.at(endNs + command.restNs + extraNs, END, command.index, command.generation);
    }

    /** How many physical blocks it changes in part, which must be read first. */
    private int partialBlocks(Command command) {
        int per = geometry.blocksPerPhysical();
        long end = command.lba + command.count;
        boolean first = command.lba % per != 0;
        boolean last = end % per != 0;
        boolean same = command.lba / per == end / per;
        return (first ? 1 : 0) + (last && !(first && same) ? 1 : 0);
    }

    private long latencyNs() {
        return chance.between(spec.latencyLowNs(), spec.latencyHighNs());
    }

    private long transferNs(long bytes) {
        return bytes * SECOND_NS / spec.bytesPerSecond();
    }

    private void finish(Command command) {
        DiskStatus status = DiskStatus.SUCCESS;
        switch (command.opcode) {
            case FLUSH -> flush(command);
            case READ -> status = read(command);
            case WRITE, WRITE_ZEROES -> status = write(command);
            case RESERVE -> {
                reserve(command);
                return;
            }
        }
        complete(command, status);
    }

    private void flush(Command command) {
        if (command.lied) {
            faults.strike(DiskFault.LYING_FLUSH);
        } else {
            storage.flush();
        }
        tap.flushed();
    }

    private DiskStatus read(Command command) {
        if (!storage.read(command)) {
            faults.strike(DiskFault.LATENT_ERROR);
            return DiskStatus.UNRECOVERED_READ_ERROR;
        }
        tap.executed(DiskOpcode.READ, command.lba, command.count, command.epoch, command.fua);
        return DiskStatus.SUCCESS;
    }

    private DiskStatus write(Command command) {
        if (command.failed) {
            cut(command);
            return DiskStatus.WRITE_FAULT;
        }
        if (command.lied) {
            faults.strike(DiskFault.LYING_FLUSH);
        }
        if (!command.lost) {
            storage.land(command, cached(command), false);
        }
        tap.executed(command.opcode, command.lba, command.count, command.epoch, command.fua);
        return DiskStatus.SUCCESS;
    }

    private boolean cached(Command command) {
        return (spec.volatileCache() || faults.lying()) && (!command.fua || command.lied);
    }

    /** From here on nothing of a lower epoch lands, and its own completion comes after those of what it aborts. */
    private void reserve(Command command) {
        keptEpoch = command.epoch;
        int aborted = 0;
        for (Command each : commands) {
            if (each.alive() && each.opcode.fenced() && each.epoch < keptEpoch) {
                cut(each);
                end(each, DiskStatus.ABORTED);
                aborted++;
            }
        }
        tap.reserved(keptEpoch, aborted);
        end(command, DiskStatus.SUCCESS);
        unblock();
    }

    /** If it is a write that executes, any part of it lands, now and not later. */
    private void cut(Command command) {
        if (command.state == Command.State.EXECUTING && command.opcode.writes()) {
            if (!command.lost) {
                storage.land(command, cached(command), true);
            }
            tap.cut(command.opcode, command.lba, command.count, command.epoch, command.fua);
        }
    }

    /** The electronics have no power any more, after all commands were cut. */
    private void lose() {
        storage.lose();
        transferFreeNs = 0;
    }

    /** Dead or pulled, if it was {@code there} before: what is open ends. */
    void gone(boolean there) {
        if (!there) {
            return;
        }
        cut(commands);
        lose();
    }

    /** These commands end as if the disk were gone. */
    void cut(Command[] some) {
        for (Command each : some) {
            if (each.alive()) {
                cut(each);
                end(each, DiskStatus.DEVICE_GONE);
            }
        }
        unblock();
    }

    /** These commands are no more. */
    void drop(Command[] some) {
        for (Command each : some) {
            if (each.state != Command.State.FREE) {
                cut(each);
                leave(each);
                each.free();
            }
        }
        unblock();
    }

    /** The cache of a disk that has none is not there any more when it does not lie. */
    void settle() {
        if (!spec.volatileCache() && !faults.lying()) {
            storage.flush();
        }
    }

    /** Nothing is left of it but its completion, which never comes from within another call. */
    private void end(Command command, DiskStatus status) {
        if (status == DiskStatus.DEVICE_GONE && faults.dead()) {
            faults.strike(DiskFault.DEATH);
        }
        leave(command);
        command.state = Command.State.ENDED;
        command.status = status;
        command.generation++;
        scheduler.after(0, COMPLETE, command.index, command.generation);
    }

    private void leave(Command command) {
        if (command.state == Command.State.BLOCKED) {
            blocked--;
        }
    }

    private void complete(Command command, DiskStatus status) {
        if (status != DiskStatus.SUCCESS) {
            tap.refused(command.opcode, command.lba, command.count, command.epoch, status);
        }
        command.free();
        unblock();
        command.port.completed(command.tag, status);
    }

    private void unblock() {
        for (int i = 0; i < commands.length && blocked > 0; i++) {
            Command command = commands[i];
            if (command.state == Command.State.BLOCKED && !mustWait(command)) {
                blocked--;
                execute(command);
            }
        }
    }
}
