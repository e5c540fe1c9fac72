package dev.holdover.model.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What flipped bits do to reads and stores. */
class NvramFlipTest implements EccListener {
    private static final long VALUE = 0x1122334455667788L;

    private final Nvram nvram = new Nvram(4096, (by, offset, length) -> {});
    private final List<String> told = new ArrayList<>();

    NvramFlipTest() {
        for (int at = 0; at < 4096; at += 8) {
            nvram.putLong(at, VALUE + at);
        }
        nvram.listen(this);
    }

    @Override
    public void corrected(long address, long data, int syndrome) {
        told.add("corrected " + address);
    }

    @Override
    public void uncorrectable(long address, long data, int syndrome) {
        told.add("uncorrectable " + address);
    }

    @Override
    public void overwritten(long address, long found, long stored) {
        told.add("overwritten " + address + (found == stored ? " as found" : ""));
    }

    private long load(long at) {
        byte[] word = new byte[8];
        nvram.load(at, word, 0, 8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | word[i] & 0xff;
        }
        return value;
    }

    @Test
    void aSingleFlipIsCorrectedOnceAndStoredBack() {
        nvram.flip(64, 1L << 40, 0);
        nvram.flip(72, 0, 0x10);
        assertTrue(nvram.flawed());
        assertEquals(-1, nvram.check(0, 4096));
        assertEquals(List.of("corrected 64", "corrected 72"), told);
        assertEquals(VALUE + 64, load(64));
        assertFalse(nvram.flawed());
        assertEquals(-1, nvram.check(0, 4096));
        assertEquals(2, told.size());
    }

    @Test
    void aDoubleFlipIsPoisonUntilTheWholeWordIsStored() {
        nvram.flip(64, 3, 0);
        assertEquals(64, nvram.check(0, 4096));
        assertEquals(64, nvram.check(64, 8));
        assertEquals(-1, nvram.check(0, 64));
        assertEquals(-1, nvram.check(72, 4096 - 72));
        assertEquals(VALUE + 64 ^ 3, load(64));
        nvram.putFromHost(64, new byte[4], 0, 4);
        assertEquals(64, nvram.check(64, 8), "a part of a word makes no word good");
        nvram.putLong(64, 5);
        assertEquals(-1, nvram.check(0, 4096));
        assertEquals(5, load(64));
        assertTrue(told.contains("overwritten 64"));
    }

    @Test
    void aPartOfAWordIsReadCorrectedAndWrittenBack() {
        nvram.flip(64, 1, 0);
        nvram.putFromHost(68, new byte[] {1, 2, 3, 4}, 0, 4);
        assertEquals(List.of("corrected 64"), told);
        assertEquals(0x0403020100000000L | VALUE + 64 & 0xffff_ffffL, load(64));
        assertFalse(nvram.flawed());
    }

    @Test
    void aTripleFlipThatLooksLikeOneIsCorrectedWrongly() {
        for (int c = 2; c < 64; c++) {
            long flips = 3L | 1L << c;
            if (Secded.position(Secded.syndrome(flips, 0)) >= 0) {
                nvram.flip(64, flips, 0);
                assertEquals(-1, nvram.check(64, 8));
                assertNotEquals(VALUE + 64, load(64));
                assertFalse(nvram.flawed());
                return;
            }
        }
        throw new AssertionError("no such triple");
    }

    @Test
    void aFlipThatComesTwiceIsNone() {
        nvram.flip(64, 1L << 63, 0x80);
        nvram.flip(64, 1L << 63, 0x80);
        assertFalse(nvram.flawed());
    }

    @Test
    void withoutCorrectionErrorsAreHandedOutAndWithDetectionOnlyNoneIsMended() {
        nvram.flip(64, 1, 0);
        nvram.mode(EdcMode.NONE);
        assertEquals(-1, nvram.check(64, 8));
        assertEquals(VALUE + 64 ^ 1, load(64));
        nvram.mode(EdcMode.DETECT);
        assertEquals(64, nvram.check(64, 8));
        nvram.mode(EdcMode.CORRECT);
        assertEquals(-1, nvram.check(64, 8));
        assertEquals(VALUE + 64, load(64));
    }

    @Test
    void aStoreOfWhatWasReadIsToldAsSuch() {
        nvram.flip(64, 3, 0);
        nvram.mode(EdcMode.NONE);
        long found = load(64);
        nvram.mode(EdcMode.CORRECT);
        nvram.putLong(64, found);
        assertEquals(List.of("overwritten 64 as found"), told);
    }

    @Test
    void manyFlawsKeepTheirOrderAndTheirPlace() {
        for (int i = 511; i >= 0; i -= 3) {
            nvram.flip(i * 8L, 1L << i % 64, 0);
        }
        long at = 0;
        int count = 0;
        while ((at = nvram.nextFlaw(at)) >= 0) {
            assertEquals(511 % 3, at / 8 % 3);
            at += 8;
            count++;
        }
        assertEquals(171, count);
        assertEquals(-1, nvram.check(0, 4096));
        byte[] all = new byte[4096];
        byte[] stored = new byte[4096];
        nvram.load(0, all, 0, 4096);
        nvram.get(0, stored, 0, 4096);
        assertArrayEquals(stored, all);
    }
}
