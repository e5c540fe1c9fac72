package dev.holdover.model.disk;

/**
 * What goes wrong with a disk, set from outside. What waits for "the next write" strikes the next WRITE that begins to
 * execute, one of them each: first the failed, then the lost, the misdirected, the torn. Arming one twice arms it once.
 */
public final class DiskFaults {
    private final Disk disk;
    private final Storage storage;
    private final DiskGeometry geometry;
    private final long[] struck = new long[DiskFault.values().length];
    private boolean dead;
    private boolean lying;
    private boolean lose;
    private boolean fail;
    private long misdirectBy;
    private int tearAfter;
    private long slowNs;

    DiskFaults(Disk disk, Storage storage) {
        this.disk = disk;
        this.storage = storage;
        this.geometry = disk.geometry();
    }

    /** Its electronics die, and with them what the volatile cache held: every command ends with DEVICE_GONE. */
    public void die() {
        if (!dead) {
            boolean before = disk.present();
            dead = true;
            disk.gone(before);
        }
    }

    /** It works again, with the medium as it is; a replaced disk is another {@link Disk}. */
    public void revive() {
        dead = false;
    }

    /** The blocks can't be read from the medium until they are written again. */
    public void latentError(long lba, int count) {
        check(lba, count);
        storage.spoil(lba, count);
    }

    /** Silent: one to eight bits of the block flip on the medium; the seed says which. */
    public void rot(long lba, long seed) {
        check(lba, 1);
        storage.rot(lba, seed);
        strike(DiskFault.ROT);
    }

    /**
     * The next WRITE succeeds and lands so many blocks further on, around the end of the disk if need be.
     *
     * @param byBlocks logical blocks, forwards or backwards, not zero
     */
    public void misdirectNextWrite(long byBlocks) {
        if (byBlocks == 0) {
            throw new IllegalArgumentException("misdirected by no block: must be forwards or backwards");
        }
        misdirectBy = byBlocks;
    }

    /**
     * The next WRITE that is longer succeeds, and only its first sectors land.
     *
     * @param sectors of 512 bytes, whatever a logical block is; one at least
     */
    public void tearNextWrite(int sectors) {
        if (sectors < 1) {
            throw new IllegalArgumentException("torn after " + sectors + " sectors: must be one or more");
        }
        tearAfter = sectors;
    }

    /** The next WRITE succeeds, and nothing is stored. */
    public void loseNextWrite() {
        lose = true;
    }

    /** The next WRITE ends with WRITE_FAULT, and any part of it may have landed. */
    public void failNextWrite() {
        fail = true;
    }

    /** Every command takes so much longer, in nanoseconds; zero: as usual. */
    public void slow(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("slower by " + ns + " ns: must not be negative");
        }
        slowNs = ns;
    }

    /**
     * FLUSH succeeds at once, and FUA writes stay in the volatile cache; a disk that has none has one while it lies.
     * A cache that is only there for the lie is emptied onto the medium when it ends.
     */
    public void lieAboutFlush(boolean now) {
        lying = now;
        disk.settle();
    }

    /** How often it has struck. */
    public long struck(DiskFault fault) {
        return struck[fault.ordinal()];
    }

    boolean dead() {
        return dead;
    }

    boolean lying() {
        return lying;
    }

    void strike(DiskFault fault) {
        struck[fault.ordinal()]++;
    }

    /** What a command takes longer. */
    long slowNs() {
        if (slowNs > 0) {
            strike(DiskFault.SLOWNESS);
        }
        return slowNs;
    }

    /** A WRITE begins to execute. */
    void befall(Command write) {
        long span = geometry.blocks() - write.count + 1;
        if (fail) {
            fail = false;
            write.failed = true;
            strike(DiskFault.FAILED_WRITE);
        } else if (lose) {
            lose = false;
            write.lost = true;
            strike(DiskFault.LOST_WRITE);
        } else if (misdirectBy % span != 0) {
            write.landLba = Math.floorMod(write.lba + misdirectBy % span, span);
            misdirectBy = 0;
            strike(DiskFault.MISDIRECTED_WRITE);
        } else if (tearAfter > 0 && write.landUnits > tearAfter) {
            write.landUnits = tearAfter;
            tearAfter = 0;
            strike(DiskFault.TORN_WRITE);
        }
    }

    private void check(long lba, int count) {
        if (count < 1 || lba < 0 || lba > geometry.blocks() - count) {
            throw new IllegalArgumentException(
                    count + " blocks at " + lba + ": not on a disk of " + geometry.blocks() + " blocks");
        }
    }
}
