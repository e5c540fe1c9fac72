package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A volume that has been running for a while allocates nothing. */
class RaidAllocationTest {
    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 3_000;
    /** The bench's own: the boxed slots of its list of clears, and the disks' first touch of a page. */
    private static final long BYTES_AN_OPERATION = 64;

    private final byte[] data = new byte[4096];

    @Test
    void readsAndWritesAllocateNothing() {
        Bench bench = Bench.created(RaidLevel.RAID6, 5);
        int blocks = (int) bench.volume.blocks();
        play(bench, WARM_UP + blocks, blocks);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        play(bench, MEASURED, blocks);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < MEASURED * BYTES_AN_OPERATION, bytes + " bytes for " + MEASURED + " operations");
    }

    private void play(Bench bench, int operations, int blocks) {
        for (int i = 0; i < operations; i++) {
            int tag = bench.tag();
            int block = i % blocks;
            assertTrue(i % 3 == 0 ? bench.volume.read(block, data, 0, tag) : bench.volume.write(block, data, 0, tag));
            assertEquals(RaidStatus.OK, bench.await(tag));
        }
    }
}
