package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.firmware.testing.Dice;
import org.junit.jupiter.api.Test;

/** The kernels against tables that are made byte by byte. */
class ParityTest {
    private static final int LENGTH = 4096;

    private final int[] exponents = new int[512];
    private final int[] logarithms = new int[256];
    private final Dice dice = new Dice(3);

    ParityTest() {
        int x = 1;
        for (int i = 0; i < 255; i++) {
            exponents[i] = x;
            exponents[i + 255] = x;
            logarithms[x] = i;
            x = x << 1 ^ (x >= 0x80 ? 0x11D : 0);
        }
    }

    private int naive(int a, int b) {
        return a == 0 || b == 0 ? 0 : exponents[logarithms[a] + logarithms[b]];
    }

    @Test
    void multipliesLikeTheTables() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                assertEquals(naive(a, b), Parity.product(a, b));
            }
            if (a > 0) {
                assertEquals(1, naive(a, Parity.inverse(a)));
            }
        }
        for (int i = 0; i < 255; i++) {
            assertEquals(exponents[i], Parity.power(i));
            assertEquals(1, naive(exponents[i], Parity.power(-i)));
        }
    }

    @Test
    void everyByteOfABlockIsMultiplied() {
        for (int by = 0; by < 256; by++) {
            byte[] block = dice.bytes(LENGTH);
            byte[] expected = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                expected[i] = (byte) naive(block[i] & 0xff, by);
            }
            Parity.multiply(block, by, LENGTH);
            assertArrayEquals(expected, block);
        }
    }

    @Test
    void stepsOfHornersSchemeMakeQ() {
        byte[] q = new byte[LENGTH];
        byte[] expected = new byte[LENGTH];
        for (int column = 13; column >= 0; column--) {
            byte[] data = dice.bytes(LENGTH);
            Parity.timesTwoXor(q, data, LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                expected[i] ^= (byte) naive(data[i] & 0xff, exponents[column]);
            }
        }
        assertArrayEquals(expected, q);
    }

    @Test
    void xorIsByteByByte() {
        byte[] into = dice.bytes(LENGTH);
        byte[] from = dice.bytes(LENGTH);
        byte[] expected = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            expected[i] = (byte) (into[i] ^ from[i]);
        }
        Parity.xor(into, from, LENGTH);
        assertArrayEquals(expected, into);
    }

    @Test
    void solvesForAnyTwoBlocks() {
        for (int one = 0; one < 14; one++) {
            for (int other = 0; other < 14; other++) {
                if (one == other) {
                    continue;
                }
                byte[] x = dice.bytes(LENGTH);
                byte[] y = dice.bytes(LENGTH);
                byte[] p = new byte[LENGTH];
                byte[] q = new byte[LENGTH];
                for (int i = 0; i < LENGTH; i++) {
                    p[i] = (byte) (x[i] ^ y[i]);
                    q[i] = (byte) (naive(x[i] & 0xff, exponents[one]) ^ naive(y[i] & 0xff, exponents[other]));
                }
                Parity.solve(p, q, one, other, LENGTH);
                assertArrayEquals(x, q);
                assertArrayEquals(y, p);
            }
        }
    }
}
