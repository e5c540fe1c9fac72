package dev.holdover.model.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The parity matrix: every single flip is told and corrected, every double one is told. */
class SecdedTest {
    private static final int BITS = Secded.DATA_BITS + Secded.CHECK_BITS;

    private static int syndrome(int... bits) {
        long data = 0;
        int check = 0;
        for (int bit : bits) {
            data ^= bit < Secded.DATA_BITS ? 1L << bit : 0;
            check ^= bit < Secded.DATA_BITS ? 0 : 1 << bit - Secded.DATA_BITS;
        }
        return Secded.syndrome(data, check);
    }

    @Test
    void everySingleFlipIsCorrected() {
        for (int bit = 0; bit < BITS; bit++) {
            assertNotEquals(0, syndrome(bit));
            assertEquals(bit, Secded.position(syndrome(bit)));
        }
    }

    @Test
    void everyDoubleFlipIsDetectedAndNeverCorrected() {
        for (int a = 0; a < BITS; a++) {
            for (int b = a + 1; b < BITS; b++) {
                assertNotEquals(0, syndrome(a, b));
                assertEquals(Secded.UNCORRECTABLE, Secded.position(syndrome(a, b)), a + " and " + b);
            }
        }
    }

    /** Three flips have an odd syndrome: never silent, but most look like one flip elsewhere. */
    @Test
    void tripleFlipsAreNeverSilentAndMayBeCorrectedWrongly() {
        int wrongly = 0;
        int all = 0;
        for (int a = 0; a < BITS; a++) {
            for (int b = a + 1; b < BITS; b++) {
                for (int c = b + 1; c < BITS; c++) {
                    int syndrome = syndrome(a, b, c);
                    assertNotEquals(0, syndrome);
                    wrongly += Secded.position(syndrome) >= 0 ? 1 : 0;
                    all++;
                }
            }
        }
        assertTrue(wrongly > all / 3 && wrongly < all, wrongly + " of " + all);
    }

    @Test
    void theRowsOfTheMatrixAreBalanced() {
        int[] ones = new int[Secded.CHECK_BITS];
        for (int bit = 0; bit < Secded.DATA_BITS; bit++) {
            int column = syndrome(bit);
            assertEquals(1, Integer.bitCount(column) & 1);
            for (int row = 0; row < ones.length; row++) {
                ones[row] += column >>> row & 1;
            }
        }
        for (int count : ones) {
            assertEquals(26, count);
        }
    }

    @Test
    void aWordAndItsCheckBitsHaveNoSyndrome() {
        for (long data : new long[] {0, -1, 0x0123456789ABCDEFL, Long.MIN_VALUE}) {
            assertEquals(0, Secded.syndrome(data, Secded.encode(data)));
        }
    }
}
