package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TraceHashTest {
    @Test
    void everyNumberOfAnEventAndTheirOrderMatter() {
        long[][] base = {{1, 2, 3, 4}, {5, 6, 7, 8}};
        Set<String> seen = new TreeSet<>();
        seen.add(hash(base));
        for (int event = 0; event < 2; event++) {
            for (int number = 0; number < 4; number++) {
                for (int bit = 0; bit < 64; bit++) {
                    long[][] other = {base[0].clone(), base[1].clone()};
                    other[event][number] ^= 1L << bit;
                    assertTrue(seen.add(hash(other)), "event " + event + ", number " + number + ", bit " + bit);
                }
            }
        }
        assertTrue(seen.add(hash(new long[][] {base[1], base[0]})), "order");
        assertTrue(seen.add(hash(new long[][] {base[0]})), "one fewer");
        assertTrue(seen.add(hash(new long[][] {{2, 1, 3, 4}, base[1]})), "swapped");
    }

    @Test
    void takesACheckpointAfterEvery4096Events() {
        TraceHash trace = new TraceHash();
        for (int i = 1; i <= 3 * TraceHash.INTERVAL + 5; i++) {
            boolean taken = trace.event(i, 0, i, 0);
            assertEquals(i % 4096 == 0, taken, "event " + i);
            assertEquals(i / 4096, trace.checkpoints());
        }
        assertEquals(3 * 4096 + 5, trace.events());
        assertNotEquals(trace.checkpoint(0), trace.checkpoint(1));
        assertTrue(trace.hex().matches("[0-9a-f]{32}"));
    }

    @Test
    void checkpointsAgreeUpToTheFirstDifferenceAndNeverAgain() {
        TraceHash first = new TraceHash();
        TraceHash second = new TraceHash();
        for (int i = 0; i < 200 * TraceHash.INTERVAL; i++) {
            first.event(i, 1, 2, 3);
            second.event(i, 1, i == 70 * TraceHash.INTERVAL + 9 ? 4 : 2, 3);
        }
        for (int i = 0; i < 200; i++) {
            assertEquals(i < 70, first.checkpoint(i).equals(second.checkpoint(i)), "checkpoint " + i);
        }
    }

    private static String hash(long[][] events) {
        TraceHash trace = new TraceHash();
        for (long[] event : events) {
            trace.event(event[0], event[1], event[2], event[3]);
        }
        return trace.hex();
    }
}
