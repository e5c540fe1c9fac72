package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;

/**
 * Persists the member table: in slot 0 of the NVRAM, so that members that all were away together are known to be
 * stale, and in both superblocks of each member, one after the other, so that one is always whole.
 *
 * <pre>
 * CLEAN -> CACHES    the table has changed: what it says of rebuilt rows must be on the media first
 * CACHES -> RECORD   stored in slot 0
 * RECORD -> FIRST    other cards hold it too
 * FIRST -> FIRST_FLUSH -> SECOND -> SECOND_FLUSH -> CLEAN
 * </pre>
 */
final class Superblocks implements Owner {
    private enum Step {
        CLEAN,
        CACHES,
        RECORD,
        FIRST,
        FIRST_FLUSH,
        SECOND,
        SECOND_FLUSH
    }

    private final Core core;
    private final byte[][] images;
    private final byte[] record = new byte[MemberTable.BYTES];
    private final int owner;
    private Step step = Step.CLEAN;
    private long writing;
    private long written;
    private int pending;

    Superblocks(Core core) {
        this.core = core;
        images = new byte[core.geometry.members()][Geometry.BLOCK];
        owner = core.commands.register(this);
    }

    /** Whether everybody who must knows the present table. */
    boolean persisted() {
        return written == core.table.events();
    }

    /** Goes on if it can; says whether it did. */
    boolean poll() {
        if (pending > 0) {
            return false;
        }
        switch (step) {
            case CLEAN -> {
                if (persisted()) {
                    return false;
                }
                capture();
                step = Step.CACHES;
                flush();
            }
            case CACHES -> {
                core.log.store(Slots.TABLE, record, 0, record.length);
                step = Step.RECORD;
            }
            case RECORD -> {
                if (!core.log.held(Slots.TABLE)) {
                    return false;
                }
                step = Step.FIRST;
                write(Geometry.FIRST_SUPERBLOCK);
            }
            case FIRST -> {
                step = Step.FIRST_FLUSH;
                flush();
            }
            case FIRST_FLUSH -> {
                step = Step.SECOND;
                write(Geometry.SECOND_SUPERBLOCK);
            }
            case SECOND -> {
                step = Step.SECOND_FLUSH;
                flush();
            }
            case SECOND_FLUSH -> {
                step = Step.CLEAN;
                written = writing;
            }
        }
        return true;
    }

    private void capture() {
        writing = core.table.events();
        core.table.encode(record, 0, -1);
        for (int place = 0; place < images.length; place++) {
            core.table.encode(images[place], 0, place);
        }
    }

    private void write(long block) {
        for (int place = 0; place < images.length; place++) {
            if ((core.table.inUse() >> place & 1) != 0) {
                pending++;
                core.commands.write(owner, place, core.table.disk(place), block, images[place]);
            }
        }
    }

    private void flush() {
        for (int place = 0; place < images.length; place++) {
            if ((core.table.inUse() >> place & 1) != 0) {
                pending++;
                core.commands.flush(owner, place, core.table.disk(place));
            }
        }
    }

    @Override
    public void ended(int place, DiskStatus status) {
        core.strike(place, status);
        pending--;
    }
}
