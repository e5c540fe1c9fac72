package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.holdover.model.time.Scheduler;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A disk that has been running for a while allocates nothing. */
class DiskAllocationTest implements Scheduler, DiskListener {
    private static final int EVENTS = 64;
    private static final int ROUNDS = 20_000;

    private final long[] timesNs = new long[EVENTS];
    private final int[] kinds = new int[EVENTS];
    private final long[] first = new long[EVENTS];
    private final long[] second = new long[EVENTS];
    private int waiting;
    private long nowNs;
    private long succeeded;

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void at(long timeNs, int kind, long a, long b) {
        timesNs[waiting] = timeNs;
        kinds[waiting] = kind;
        first[waiting] = a;
        second[waiting] = b;
        waiting++;
    }

    @Override
    public void completed(int tag, DiskStatus status) {
        succeeded += status == DiskStatus.SUCCESS ? 1 : 0;
    }

    private void run(Disk disk) {
        while (waiting > 0) {
            int next = 0;
            for (int i = 1; i < waiting; i++) {
                next = timesNs[i] < timesNs[next] ? i : next;
            }
            int kind = kinds[next];
            long a = first[next];
            long b = second[next];
            nowNs = timesNs[next];
            waiting--;
            timesNs[next] = timesNs[waiting];
            kinds[next] = kinds[waiting];
            first[next] = first[waiting];
            second[next] = second[waiting];
            disk.on(kind, a, b, nowNs);
        }
    }

    private void play(Disk disk, byte[] bytes) {
        DiskPort port = disk.port(0);
        for (int round = 0; round < ROUNDS; round++) {
            long lba = round * 7L % 1000;
            port.submit(DiskOpcode.WRITE, lba, 16, bytes, 0, false, 0, 0);
            port.submit(DiskOpcode.WRITE, lba + 3, 16, bytes, 0, true, 0, 1);
            port.submit(DiskOpcode.READ, lba, 16, bytes, 0, false, 0, 2);
            port.submit(DiskOpcode.WRITE_ZEROES, lba, 8, bytes, 0, false, 0, 3);
            port.submit(DiskOpcode.FLUSH, 0, 0, bytes, 0, false, 0, 4);
            run(disk);
            disk.power(false);
            disk.power(true);
        }
    }

    @Test
    void theSteadyStateAllocatesNothing() {
        DiskSpec spec = new DiskSpec(new DiskGeometry(512, 4096, 4096, 8), 1_000, 9_000, 1L << 30, true, 2);
        long[] state = {1};
        DiskChance chance = (low, high) -> {
            state[0] = state[0] * 6364136223846793005L + 1442695040888963407L;
            return low + (state[0] >>> 33) % (high - low + 1);
        };
        Disk disk = new Disk(spec, this, chance, DiskTap.NONE);
        disk.port(0).listen(this);
        byte[] bytes = new byte[16 * 512];
        play(disk, bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        play(disk, bytes);
        long allocated = threads.getThreadAllocatedBytes(id) - before;
        assertTrue(succeeded == 2L * 5 * ROUNDS, succeeded + " commands succeeded");
        assertTrue(allocated < 5L * ROUNDS, allocated + " bytes for " + 5 * ROUNDS + " commands");
    }
}
