package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The card dies at every store into its NVRAM and at every write to a disk, with and without the disks' power. */
class CrashSweepTest {
    private static final int BLOCKS = 24;
    private static final int WRITES = 40;
    private static final int OPEN = 10;
    private static final int FEWEST_POINTS = 25;

    private final byte[] data = new byte[4096];
    private final byte[] scratch = new byte[4096];
    private final long[] acknowledged = new long[BLOCKS];
    private final long[] asked = new long[BLOCKS];

    @ParameterizedTest
    @CsvSource({
        "RAID0,3,false",
        "RAID1,3,false",
        "RAID5,4,false",
        "RAID6,5,false",
        "RAID10,4,false",
        "RAID1,3,true",
        "RAID5,4,true",
        "RAID6,5,true",
        "RAID10,4,true"
    })
    void everyBlockIsOldOrNewAndParityHolds(RaidLevel level, int members, boolean degraded) {
        for (int kind = 0; kind < 4; kind++) {
            boolean power = kind % 2 == 0;
            boolean stores = kind / 2 == 0;
            int point = 0;
            while (crashesAt(level, members, degraded, stores, point, power)) {
                point++;
            }
            assertTrue(point > FEWEST_POINTS, "only " + point + " points");
        }
    }

    /** False: the workload has fewer points than that. */
    private boolean crashesAt(
            RaidLevel level, int members, boolean degraded, boolean stores, int point, boolean power) {
        Bench bench = Bench.created(level, members, 5, new RaidSteps());
        for (int block = 0; block < BLOCKS; block++) {
            acknowledged[block] = 0;
            asked[block] = 0;
        }
        if (degraded) {
            bench.pull(1);
        }
        if (stores) {
            bench.log.cutAtStore(bench.log.stores() + point);
        } else {
            bench.writesUntilCut = bench.writes + point;
        }
        String what = level + (stores ? " store " : " write ") + point + (power ? " without" : " with") + " power";
        try {
            work(bench);
            return false;
        } catch (BenchLog.Cut e) {
            bench.whenDone = (tag, status) -> {};
            bench.reopen(power);
            bench.settle();
        }
        assertTrue(bench.opened.serves(), what);
        for (int block = 0; block < BLOCKS; block++) {
            assertEquals(RaidStatus.OK, bench.read(block, data), what);
            assertTrue(
                    Bench.holds(data, scratch, acknowledged[block]) || Bench.holds(data, scratch, asked[block]),
                    what + " block " + block);
        }
        bench.volume.scrub(true);
        bench.settle();
        assertEquals(0, bench.volume.progress().parityRepaired(), what);
        assertEquals(0, bench.volume.progress().repaired(), what);
        return true;
    }

    /** Small writes, a whole stripe, zeros, and the same block again before the first write of it is flushed. */
    private void work(Bench bench) {
        int[] blockOf = new int[64];
        bench.whenDone = (tag, status) -> {
            assertEquals(RaidStatus.OK, status);
            acknowledged[blockOf[tag % blockOf.length]] = asked[blockOf[tag % blockOf.length]];
        };
        for (int i = 0; i < WRITES; i++) {
            int block = i < BLOCKS / 2 ? i : i * 7 % BLOCKS;
            if (asked[block] != acknowledged[block]) {
                continue;
            }
            while (bench.open() > OPEN) {
                bench.time.step();
            }
            int tag = bench.tag();
            blockOf[tag % blockOf.length] = block;
            asked[block] = i % 9 == 8 ? 0 : i + 1;
            Bench.fill(data, asked[block]);
            assertTrue(i % 9 == 8 ? bench.volume.zero(block, tag) : bench.volume.write(block, data, 0, tag));
            for (int step = 0; step < i % 13 && !bench.time.isEmpty(); step++) {
                bench.time.step();
            }
        }
        bench.settle();
    }
}
