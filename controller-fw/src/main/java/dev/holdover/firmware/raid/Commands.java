package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;

/**
 * The commands at the disks. Each owner has {@link #LANES} lanes with at most one command in each; owner and lane make
 * the tag. A command that finds its disk's queue full waits here; one that finds no disk ends at the next
 * {@link #poll}, never within {@link #submit}.
 */
final class Commands {
    /** Lanes of an owner. */
    static final int LANES = 32;

    private final Members members;
    private final Owner[] owners;
    private final int[] disks;
    private final DiskOpcode[] opcodes;
    private final long[] blocks;
    private final byte[][] buffers;
    private final boolean[] open;
    private final int[] waiting;
    private final byte[] none = new byte[0];
    private int ownerCount;
    private int waitingHead;
    private int waitingCount;

    Commands(Members members, int maxOwners) {
        this.members = members;
        int size = maxOwners * LANES;
        owners = new Owner[maxOwners];
        disks = new int[size];
        opcodes = new DiskOpcode[size];
        blocks = new long[size];
        buffers = new byte[size][];
        open = new boolean[size];
        waiting = new int[size];
    }

    /** A number for a new owner. */
    int register(Owner owner) {
        owners[ownerCount] = owner;
        return ownerCount++;
    }

    void read(int owner, int lane, int disk, long block, byte[] into) {
        submit(owner, lane, disk, DiskOpcode.READ, block, into);
    }

    void write(int owner, int lane, int disk, long block, byte[] from) {
        submit(owner, lane, disk, DiskOpcode.WRITE, block, from);
    }

    void writeZeroes(int owner, int lane, int disk, long block) {
        submit(owner, lane, disk, DiskOpcode.WRITE_ZEROES, block, none);
    }

    void flush(int owner, int lane, int disk) {
        submit(owner, lane, disk, DiskOpcode.FLUSH, 0, none);
    }

    private void submit(int owner, int lane, int disk, DiskOpcode opcode, long block, byte[] buffer) {
        int tag = owner * LANES + lane;
        if (open[tag]) {
            throw new IllegalStateException("lane " + lane + " of owner " + owner + " is busy");
        }
        open[tag] = true;
        disks[tag] = disk;
        opcodes[tag] = opcode;
        blocks[tag] = block;
        buffers[tag] = buffer;
        if (!members.present(disk) || !send(tag)) {
            await(tag);
        }
    }

    private boolean send(int tag) {
        int count = opcodes[tag] == DiskOpcode.FLUSH ? 0 : 1;
        return members.submit(disks[tag], opcodes[tag], blocks[tag], count, buffers[tag], 0, false, tag);
    }

    /** A disk has answered. */
    void completed(int tag, DiskStatus status) {
        if (tag < 0 || tag >= open.length || !open[tag]) {
            throw new IllegalArgumentException("no command has tag " + tag);
        }
        open[tag] = false;
        owners[tag / LANES].ended(tag % LANES, status);
    }

    /** Asks again for what found a queue full, and ends what found no disk; says whether it ended something. */
    boolean poll() {
        boolean ended = false;
        // A ring: what is put behind meanwhile has its turn at the next poll.
        for (int left = waitingCount; left > 0; left--) {
            int tag = waiting[waitingHead];
            waitingHead = (waitingHead + 1) % waiting.length;
            waitingCount--;
            if (!members.present(disks[tag])) {
                completed(tag, DiskStatus.DEVICE_GONE);
                ended = true;
            } else if (!send(tag)) {
                await(tag);
            }
        }
        return ended;
    }

    private void await(int tag) {
        waiting[(waitingHead + waitingCount++) % waiting.length] = tag;
    }
}
