package dev.holdover.harness.workload;

import dev.holdover.driver.core.DaughterDisk;
import dev.holdover.driver.core.DaughterDiskListener;
import dev.holdover.driver.core.DaughterSlot;
import dev.holdover.driver.core.DiskOutcome;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverState;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Side;

/**
 * Uses a disk in a daughter slot as its host's own, for as long as the driver serves: writes tagged blocks, reads, and
 * flushes, several operations under way at once, one for each block. Whenever the disk begins to take commands, it is
 * first read as a whole, if anything was ever written there.
 */
final class HostDiskWriter implements DaughterDiskListener {
    private static final int BLOCK = 4096;
    private static final int SECTORS = BLOCK / SectorPattern.BYTES;
    private static final int UNDER_WAY = 8;
    private static final long NONE = 0;
    private static final long NOT_READING = -1;
    private static final long NO_BLOCK = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private enum What {
        WRITE,
        READ,
        FLUSH
    }

    /** One operation under way. */
    private static final class Operation {
        private final byte[] buffer = new byte[BLOCK];
        private long ticket;
        private What what = What.READ;
        private long block = NO_BLOCK;
        private long id;
        private boolean fua;
        private long sinceNs;
    }

    private final HostDiskClient client;
    private final Host host;
    private final DriverCore core;
    private final DaughterDisk disk;
    private final Witness witness;
    private final Storyteller storyteller;
    private final Operation[] operations = new Operation[UNDER_WAY];
    private long readBackAt = NOT_READING;
    private boolean gone;
    private boolean told;
    private long nextNs;

    HostDiskWriter(HostDiskClient client, Host host, DriverCore core, Witness witness, Storyteller storyteller) {
        this.client = client;
        this.host = host;
        this.core = core;
        this.witness = witness;
        this.storyteller = storyteller;
        this.nextNs = client.nextNs(host.localNs());
        for (int i = 0; i < UNDER_WAY; i++) {
            operations[i] = new Operation();
        }
        this.disk = core.daughters().disk(client.slot(), this);
    }

    long nextNs() {
        return disk.ready() ? nextNs : NEVER;
    }

    void step(long nowNs) {
        if (!disk.ready()) {
            return;
        }
        if (readBackAt != NOT_READING) {
            readBack();
        } else if (nowNs >= nextNs) {
            nextNs = client.nextNs(nowNs);
            begin();
        }
    }

    private long blocks() {
        return disk.blocks() * disk.blockBytes() / BLOCK;
    }

    private int perBlock() {
        return BLOCK / disk.blockBytes();
    }

    /** The index of a free place; -1: all are under way, or one is for this block. */
    private int free(long block) {
        int free = -1;
        for (int i = 0; i < UNDER_WAY; i++) {
            if (operations[i].ticket == NONE) {
                free = i;
            } else if (block != NO_BLOCK && operations[i].block == block) {
                return -1;
            }
        }
        return free;
    }

    private void readBack() {
        while (readBackAt < blocks() && read(readBackAt)) {
            readBackAt++;
        }
        // The answers wake it.
        nextNs = NEVER;
    }

    private void readBackEnds() {
        if (readBackAt < blocks()) {
            return;
        }
        for (Operation each : operations) {
            if (each.ticket != NONE) {
                return;
            }
        }
        readBackAt = NOT_READING;
        nextNs = client.nextNs(host.localNs());
        tell(Happening.DAUGHTER_DISK_READ_BACK, blocks());
    }

    private void begin() {
        HostDiskClient.Wish wish = client.wish();
        if (wish == HostDiskClient.Wish.FLUSH) {
            flush();
            return;
        }
        long block = client.anyBlock(blocks());
        if (wish == HostDiskClient.Wish.READ) {
            read(block);
        } else {
            write(block, wish == HostDiskClient.Wish.WRITE_THROUGH);
        }
    }

    private void flush() {
        int free = free(NO_BLOCK);
        if (free < 0) {
            return;
        }
        Operation operation = operations[free];
        operation.id = client.newFlushId();
        operation.what = What.FLUSH;
        operation.block = NO_BLOCK;
        witness.hostFlushIssued(client.disk(), operation.id);
        operation.ticket = disk.flush();
    }

    private boolean read(long block) {
        int free = free(block);
        if (free < 0) {
            return false;
        }
        Operation operation = operations[free];
        operation.what = What.READ;
        operation.block = block;
        operation.sinceNs = host.localNs();
        operation.ticket = disk.read(block * perBlock(), perBlock(), operation.buffer, 0);
        return operation.ticket != NONE;
    }

    private void write(long block, boolean fua) {
        int free = free(block);
        if (free < 0) {
            return;
        }
        Operation operation = operations[free];
        operation.what = What.WRITE;
        operation.block = block;
        operation.id = client.newWriteId();
        operation.fua = fua;
        long sector = block * SECTORS;
        for (int i = 0; i < SECTORS; i++) {
            SectorPattern.fill(operation.buffer, i * SectorPattern.BYTES, client.tag(), sector + i, operation.id);
        }
        witness.hostSectorsIssued(client.disk(), sector, SECTORS, operation.id);
        operation.ticket = disk.write(block * perBlock(), perBlock(), operation.buffer, 0, fua, 0);
        if (operation.ticket == NONE) {
            witness.hostSectorsEnded(
                    host, client.disk(), sector, SECTORS, operation.id, DiskOutcome.REFUSED, operation.fua);
        }
    }

    // Told by the driver.

    @Override
    public void completed(long ticket, DiskOutcome outcome) {
        for (Operation each : operations) {
            if (each.ticket == ticket) {
                each.ticket = NONE;
                ended(each, outcome);
                break;
            }
        }
    }

    private void ended(Operation each, DiskOutcome outcome) {
        boolean done = outcome == DiskOutcome.DONE;
        long sector = each.block * SECTORS;
        switch (each.what) {
            case WRITE -> {
                witness.hostSectorsEnded(host, client.disk(), sector, SECTORS, each.id, outcome, each.fua);
                if (done && !told) {
                    told = true;
                    tell(Happening.DAUGHTER_DISK_WRITTEN, each.block);
                }
            }
            case READ -> {
                for (int i = 0; i < SECTORS && done; i++) {
                    long id = SectorPattern.writeOf(each.buffer, i * SectorPattern.BYTES, client.tag(), sector + i);
                    witness.hostSectorRead(host, client.disk(), sector + i, id, each.sinceNs);
                }
                if (readBackAt != NOT_READING && disk.ready()) {
                    readBackEnds();
                }
            }
            case FLUSH -> {
                if (done) {
                    witness.hostFlushed(client.disk(), each.id);
                }
            }
        }
    }

    @Override
    public void ready() {
        told = false;
        if (gone) {
            gone = false;
            tell(Happening.DAUGHTER_DISK_BACK, 0);
        }
        nextNs = client.nextNs(host.localNs());
        readBackAt = client.hasWritten() ? 0 : NOT_READING;
    }

    @Override
    public void gone() {
        gone = true;
        tell(Happening.DAUGHTER_DISK_GONE, 0);
    }

    private void tell(Happening what, long number) {
        storyteller.tell(what, host.name(), client.slot(), number);
    }

    /** Follows the driver: a host that goes on alone takes a slot of its own back that the firmware has. */
    void driverIs(DriverState state) {
        told = false;
        if (state != DriverState.DEGRADED) {
            return;
        }
        for (DaughterSlot each : core.daughters().slots()) {
            if (each.number() == client.slot() && each.owner() != Side.HOST) {
                core.daughters().take(each.number());
            }
        }
    }
}
