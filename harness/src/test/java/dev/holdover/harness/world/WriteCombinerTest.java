package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WriteCombinerTest {
    private static final int LINE = 64;
    private static final int LINES = 8;

    private record Write(long offset, int length) {}

    private final byte[] memory = new byte[4096];
    private final List<Write> writes = new ArrayList<>();
    private final WriteCombiner combiner = new WriteCombiner(
            (offset, from, at, length) -> {
                writes.add(new Write(offset, length));
                System.arraycopy(from, at, memory, (int) offset, length);
            },
            new RandomStream(1, "wc"));

    @Test
    void aFullLineLeavesAtOnceAsOneWrite() {
        for (int word = 0; word < 7; word++) {
            store(LINE + 8 * word, word + 1);
        }
        assertEquals(List.of(), writes);
        store(LINE + 56, 8);
        assertEquals(List.of(new Write(LINE, LINE)), writes);
    }

    @Test
    void aPartialLineWaitsForTheFenceAndLeavesInRuns() {
        store(0, 1);
        store(8, 2);
        store(24, 3);
        store(56, 4);
        assertEquals(List.of(), writes);
        combiner.flush();
        assertEquals(List.of(new Write(0, 16), new Write(24, 8), new Write(56, 8)), writes);
        combiner.flush();
        assertEquals(3, writes.size(), "left twice");
    }

    @Test
    void theNinthLineDrivesOneOut() {
        for (int line = 0; line < LINES; line++) {
            store((long) line * LINE, line + 1);
        }
        assertEquals(List.of(), writes);
        store((long) LINES * LINE, 9);
        assertEquals(1, writes.size());
        assertTrue(writes.get(0).offset() < LINES * LINE);
    }

    @Test
    void whatWaitsAtAPowerLossNeverLeaves() {
        store(0, 1);
        store(LINE, 2);
        combiner.clear();
        combiner.flush();
        assertEquals(List.of(), writes);
        store(0, 3);
        combiner.flush();
        assertEquals(List.of(new Write(0, 8)), writes);
    }

    @Test
    void linesLeaveInNoOrderThatAProgramCouldRelyOn() {
        TreeSet<Long> first = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            writes.clear();
            for (int line = 0; line < LINES; line++) {
                store((long) line * LINE, i);
            }
            combiner.flush();
            assertEquals(LINES, writes.size());
            first.add(writes.get(0).offset());
        }
        assertEquals(LINES, first.size(), "which lines went first: " + first);
    }

    @Test
    void afterAFenceMemoryIsWhatWasStored() {
        RandomStream random = new RandomStream(2, "stores");
        byte[] model = new byte[memory.length];
        byte[] word = new byte[LINE];
        for (int i = 0; i < 20_000; i++) {
            long line = random.between(0, memory.length / LINE - 1) * LINE;
            if (random.between(0, 4) == 0 && combiner.holdsNot(line)) {
                for (int at = 0; at < LINE; at += 8) {
                    Words.putLong(word, at, random.next());
                }
                combiner.storeLine(line, word, 0);
                System.arraycopy(word, 0, model, (int) line, LINE);
            } else {
                long at = line + 8 * random.between(0, 7);
                Words.putLong(word, 0, random.next());
                combiner.store(at, word, 0);
                System.arraycopy(word, 0, model, (int) at, 8);
                // A line that has just become full is not held any more.
                assertFalse(combiner.holdsNot(line) && memoryLacks(model, line), "seed 2, store " + i);
            }
            if (random.between(0, 99) == 0) {
                combiner.flush();
                assertArrayEquals(model, memory, "seed 2, store " + i);
            }
        }
    }

    private boolean memoryLacks(byte[] model, long line) {
        for (int i = 0; i < LINE; i++) {
            if (model[(int) line + i] != memory[(int) line + i]) {
                return true;
            }
        }
        return false;
    }

    private void store(long offset, long value) {
        byte[] word = new byte[8];
        Words.putLong(word, 0, value);
        combiner.store(offset, word, 0);
    }
}
