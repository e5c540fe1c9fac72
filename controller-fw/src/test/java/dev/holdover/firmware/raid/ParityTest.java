package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.holdover.firmware.testing.Dice;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels against polynomials that are multiplied and divided term by term. */
class ParityTest {
    private static final int LENGTH = 4096;
    private static final int SHORT = 64;
    /** x^64+x^4+x^3+x+1. */
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(0b11011));

    private final Dice dice = new Dice(3);

    private static long naive(long a, long b) {
        BigInteger left = new BigInteger(Long.toUnsignedString(a));
        BigInteger sum = BigInteger.ZERO;
        for (int bit = 0; bit < 64; bit++) {
            if ((b >>> bit & 1) != 0) {
                sum = sum.xor(left.shiftLeft(bit));
            }
        }
        for (int bit = sum.bitLength() - 1; bit >= 64; bit = sum.bitLength() - 1) {
            sum = sum.xor(MODULUS.shiftLeft(bit - 64));
        }
        return sum.longValue();
    }

    private static long naivePower(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = naive(power, 2);
        }
        return power;
    }

    private static LongBuffer words(byte[] block) {
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }

    private static byte[] times(byte[] block, long by) {
        byte[] product = new byte[block.length];
        for (int i = 0; i < block.length / 8; i++) {
            words(product).put(i, naive(words(block).get(i), by));
        }
        return product;
    }

    private long word() {
        return words(dice.bytes(8)).get(0);
    }

    @Test
    void multipliesAndDividesLikePolynomials() {
        for (int i = 0; i < 1000; i++) {
            long a = word() >>> i % 63;
            long b = word() >>> i / 16;
            assertEquals(naive(a, b), Parity.product(a, b));
            if (a != 0) {
                assertEquals(1, naive(a, Parity.inverse(a)), Long.toHexString(a));
            }
        }
        assertEquals(1, naive(2, Parity.inverse(2)));
        assertEquals(1, naive(-1, Parity.inverse(-1)));
    }

    @Test
    void powersGoBothWays() {
        for (int i = 0; i < 200; i++) {
            assertEquals(naivePower(i), Parity.power(i));
            assertEquals(1, naive(Parity.power(i), Parity.power(-i)));
        }
    }

    /** Rabin's test: else some two columns could not be told apart. */
    @Test
    void theModulusIsIrreducible() {
        long x = 2;
        for (int i = 0; i < 32; i++) {
            x = Parity.product(x, x);
        }
        assertNotEquals(2, x);
        assertEquals(1, naive(x ^ 2, Parity.inverse(x ^ 2)));
        for (int i = 0; i < 32; i++) {
            x = Parity.product(x, x);
        }
        assertEquals(2, x);
    }

    @Test
    void everyWordOfABlockIsMultiplied() {
        for (int i = 0; i < 64; i++) {
            byte[] block = dice.bytes(SHORT);
            long by = i < 32 ? i + 1 : word();
            byte[] expected = times(block, by);
            Parity.multiply(block, by, new byte[SHORT], SHORT);
            assertArrayEquals(expected, block);
        }
    }

    @Test
    void everyPowerUpToTheLargestTakesOnePass() {
        for (int exponent = 0; exponent <= Parity.MAX_EXPONENT; exponent++) {
            byte[] block = dice.bytes(SHORT);
            byte[] expected = times(block, naivePower(exponent));
            Parity.timesPower(block, exponent, SHORT);
            assertArrayEquals(expected, block);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, SHORT, LENGTH})
    void stepsOfHornersSchemeMakeQ(int length) {
        byte[] q = new byte[length];
        byte[] expected = new byte[length];
        for (int column = 13; column >= 0; column--) {
            byte[] data = dice.bytes(length);
            Parity.timesTwoXor(q, data, length);
            Parity.xor(expected, times(data, naivePower(column)), length);
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
        for (int one = 0; one < 30; one++) {
            for (int other = 0; other < 30; other++) {
                if (one == other) {
                    continue;
                }
                byte[] x = dice.bytes(SHORT);
                byte[] y = dice.bytes(SHORT);
                byte[] p = x.clone();
                Parity.xor(p, y, SHORT);
                byte[] q = times(x, naivePower(one));
                Parity.xor(q, times(y, naivePower(other)), SHORT);
                Parity.solve(p, q, one, other, new byte[SHORT], SHORT);
                assertArrayEquals(x, q);
                assertArrayEquals(y, p);
            }
        }
    }
}
