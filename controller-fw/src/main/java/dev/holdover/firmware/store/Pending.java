package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.disk.DiskOpcode;

/** The one command of a personality that is under way at the store's disk. */
final class Pending {
    private static final long GIVE_UP_NS = 300_000_000;
    private static final byte[] NO_DATA = {};
    private static final long UNMEASURED_NS = 1_000_000;
    private static final int FORGETS = 16;

    private final Hal hal;
    private final Medium medium;
    private final int slot;
    private int tag;
    private long sinceNs;
    private boolean underWay;
    private long slowestNs = UNMEASURED_NS;

    /** @param slot of the personality; its commands are told apart by it */
    Pending(Hal hal, Medium medium, int slot) {
        this.hal = hal;
        this.medium = medium;
        this.slot = slot;
    }

    boolean underWay() {
        return underWay;
    }

    /** Gives the disk a command; says false if it takes none. */
    boolean submit(DiskOpcode opcode, long block, int count, byte[] buffer, int at) {
        tag = tag + StoreTags.STEP & StoreTags.MASK | slot;
        sinceNs = hal.nowNs();
        underWay = medium.submit(opcode, block, count, buffer, at, tag);
        return underWay;
    }

    /** Gives the disk a command without data. */
    boolean submit(DiskOpcode opcode, long block, int count) {
        return submit(opcode, block, count, NO_DATA, 0);
    }

    /** A command has ended; says whether it is the one that is waited for. */
    boolean ends(int itsTag) {
        boolean its = underWay && itsTag == tag;
        underWay &= !its;
        if (its) {
            slowestNs = Math.max(hal.nowNs() - sinceNs, slowestNs - slowestNs / FORGETS);
        }
        return its;
    }

    /** What a command takes, in nanoseconds: the slowest of the last ones. */
    long slowestNs() {
        return slowestNs;
    }

    /** Drops a command that nobody will answer any more; says whether there was one. */
    boolean givesUp() {
        if (!underWay || hal.nowNs() - sinceNs <= GIVE_UP_NS && medium.present()) {
            return false;
        }
        medium.reset();
        underWay = false;
        return true;
    }
}
