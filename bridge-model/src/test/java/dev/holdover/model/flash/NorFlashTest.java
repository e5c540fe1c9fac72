package dev.holdover.model.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NorFlashTest {
    private static final int AT = FlashMap.slot(1);

    private final NorFlash flash = new NorFlash(FlashMap.BYTES);

    private void write(int address, byte... bytes) {
        flash.program(address, bytes, 0, bytes.length);
        assertTrue(flash.finish());
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void bitsOnlyFallUntilTheSectorIsErased() {
        write(AT, (byte) 0x0f);
        flash.program(AT, new byte[] {(byte) 0xf0}, 0, 1);
        assertFalse(flash.finish(), "ones can't be programmed");
        assertArrayEquals(new byte[] {0}, flash.copy(AT, 1));
        flash.erase(AT + 77);
        assertTrue(flash.finish());
        assertArrayEquals(filled(FlashMap.SECTOR, 0xff), flash.copy(AT, FlashMap.SECTOR));
    }

    @Test
    void takesTensOfMillisecondsForASectorAndLessThanOneForAPage() {
        long erase = flash.erase(AT);
        flash.finish();
        long page = flash.program(AT, new byte[FlashMap.PAGE], 0, FlashMap.PAGE);
        assertTrue(erase >= 10_000_000 && erase < 100_000_000, "erase " + erase);
        assertTrue(page >= 100_000 && page < 1_000_000, "page " + page);
    }

    @Test
    void aCutEraseHasErasedAsFarAsItHadCome() {
        for (long share = 0; share <= 100; share++) {
            flash.provision(AT, new byte[FlashMap.SECTOR]);
            long lasts = flash.erase(AT);
            flash.cut(lasts * share / 100);
            int erased = (int) (FlashMap.SECTOR * share / 100);
            byte[] expected = new byte[FlashMap.SECTOR];
            Arrays.fill(expected, 0, erased, (byte) 0xff);
            assertArrayEquals(expected, flash.copy(AT, FlashMap.SECTOR), share + " percent");
            assertFalse(flash.busy());
        }
    }

    @Test
    void aCutProgramIsABeginningOfItBitByBit() {
        byte[] wanted = {0x5a, 0, (byte) 0xff, 0x33};
        int falling = 4 + 8 + 0 + 4;
        int lastLeft = falling + 1;
        NorFlash timing = new NorFlash(FlashMap.BYTES);
        long lasts = timing.program(AT, wanted, 0, wanted.length);
        for (long elapsed = 0; elapsed <= lasts; elapsed += 100) {
            NorFlash fresh = new NorFlash(FlashMap.BYTES);
            fresh.program(AT, wanted, 0, wanted.length);
            fresh.cut(elapsed);
            byte[] found = fresh.copy(AT, wanted.length);
            int left = 0;
            boolean ended = false;
            for (int bit = 0; bit < wanted.length * 8; bit++) {
                boolean shouldFall = (wanted[bit / 8] >> bit % 8 & 1) == 0;
                boolean fell = (found[bit / 8] >> bit % 8 & 1) == 0;
                assertTrue(shouldFall || !fell, "a bit fell that should not");
                if (shouldFall) {
                    assertFalse(ended && fell, "a later bit fell before an earlier one");
                    ended |= !fell;
                    left += fell ? 0 : 1;
                }
            }
            assertTrue(left <= lastLeft, "time goes on and bits rise");
            lastLeft = left;
        }
        assertEquals(0, lastLeft);
    }

    @Test
    void aWornSectorFailsAndStaysAsItWas() {
        write(AT, (byte) 1, (byte) 2);
        flash.wear(AT, true);
        flash.erase(AT);
        assertFalse(flash.finish());
        flash.program(AT + 2, new byte[] {3}, 0, 1);
        assertFalse(flash.finish());
        assertArrayEquals(new byte[] {1, 2, -1}, flash.copy(AT, 3));
        flash.wear(AT, false);
        flash.erase(AT);
        assertTrue(flash.finish());
    }

    @Test
    void refusesWhatAChipCannotDo() {
        assertThrows(IllegalArgumentException.class, () -> flash.program(AT + 255, new byte[2], 0, 2));
        assertThrows(IllegalArgumentException.class, () -> flash.program(AT, new byte[1], 0, 0));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(FlashMap.BYTES));
        flash.erase(AT);
        assertThrows(IllegalStateException.class, () -> flash.erase(AT));
    }
}
