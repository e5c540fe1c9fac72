package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.MemberTable.State;
import dev.holdover.model.disk.DiskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Finds the volume on the disks. The newest member table counts, be it a disk's or the one in the NVRAM. A disk has
 * its place wherever it is plugged in, if the table says that it, and not its successor, is in use there.
 */
final class Assembly implements Owner {
    private final Members members;
    private final RaidSteps steps;
    private final Commands commands;
    private final byte[][] superblocks;
    private final byte[][] seconds;
    private final byte[] record;
    private final boolean[] second;
    private final int owner;
    private int pending;
    private boolean fenced;

    Assembly(Members members, IntentLog log, RaidSteps steps) {
        this.members = members;
        this.steps = steps;
        commands = new Commands(members, 1);
        owner = commands.register(this);
        superblocks = new byte[members.count()][Geometry.BLOCK];
        seconds = new byte[members.count()][Geometry.BLOCK];
        second = new boolean[members.count()];
        record = new byte[log.slotBytes()];
        log.load(Slots.TABLE, record, 0);
        for (int disk = 0; disk < members.count(); disk++) {
            if (members.present(disk)) {
                pending++;
                commands.read(owner, disk, disk, Geometry.FIRST_SUPERBLOCK, superblocks[disk]);
            }
        }
    }

    Commands commands() {
        return commands;
    }

    boolean done() {
        return pending == 0;
    }

    @Override
    public void ended(int disk, DiskStatus status) {
        fenced |= status == DiskStatus.RESERVATION_CONFLICT || status == DiskStatus.ABORTED;
        byte[] copy = second[disk] ? seconds[disk] : superblocks[disk];
        if (status != DiskStatus.SUCCESS) {
            copy[0] = ~0;
        }
        if (!second[disk] && status != DiskStatus.DEVICE_GONE) {
            second[disk] = true;
            commands.read(owner, disk, disk, Geometry.SECOND_SUPERBLOCK, seconds[disk]);
            return;
        }
        pending--;
        byte[] first = superblocks[disk];
        boolean better = MemberTable.valid(seconds[disk], 0)
                && (!MemberTable.valid(first, 0)
                        || MemberTable.events(seconds[disk], 0) > MemberTable.events(first, 0));
        if (better) {
            superblocks[disk] = seconds[disk];
        }
    }

    /** Why there is no {@link #table}: members lack, no volume, or another card owns it. */
    VolumeState reason() {
        return fenced ? VolumeState.FENCED : volume() == 0 ? VolumeState.NO_VOLUME : VolumeState.STOPPED;
    }

    /** The members, those that lack marked failed; null: see {@link #reason}. */
    @Nullable
    MemberTable table() {
        byte[] newest = fenced ? null : newest(volume());
        if (newest == null) {
            return null;
        }
        MemberTable table = new MemberTable(newest, 0);
        Geometry geometry = table.geometry();
        for (int disk = 0; disk < superblocks.length; disk++) {
            byte[] own = superblocks[disk];
            if (!carries(own, table.volume()) || geometry.rows(members.blocks(disk)) < table.rows()) {
                continue;
            }
            int place = MemberTable.place(own, 0);
            if (table.state(place) != State.FAILED && MemberTable.joined(own, 0, place) == table.joined(place)) {
                table.found(place, disk);
            }
        }
        int absent = 0;
        for (int place = 0; place < geometry.members(); place++) {
            absent |= table.disk(place) < 0 ? 1 << place : 0;
        }
        if (!geometry.survives(table.missing() | absent)) {
            return null;
        }
        for (int place = 0; place < geometry.members(); place++) {
            if ((absent >> place & 1) != 0 && table.state(place) != State.FAILED) {
                table.fail(place);
            }
        }
        return table;
    }

    /** The volume that the NVRAM knows, else that of most disks; 0: none. */
    private long volume() {
        if (MemberTable.valid(record, 0)) {
            return MemberTable.volume(record, 0);
        }
        long volume = 0;
        int most = 0;
        for (byte[] each : superblocks) {
            if (MemberTable.valid(each, 0)) {
                int disks = carriers(MemberTable.volume(each, 0));
                if (disks > most) {
                    most = disks;
                    volume = MemberTable.volume(each, 0);
                }
            }
        }
        return volume;
    }

    private int carriers(long volume) {
        int disks = 0;
        for (byte[] each : superblocks) {
            disks += carries(each, volume) ? 1 : 0;
        }
        return disks;
    }

    private static boolean carries(byte[] superblock, long volume) {
        return MemberTable.valid(superblock, 0) && MemberTable.volume(superblock, 0) == volume;
    }

    private byte @Nullable [] newest(long volume) {
        byte[] newest = carries(record, volume) ? record : null;
        for (byte[] each : superblocks) {
            boolean newer = carries(each, volume)
                    && (newest == null || steps.newer(MemberTable.events(each, 0), MemberTable.events(newest, 0)));
            newest = newer ? each : newest;
        }
        return newest;
    }
}
