package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.testing.Dice;
import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.disk.DiskTap;
import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Disks, an intent log and a volume over them. A block's content is made from one number, its stamp; zero: zeros. The
 * firmware can die and come back, with or without the disks' power.
 */
final class Bench implements Members, RaidListener {
    /** Hears the ends of requests. */
    interface Done {
        void accept(int tag, RaidStatus status);
    }

    static final RaidLimits LIMITS = new RaidLimits(16, 6, 7, 1_000_000, 64);
    /** Less than the checksums of a {@link #wide} volume need. */
    private static final RaidLimits NARROW = new RaidLimits(16, 2, 3, 1_000_000, 64);

    private static final int TAGS = 1 << 16;
    /** Those below are their users' own. */
    private static final int FIRST_TAG = 32;

    final EventHeap time = new EventHeap();
    final Dice dice;
    final List<Disk> disks = new ArrayList<>();
    final VolumeSpec spec;
    final BenchLog log;
    final Map<RaidEvent, Integer> events = new EnumMap<>(RaidEvent.class);
    private final RaidSteps steps;
    private final RaidLimits limits;
    private final long diskBlocks;
    RaidVolume volume;
    VolumeState opened = VolumeState.CLOSED;
    /** By tag: how it ended. */
    final RaidStatus[] ended = new RaidStatus[TAGS];

    long epoch;
    long writes;
    /** Disk writes from now on until the firmware dies in one; negative: never. */
    long writesUntilCut = -1;

    /** Hears the ends of requests, too. */
    Done whenDone = (tag, status) -> {};

    private int nextTag = FIRST_TAG - 1;
    private int lastTag = -1;

    Bench(VolumeSpec spec, int spares, long diskBlocks, long seed, RaidSteps steps) {
        this(spec, spares, diskBlocks, seed, steps, LIMITS);
    }

    private Bench(VolumeSpec spec, int spares, long diskBlocks, long seed, RaidSteps steps, RaidLimits limits) {
        this.limits = limits;
        this.spec = spec;
        this.steps = steps;
        this.diskBlocks = diskBlocks;
        dice = new Dice(seed);
        log = new BenchLog(8, RaidVolume.slotBytes(spec));
        for (int i = 0; i < spec.members() + spares; i++) {
            disks.add(newDisk(diskBlocks));
        }
        volume = new RaidVolume(this, log, this, limits, steps);
    }

    static Bench created(RaidLevel level, int members, long seed, RaidSteps steps) {
        Bench bench = new Bench(new VolumeSpec(77, level, members, 4), 1, 150, seed, steps);
        bench.create();
        return bench;
    }

    /** One whose zones don't all have room in memory. */
    static Bench wide(RaidLevel level, int members, long seed, RaidSteps steps) {
        Bench bench = new Bench(new VolumeSpec(78, level, members, 3), 1, 700, seed, steps, NARROW);
        bench.create();
        return bench;
    }

    static Bench created(RaidLevel level, int members) {
        return created(level, members, 1, new RaidSteps());
    }

    void create() {
        volume.create(spec);
        settle();
        assertEquals(VolumeState.OPTIMAL, opened);
    }

    private Disk newDisk(long blocks) {
        int number = time.reserve();
        DiskSpec diskSpec =
                new DiskSpec(new DiskGeometry(4096, 4096, blocks, 32), 1_000, 100_000, 4_000_000_000L, true, 1);
        Disk disk = new Disk(
                diskSpec,
                time.scheduler(number),
                (low, high) -> low + dice.below((int) (high - low + 1)),
                DiskTap.NONE);
        time.attach(number, disk);
        disk.port(0).listen((tag, status) -> volume.diskCompleted(tag, status));
        return disk;
    }

    /** Another disk in the slot, larger if need be. */
    void plug(int slot, long blocks) {
        disks.get(slot).port(0).listen((tag, status) -> volume.diskCompleted(tag, status));
        disks.set(slot, newDisk(blocks));
    }

    void plug(int slot) {
        plug(slot, diskBlocks);
    }

    void pull(int slot) {
        disks.get(slot).remove();
        volume.diskChanged(slot);
    }

    @Override
    public int count() {
        return disks.size();
    }

    @Override
    public long blocks(int disk) {
        return disks.get(disk).port(0).geometry().blocks();
    }

    @Override
    public boolean present(int disk) {
        return disks.get(disk).port(0).present();
    }

    @Override
    public boolean submit(
            int disk, DiskOpcode opcode, long block, int count, byte[] buffer, int at, boolean fua, int tag) {
        if (opcode == DiskOpcode.WRITE && writes++ == writesUntilCut) {
            throw new BenchLog.Cut();
        }
        return disks.get(disk).port(0).submit(opcode, block, count, buffer, at, fua, epoch, tag);
    }

    @Override
    public void done(int tag, RaidStatus status) {
        ended[tag] = status;
        whenDone.accept(tag, status);
    }

    @Override
    public void opened(VolumeState state) {
        opened = state;
    }

    @Override
    public void happened(RaidEvent event, int place, long row) {
        events.merge(event, 1, Integer::sum);
    }

    int count(RaidEvent event) {
        return events.getOrDefault(event, 0);
    }

    /** Until nothing happens any more, background work included. */
    void settle() {
        int idle = 0;
        while (idle < 3) {
            while (!time.isEmpty()) {
                time.step();
            }
            volume.tick(time.nowNs() + ++ticks * 1_000_000_000L);
            idle = time.isEmpty() ? idle + 1 : 0;
        }
    }

    private long ticks;

    /** The firmware dies; with power, so do the disks' caches. Then another volume opens what is left. */
    VolumeState reopen(boolean power) {
        stop(power);
        volume = new RaidVolume(this, log, this, limits, steps);
        opened = VolumeState.OPENING;
        volume.open();
        return opened;
    }

    void stop(boolean power) {
        writesUntilCut = -1;
        log.cutAtStore(-1);
        log.cut(dice.below(log.waitingClears() + 1));
        for (Disk disk : disks) {
            disk.port(0).reset();
            if (power) {
                disk.power(false);
                disk.power(true);
            }
        }
    }

    /** Requests that have not ended. */
    int open() {
        int open = 0;
        for (int tag = FIRST_TAG; tag <= lastTag; tag++) {
            open += ended[tag] == null ? 1 : 0;
        }
        return open;
    }

    int tag() {
        nextTag = nextTag + 1 < TAGS ? nextTag + 1 : FIRST_TAG;
        lastTag = Math.max(lastTag, nextTag);
        ended[nextTag] = null;
        return nextTag;
    }

    static void fill(byte[] block, long stamp) {
        for (int i = 0; i < block.length; i += 8) {
            Words.putLong(block, i, stamp == 0 ? 0 : stamp * 0x9E3779B97F4A7C15L + i * 0x632BE59BD9B4E019L * stamp);
        }
    }

    /** Whether the block is what the stamp makes. */
    static boolean holds(byte[] block, byte[] scratch, long stamp) {
        fill(scratch, stamp);
        return Arrays.equals(block, scratch);
    }

    RaidStatus write(long block, long stamp) {
        byte[] data = new byte[4096];
        fill(data, stamp);
        int tag = tag();
        assertTrue(volume.write(block, data, 0, tag));
        return await(tag);
    }

    RaidStatus zero(long block) {
        int tag = tag();
        assertTrue(volume.zero(block, tag));
        return await(tag);
    }

    RaidStatus await(int tag) {
        while (ended[tag] == null && !time.isEmpty()) {
            time.step();
        }
        return ended[tag] == null ? RaidStatus.STOPPED : ended[tag];
    }

    RaidStatus read(long block, byte[] into) {
        int tag = tag();
        assertTrue(volume.read(block, into, 0, tag));
        return await(tag);
    }

    void assertHolds(long block, long stamp) {
        byte[] data = new byte[4096];
        assertEquals(RaidStatus.OK, read(block, data), "block " + block);
        assertTrue(holds(data, new byte[4096], stamp), "block " + block + " is not of stamp " + stamp);
    }

    Geometry geometry() {
        return new Geometry(spec.level(), spec.members(), spec.chunkBlocks());
    }
}
