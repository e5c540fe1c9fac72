package dev.holdover.firmware.raid;

import dev.holdover.firmware.testing.Dice;
import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskFault;
import java.util.Arrays;

/**
 * Random requests against a volume and a plain array, while its members die, are replaced, lie and rot, and its card
 * crashes; never more at once than the level survives.
 */
final class Storm {
    /** What the volume says and what it should. */
    static final class Mismatch extends AssertionError {
        private static final long serialVersionUID = 1L;

        Mismatch(String what) {
            super(what);
        }
    }

    private static final int SLOTS = 12;
    private static final int MEAN_OPERATIONS_TO_TROUBLE = 60;
    private static final int EACH_WIDE = 5;
    private static final long NONE = -1;

    private final Bench bench;
    private final Dice dice;
    private final int members;
    private final int survives;
    private final boolean redundant;
    private final String name;
    /** By block: the stamp that it has; while a write is under way: the one that it will have. */
    private final long[] stamps;

    private final long[] coming;
    /** By slot: the block of an open request; -1: free. */
    private final long[] open = new long[SLOTS];

    private final boolean[] reads = new boolean[SLOTS];
    private final long[][] allowed = new long[SLOTS][2];
    private final byte[][] buffers = new byte[SLOTS][4096];
    private final byte[] scratch = new byte[4096];
    private final int[] diskOf;
    private final int diskBlocks;
    private int openCount;
    private int missing;
    private int victim = -1;
    private long armed;
    private boolean scrubbing;
    private int scrubs;
    private long operations;
    private long nextStamp = 1;
    private boolean mayLose;

    Storm(RaidLevel level, int members, int survives, long seed, RaidSteps steps) {
        this.members = members;
        this.survives = survives;
        redundant = level != RaidLevel.RAID0;
        name = level + " of " + members + ", seed " + seed;
        bench = seed % EACH_WIDE == 0
                ? Bench.wide(level, members, seed, steps)
                : Bench.created(level, members, seed, steps);
        diskBlocks = (int) bench.blocks(0);
        dice = new Dice(seed * 31 + members);
        stamps = new long[(int) bench.volume.blocks()];
        coming = new long[stamps.length];
        diskOf = new int[members];
        Arrays.setAll(diskOf, place -> place);
        Arrays.fill(open, NONE);
        Arrays.fill(coming, NONE);
        bench.whenDone = this::done;
    }

    long operations() {
        return operations;
    }

    Bench bench() {
        return bench;
    }

    /** Plays so many operations, and then reads everything. */
    void run(long count) {
        while (operations < count) {
            try {
                operate();
                if (dice.below(MEAN_OPERATIONS_TO_TROUBLE) == 0) {
                    trouble();
                }
            } catch (BenchLog.Cut e) {
                crash(dice.below(2) == 0);
            } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
                throw (Mismatch) new Mismatch(at("the engine broke: " + e)).initCause(e);
            }
        }
        calm();
        for (int block = 0; block < stamps.length; block++) {
            check(block);
        }
    }

    private String at(String what) {
        return what + " (" + name + ", after " + operations + " operations)";
    }

    /** No fault comes any more, and what is under way ends. */
    private void calm() {
        bench.writesUntilCut = -1;
        bench.log.cutAtStore(-1);
        bench.settle();
        require(openCount == 0, openCount + " requests never ended");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            fail(what);
        }
    }

    private void fail(String what) {
        throw new Mismatch(at(what));
    }

    private void operate() {
        operations++;
        int depth = 1 + dice.below(SLOTS);
        for (int i = 0; openCount >= depth; i++) {
            require(!bench.time.isEmpty() && i < 200_000, "a request never ends");
            step();
        }
        int block = dice.below(3) == 0 ? dice.below(stamps.length) : dice.below(stamps.length / 8 + 1);
        int slot = 0;
        while (open[slot] != NONE) {
            slot++;
        }
        int kind = dice.below(100);
        if (kind < 2) {
            flush();
        } else if (kind < 50 || coming[block] != NONE) {
            begin(slot, block, true);
            allowed[slot][0] = stamps[block];
            allowed[slot][1] = coming[block];
            accepted(bench.volume.read(block, buffers[slot], 0, slot));
        } else {
            boolean zeroes = kind >= 94;
            long stamp = zeroes ? 0 : nextStamp++;
            begin(slot, block, false);
            coming[block] = stamp;
            Bench.fill(scratch, stamp);
            accepted(zeroes ? bench.volume.zero(block, slot) : bench.volume.write(block, scratch, 0, slot));
        }
        for (int i = dice.below(4); i > 0 && !bench.time.isEmpty(); i--) {
            step();
        }
    }

    private void accepted(boolean taken) {
        require(taken, "refused in state " + bench.volume.state());
    }

    private void flush() {
        accepted(bench.volume.flush(SLOTS));
    }

    private void begin(int slot, int block, boolean read) {
        open[slot] = block;
        reads[slot] = read;
        openCount++;
    }

    private void step() {
        bench.time.step();
        bench.volume.tick(bench.time.nowNs());
    }

    private void done(int tag, RaidStatus status) {
        if (tag >= SLOTS || open[tag] == NONE) {
            return;
        }
        int block = (int) open[tag];
        open[tag] = NONE;
        openCount--;
        if (!reads[tag]) {
            require(status == RaidStatus.OK, "a write ended with " + status);
            stamps[block] = coming[block];
            coming[block] = NONE;
        } else if (status == RaidStatus.OK) {
            boolean right = Bench.holds(buffers[tag], scratch, allowed[tag][0])
                    || allowed[tag][1] != NONE && Bench.holds(buffers[tag], scratch, allowed[tag][1])
                    || Bench.holds(buffers[tag], scratch, stamps[block])
                    || coming[block] != NONE && Bench.holds(buffers[tag], scratch, coming[block]);
            if (!right) {
                fail("block " + block + " holds stamp " + stampOf(buffers[tag]) + ", not " + stamps[block]);
            }
        } else {
            require(mayLose && status == RaidStatus.LOST_BLOCK, "block " + block + " ended with " + status);
        }
    }

    private long stampOf(byte[] block) {
        for (long stamp = 0; stamp < nextStamp; stamp++) {
            if (Bench.holds(block, scratch, stamp)) {
                return stamp;
            }
        }
        return NONE;
    }

    private void trouble() {
        switch (dice.below(9)) {
            case 0 -> crash(false);
            case 1 -> crash(true);
            case 2 -> bench.writesUntilCut = bench.writes + dice.below(30);
            case 3 -> bench.log.cutAtStore(bench.log.stores() + dice.below(10));
            case 4 -> die(dice.below(members));
            case 5, 6 -> replace();
            case 7 -> corrupt(dice.below(members));
            default -> scrub();
        }
        if (missing != 0 && whole()) {
            drain();
            if (whole()) {
                forget();
            }
        }
        if (scrubbing && bench.count(RaidEvent.SCRUB_ENDED) > scrubs) {
            drain();
            scrubbing = false;
            victim = -1;
        }
    }

    private boolean whole() {
        for (int disk : diskOf) {
            if (!bench.present(disk)) {
                return false;
            }
        }
        return bench.volume.state() == VolumeState.OPTIMAL;
    }

    private void drain() {
        while (!bench.time.isEmpty()) {
            step();
        }
    }

    /** Every member is in sync again: those that had died, and with them what their disks had wrong. */
    private void forget() {
        if (victim >= 0 && (missing >> victim & 1) != 0) {
            victim = -1;
            scrubbing = false;
        }
        missing = 0;
    }

    private boolean survivesToo(int place) {
        int troubled = missing | 1 << place | (victim >= 0 ? 1 << victim : 0);
        return Integer.bitCount(troubled) <= survives;
    }

    private void die(int place) {
        if (!survivesToo(place) || (missing >> place & 1) != 0) {
            return;
        }
        missing |= 1 << place;
        if (dice.below(2) == 0) {
            bench.pull(diskOf[place]);
        } else {
            bench.disks.get(diskOf[place]).faults().die();
        }
    }

    /** New disks, or the spare, for those that died; or the same ones again. */
    private void replace() {
        for (int place = 0; place < members; place++) {
            if ((missing >> place & 1) == 0) {
                continue;
            }
            if (!bench.present(diskOf[place])) {
                bench.volume.diskChanged(diskOf[place]);
                int spare = spare();
                if (place != victim && dice.below(3) == 0) {
                    // The old one is back, with what it held; it must not be taken for current.
                    bench.disks.get(diskOf[place]).insert();
                    bench.disks.get(diskOf[place]).faults().revive();
                    continue;
                }
                if (dice.below(3) == 0) {
                    bench.plug(spare);
                    diskOf[place] = spare;
                } else {
                    bench.plug(diskOf[place]);
                }
                armed = victim == place ? 0 : armed;
            }
            bench.volume.replace(place, diskOf[place]);
        }
    }

    private int spare() {
        int sum = members * (members + 1) / 2;
        for (int disk : diskOf) {
            sum -= disk;
        }
        return sum;
    }

    private void corrupt(int place) {
        if (victim < 0 && (redundant ? survivesToo(place) && (missing >> place & 1) == 0 : true)) {
            victim = place;
            armed = struck();
        }
        if (victim < 0 || (missing >> victim & 1) != 0 || scrubbing || struck() < armed) {
            return;
        }
        mayLose |= !redundant;
        Disk disk = bench.disks.get(diskOf[victim]);
        long block = dice.below(diskBlocks);
        int kind = dice.below(6);
        switch (kind) {
            case 0 -> disk.faults().rot(block, dice.next());
            case 1 -> disk.faults().latentError(block, 1 + dice.below((int) Math.min(3, diskBlocks - block)));
            case 2 -> disk.faults().lieAboutFlush(true);
            case 3 -> disk.faults().loseNextWrite();
            case 4 -> disk.faults().misdirectNextWrite(1 + dice.below(diskBlocks - 1));
            default -> disk.faults().tearNextWrite(1 + dice.below(7));
        }
        armed = struck() + (kind >= 3 ? 1 : 0);
    }

    private long struck() {
        var faults = bench.disks.get(diskOf[victim]).faults();
        return faults.struck(DiskFault.LOST_WRITE)
                + faults.struck(DiskFault.MISDIRECTED_WRITE)
                + faults.struck(DiskFault.TORN_WRITE);
    }

    private void scrub() {
        if (victim < 0 || missing != 0 || scrubbing || struck() < armed) {
            return;
        }
        bench.disks.get(diskOf[victim]).faults().lieAboutFlush(false);
        scrubs = bench.count(RaidEvent.SCRUB_ENDED);
        bench.volume.scrub(true);
        scrubbing = true;
    }

    private void crash(boolean power) {
        scrubbing = false;
        bench.reopen(power);
        while (dice.below(10) == 0) {
            for (int i = dice.below(100); i > 0 && !bench.time.isEmpty(); i--) {
                bench.time.step();
            }
            power = dice.below(2) == 0;
            bench.reopen(power);
        }
        for (int i = 0; bench.opened == VolumeState.OPENING; i++) {
            require(!bench.time.isEmpty() && i < 1_000_000, "never opens");
            bench.time.step();
        }
        require(bench.opened.serves(), "opened " + bench.opened);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (open[slot] != NONE) {
                int block = (int) open[slot];
                open[slot] = NONE;
                openCount--;
                if (!reads[slot]) {
                    decide(block);
                }
            }
        }
    }

    /** A write was cut: it is there or it is not, and that is that. */
    private void decide(int block) {
        byte[] data = new byte[4096];
        RaidStatus status = bench.read(block, data);
        if (status == RaidStatus.OK && Bench.holds(data, scratch, coming[block])) {
            stamps[block] = coming[block];
        } else if (status == RaidStatus.OK) {
            require(Bench.holds(data, scratch, stamps[block]), "cut block " + block + " is neither old nor new");
        } else {
            require(mayLose && status == RaidStatus.LOST_BLOCK, "cut block " + block + " ended with " + status);
        }
        coming[block] = NONE;
    }

    private void check(int block) {
        byte[] data = new byte[4096];
        RaidStatus status = bench.read(block, data);
        if (status == RaidStatus.OK) {
            require(Bench.holds(data, scratch, stamps[block]), "block " + block + " is wrong in the end");
        } else {
            require(mayLose && status == RaidStatus.LOST_BLOCK, "block " + block + " ended with " + status);
        }
    }
}
