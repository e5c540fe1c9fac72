package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.testing.Rng;
import org.junit.jupiter.api.Test;

/** Submissions and completions: there and whole, or not there. */
class RingsTest {
    private static final NvramLayout LAYOUT = new NvramLayout(2 * 4096, 8, 1);
    private static final long BASE = LAYOUT.slot(0);

    private final CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());

    @Test
    void submissionsComeBackRoundAfterRound() {
        SubmissionRing writer = new SubmissionRing(LAYOUT, nvram, BASE);
        SubmissionRing reader = new SubmissionRing(LAYOUT, nvram, BASE);
        Rng rng = new Rng(1);
        for (long index = 1; index < 50; index++) {
            long target = rng.next();
            int length = (int) rng.next();
            int crc = (int) rng.next();
            long epoch = rng.next();
            long ticket = rng.next();
            assertFalse(reader.read(index));
            writer.write(index, target, length, crc, epoch, ticket);
            assertTrue(reader.read(index));
            assertEquals(target, reader.target());
            assertEquals(length, reader.length());
            assertEquals(crc, reader.payloadCrc());
            assertEquals(epoch, reader.epoch());
            assertEquals(ticket, reader.ticket());
            assertEquals(index >= 8, index >= LAYOUT.logSlots() && !reader.read(index - LAYOUT.logSlots()));
        }
    }

    @Test
    void aTornSubmissionIsNotAccepted() {
        for (long index : new long[] {1, 9}) {
            for (int cut = 0; cut < SubmissionRing.BYTES / 8; cut++) {
                CuttableNvram torn = nvram.copyOfIt();
                SubmissionRing ring = new SubmissionRing(LAYOUT, torn, BASE);
                torn.cutAfter(cut);
                assertThrows(CuttableNvram.Cut.class, () -> ring.write(index, 8, 16, 5, 2, 77));
                assertFalse(ring.read(index), "index " + index + " cut " + cut);
            }
            new SubmissionRing(LAYOUT, nvram, BASE).write(index, 8, 16, 4, 2, 76);
        }
    }

    @Test
    void everySingleBitFlipOfASubmissionIsNoticed() {
        SubmissionRing ring = new SubmissionRing(LAYOUT, nvram, BASE);
        ring.write(3, 8, 16, 5, 2, 77);
        int at = (int) (BASE + LAYOUT.submissions()) + 3 * SubmissionRing.BYTES;
        for (int bit = 0; bit < SubmissionRing.BYTES * 8; bit++) {
            nvram.bytes[at + bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(ring.read(3), "bit " + bit);
            nvram.bytes[at + bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertTrue(ring.read(3));
    }

    @Test
    void completionsComeBackRoundAfterRound() {
        CompletionRing writer = new CompletionRing(LAYOUT, nvram, BASE);
        CompletionRing reader = new CompletionRing(LAYOUT, nvram, BASE);
        Rng rng = new Rng(2);
        for (long index = 1; index < 50; index++) {
            Status status = Status.values()[rng.below(Status.values().length)];
            long lsn = rng.next();
            long credit = rng.next();
            long epoch = rng.next();
            assertFalse(reader.read(index));
            int copies = rng.below(16);
            writer.write(index, status, copies, lsn, credit, epoch);
            assertTrue(reader.read(index));
            assertEquals(status, reader.status());
            assertEquals(copies, reader.copies());
            assertEquals(lsn, reader.lsn());
            assertEquals(credit, reader.credit());
            assertEquals(epoch, reader.epoch());
        }
    }

    @Test
    void aTornCompletionIsNotAccepted() {
        for (long index : new long[] {1, 9}) {
            for (int cut = 0; cut < CompletionRing.BYTES / 8; cut++) {
                CuttableNvram torn = nvram.copyOfIt();
                CompletionRing ring = new CompletionRing(LAYOUT, torn, BASE);
                torn.cutAfter(cut);
                assertThrows(CuttableNvram.Cut.class, () -> ring.write(index, Status.OK, 3, 5, 6, 7));
                assertFalse(ring.read(index), "index " + index + " cut " + cut);
            }
            new CompletionRing(LAYOUT, nvram, BASE).write(index, Status.FENCED, 0, 1, 2, 3);
        }
    }

    @Test
    void anUnknownStatusIsCorrupt() {
        CompletionRing ring = new CompletionRing(LAYOUT, nvram, BASE);
        nvram.putLong(BASE + LAYOUT.completions() + CompletionRing.BYTES, 1L << CompletionRing.INDEX_SHIFT | 0xff);
        assertTrue(ring.read(1));
        assertEquals(Status.CORRUPT, ring.status());
    }

    @Test
    void onlyWholeWordsWithinOneBlockAreInBounds() {
        assertTrue(inBounds(0, 8));
        assertTrue(inBounds(0, 4096));
        assertTrue(inBounds(4096, 4096));
        assertTrue(inBounds(8192 - 8, 8));
        assertFalse(inBounds(0, 0));
        assertFalse(inBounds(0, -8));
        assertFalse(inBounds(0, Integer.MIN_VALUE));
        assertFalse(inBounds(0, 4));
        assertFalse(inBounds(4, 8));
        assertFalse(inBounds(0, 4104));
        assertFalse(inBounds(8, 4096));
        assertFalse(inBounds(4088, 16));
        assertFalse(inBounds(8192, 8));
        assertFalse(inBounds(-8, 8));
        assertFalse(inBounds(Long.MIN_VALUE, 8));
        assertFalse(inBounds(Long.MAX_VALUE - 7, 8));
        SubmissionRing ring = new SubmissionRing(LAYOUT, nvram, BASE);
        ring.write(1, 8192, 8, 0, 0, 0);
        assertTrue(ring.read(1));
        assertFalse(ring.inBounds());
    }

    private static boolean inBounds(long target, int length) {
        return SubmissionRing.inBounds(LAYOUT, target, length);
    }
}
