package dev.holdover.firmware.raid;

import dev.holdover.model.layout.Words;

/**
 * The arithmetic of parity on blocks: XOR for P, and for Q a polynomial at 2 as in H. P. Anvin, "The mathematics of
 * RAID-6", Q = sum of 2^k D_k, but with little-endian words of 64 bits as elements: GF(2^64) modulo
 * x^64+x^4+x^3+x+1.
 *
 * <p>The wide field needs no masks between bytes: a doubling is two shifts, an AND and an XOR, in which the compiler
 * finds vectors, and a product with a power of two is one pass. Lengths are multiples of 8.
 */
public final class Parity {
    private static final int WIDTH = 64;
    /** What x^64 is. */
    private static final long REDUCTION = 0b11011;
    /** What 1/x is: REDUCTION and x^64 shifted right, 1 being x * 1/x. */
    private static final long HALF = 1L << WIDTH - 1 | REDUCTION >>> 1;
    /** So that what falls out of a word falls out of it once. */
    static final int MAX_EXPONENT = WIDTH - 4;

    private Parity() {}

    /** {@code into ^= from}. */
    public static void xor(byte[] into, byte[] from, int length) {
        for (int i = 0; i < length; i += 8) {
            Words.putLong(into, i, Words.getLong(into, i) ^ Words.getLong(from, i));
        }
    }

    /** {@code q = 2 q ^ from}: a step of Horner's scheme, from the last data block to the first. */
    public static void timesTwoXor(byte[] q, byte[] from, int length) {
        for (int i = 0; i < length; i += 8) {
            Words.putLong(q, i, timesTwo(Words.getLong(q, i)) ^ Words.getLong(from, i));
        }
    }

    /**
     * {@code block = 2^exponent * block}.
     *
     * @param exponent from 0 to 60
     */
    static void timesPower(byte[] block, int exponent, int length) {
        if (exponent == 0) {
            return;
        }
        int out = WIDTH - exponent;
        for (int i = 0; i < length; i += 8) {
            long x = Words.getLong(block, i);
            long h = x >>> out;
            Words.putLong(block, i, x << exponent ^ h ^ h << 1 ^ h << 3 ^ h << 4);
        }
    }

    /**
     * {@code block = by * block}.
     *
     * @param by not zero
     * @param scratch as long as the block; what is in it is lost
     */
    static void multiply(byte[] block, long by, byte[] scratch, int length) {
        System.arraycopy(block, 0, scratch, 0, length);
        for (int bit = WIDTH - 2 - Long.numberOfLeadingZeros(by); bit >= 0; bit--) {
            if ((by >>> bit & 1) != 0) {
                timesTwoXor(block, scratch, length);
            } else {
                timesPower(block, 1, length);
            }
        }
    }

    /** Product of two elements of the field. */
    static long product(long a, long b) {
        long product = 0;
        for (int bit = WIDTH - 1; bit >= 0; bit--) {
            product = timesTwo(product) ^ -(b >>> bit & 1) & a;
        }
        return product;
    }

    /** 2 to the power of {@code exponent}, which may be negative. */
    static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = timesTwo(power);
        }
        for (int i = 0; i > exponent; i--) {
            power = power >>> 1 ^ -(power & 1) & HALF;
        }
        return power;
    }

    /** What a factor is multiplied with to make 1, by Euclid's algorithm; the factor is not zero. */
    static long inverse(long factor) {
        if (factor == 1) {
            return 1;
        }
        // The first step by hand: the modulus has a bit more than a word.
        int shift = Long.numberOfLeadingZeros(factor) + 1;
        long a = REDUCTION ^ factor << shift;
        long b = factor;
        long ofA = 1L << shift;
        long ofB = 1;
        while (a != 1) {
            int by = Long.numberOfLeadingZeros(b) - Long.numberOfLeadingZeros(a);
            if (by < 0) {
                long swapped = a;
                a = b;
                b = swapped;
                swapped = ofA;
                ofA = ofB;
                ofB = swapped;
                by = -by;
            }
            if (a != 1) {
                a ^= b << by;
                ofA ^= ofB << by;
            }
        }
        return ofA;
    }

    /**
     * Solves {@code x ^ y = p} and {@code 2^i x ^ 2^j y = q} for x and y, the data blocks i and j of a row, where p
     * and q are what is left of P and Q after the contributions of all other data blocks are taken out.
     *
     * @param p in: as said; out: y
     * @param q in: as said; out: x
     * @param i number of the one lost data block
     * @param j number of the other, not the same
     * @param scratch as long as the blocks; what is in it is lost
     */
    static void solve(byte[] p, byte[] q, int i, int j, byte[] scratch, int length) {
        // x = (2^j p ^ q) / (2^i ^ 2^j)
        System.arraycopy(p, 0, scratch, 0, length);
        timesPower(scratch, j, length);
        xor(q, scratch, length);
        multiply(q, inverse(power(i) ^ power(j)), scratch, length);
        xor(p, q, length);
    }

    private static long timesTwo(long word) {
        return word << 1 ^ word >> WIDTH - 1 & REDUCTION;
    }
}
