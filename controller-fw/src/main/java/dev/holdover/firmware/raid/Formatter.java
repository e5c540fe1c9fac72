package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;

/** Makes zones say that none of their rows was ever written: all that a new volume, or a larger one, needs. */
final class Formatter implements Owner {
    private static final long SUPERBLOCKS = 2;

    private final Core core;
    private final int owner;
    private final long[] next;
    private long end;
    private int pending;

    Formatter(Core core) {
        this.core = core;
        next = new long[core.geometry.members()];
        owner = core.commands.register(this);
    }

    /** Begins with the superblocks: what the disks held is no volume any more. */
    void beginAnew(long endZone) {
        begin(-SUPERBLOCKS, endZone);
    }

    void begin(long firstZone, long endZone) {
        end = endZone;
        for (int place = 0; place < next.length; place++) {
            next[place] = firstZone;
            goOn(place);
        }
    }

    boolean done() {
        return pending == 0;
    }

    private void goOn(int place) {
        while (next[place] < end && next[place] >= 0 && !keeps(place, next[place])) {
            next[place]++;
        }
        if (next[place] < end && (core.table.inUse() >> place & 1) != 0) {
            pending++;
            core.commands.writeZeroes(owner, place, core.table.disk(place), block(next[place]++));
        }
    }

    private long block(long zone) {
        if (zone >= 0) {
            return core.geometry.zoneAt(zone);
        }
        return zone == -SUPERBLOCKS ? Geometry.FIRST_SUPERBLOCK : Geometry.SECOND_SUPERBLOCK;
    }

    private boolean keeps(int place, long zone) {
        for (int copy = 0; copy < core.geometry.zoneCopies(); copy++) {
            if (core.geometry.zonePlace(zone, copy) == place) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void ended(int place, DiskStatus status) {
        core.strike(place, status);
        pending--;
        if (!core.ended()) {
            goOn(place);
        }
    }
}
