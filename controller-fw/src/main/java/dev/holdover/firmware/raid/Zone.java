package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;
import java.util.Arrays;

/**
 * The checksums of a zone in memory. Each entry is the newest valid one of all copies; a copy that is older, damaged
 * or unreadable is written again. Rows that change it at the same time share a write: what is under way when an entry
 * changes is followed by another.
 */
final class Zone implements Owner {
    final byte[] bytes = new byte[Geometry.BLOCK];
    private final byte[][] read;
    private final Core core;
    private final int owner;
    private long number = -1;
    private int users;
    private long usedLast;
    private boolean loaded;
    private int pending;
    private int got;
    private int unreadable;
    private long version;
    private long writing;
    private long written;

    Zone(Core core) {
        this.core = core;
        read = new byte[core.geometry.zoneCopies()][Geometry.BLOCK];
        owner = core.commands.register(this);
    }

    long number() {
        return number;
    }

    boolean loaded() {
        return loaded;
    }

    long usedLast() {
        return usedLast;
    }

    boolean evictable() {
        return users == 0 && pending == 0 && written == version;
    }

    void use(long now) {
        users++;
        usedLast = now;
    }

    void leave() {
        users--;
    }

    /** An entry has changed, or a member lacks the zone; the answer is for {@link #isWritten}. */
    long touch() {
        return ++version;
    }

    boolean isWritten(long touched) {
        return written >= touched;
    }

    int at(long row) {
        return core.geometry.entry(row) * core.entries.bytes();
    }

    /** Reads every copy of another zone. */
    void load(long zone) {
        number = zone;
        loaded = false;
        got = 0;
        unreadable = 0;
        long firstRow = core.geometry.firstRow(zone);
        for (int copy = 0; copy < read.length; copy++) {
            int place = core.geometry.zonePlace(zone, copy);
            if (core.table.readable(place, firstRow)) {
                pending++;
                core.commands.read(owner, copy, core.table.disk(place), core.geometry.zoneAt(zone), read[copy]);
            }
        }
        if (pending == 0) {
            merge();
        }
    }

    /** Writes what has changed, if nothing is under way. */
    void poll() {
        if (!loaded || pending > 0 || written == version) {
            return;
        }
        writing = version;
        long firstRow = core.geometry.firstRow(number);
        for (int copy = 0; copy < read.length; copy++) {
            int place = core.geometry.zonePlace(number, copy);
            if (core.table.writable(place, firstRow)) {
                pending++;
                core.commands.write(owner, copy, core.table.disk(place), core.geometry.zoneAt(number), bytes);
            }
        }
        if (pending == 0) {
            written = writing;
        }
    }

    @Override
    public void ended(int copy, DiskStatus status) {
        int place = core.geometry.zonePlace(number, copy);
        core.strike(place, status);
        pending--;
        if (!loaded) {
            got |= status == DiskStatus.SUCCESS ? 1 << copy : 0;
            unreadable |= status == DiskStatus.UNRECOVERED_READ_ERROR ? 1 << copy : 0;
            if (pending == 0) {
                merge();
            }
        } else {
            core.wrote(place);
            if (pending == 0) {
                written = writing;
            }
        }
    }

    private void merge() {
        boolean differ = unreadable != 0;
        int size = core.entries.bytes();
        long row = core.geometry.firstRow(number);
        Arrays.fill(bytes, (byte) 0);
        for (int at = 0; at + size <= Geometry.BLOCK; at += size, row++) {
            int best = newest(at, row);
            if (best < 0) {
                // No entry has this form: whoever looks finds that nothing is known.
                Arrays.fill(bytes, at, at + size, (byte) 0xff);
                continue;
            }
            System.arraycopy(read[best], at, bytes, at, size);
            for (int copy = 0; copy < read.length; copy++) {
                differ |= (got >> copy & 1) != 0 && !Arrays.equals(read[copy], at, at + size, bytes, at, at + size);
            }
        }
        loaded = true;
        if (differ) {
            touch();
        }
    }

    private int newest(int at, long row) {
        int best = -1;
        for (int copy = 0; copy < read.length; copy++) {
            boolean valid = (got >> copy & 1) != 0 && core.entries.valid(read[copy], at, row);
            if (valid && (best < 0 || RowEntry.generation(read[copy], at) > RowEntry.generation(read[best], at))) {
                best = copy;
            }
        }
        return best;
    }
}
