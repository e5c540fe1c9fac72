package dev.holdover.firmware.raid;

import dev.holdover.model.layout.Words;

/**
 * The arithmetic of parity on blocks: XOR for P, and for Q polynomials over GF(2^8) modulo x^8+x^4+x^3+x^2+1 (0x11D)
 * with the generator 2 (H. P. Anvin, "The mathematics of RAID-6"). Q = sum of 2^k D_k.
 *
 * <p>All loops run over the eight bytes of a long at once, which the compiler turns into vectors: bytes whose top
 * bit falls out are found by a mask and reduced together. Lengths are multiples of 8.
 */
public final class Parity {
    private static final int POLYNOMIAL = 0x11D;
    private static final int ORDER = 255;
    private static final long TOP_BITS = 0x8080808080808080L;
    private static final long NOT_LOWEST_BITS = 0xfefefefefefefefeL;
    private static final long REDUCTION = 0x1d1d1d1d1d1d1d1dL;

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

    /** {@code block = by * block}. */
    public static void multiply(byte[] block, int by, int length) {
        if (by == 1) {
            return;
        }
        // By all eight bits of the factor, so that the loop has no branch in it.
        long m0 = -(by & 1);
        long m1 = -(by >> 1 & 1);
        long m2 = -(by >> 2 & 1);
        long m3 = -(by >> 3 & 1);
        long m4 = -(by >> 4 & 1);
        long m5 = -(by >> 5 & 1);
        long m6 = -(by >> 6 & 1);
        long m7 = -(by >> 7 & 1);
        for (int i = 0; i < length; i += 8) {
            long x0 = Words.getLong(block, i);
            long x1 = timesTwo(x0);
            long x2 = timesTwo(x1);
            long x3 = timesTwo(x2);
            long x4 = timesTwo(x3);
            long x5 = timesTwo(x4);
            long x6 = timesTwo(x5);
            long x7 = timesTwo(x6);
            long low = x0 & m0 ^ x1 & m1 ^ x2 & m2 ^ x3 & m3;
            Words.putLong(block, i, low ^ x4 & m4 ^ x5 & m5 ^ x6 & m6 ^ x7 & m7);
        }
    }

    /** Product of two elements of the field. */
    public static int product(int a, int b) {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--) {
            product <<= 1;
            product ^= (product >> 8) * POLYNOMIAL;
            product ^= (b >> bit & 1) * a;
        }
        return product;
    }

    /** 2 to the power of {@code exponent}, which may be negative. */
    public static int power(int exponent) {
        int power = 1;
        for (int i = Math.floorMod(exponent, ORDER); i > 0; i--) {
            power <<= 1;
            power ^= (power >> 8) * POLYNOMIAL;
        }
        return power;
    }

    /** What a factor is multiplied with to make 1; the factor is not zero. */
    public static int inverse(int factor) {
        int inverse = 1;
        // The group has 255 elements: the 254th power is the inverse.
        for (int i = 0; i < ORDER - 1; i++) {
            inverse = product(inverse, factor);
        }
        return inverse;
    }

    /**
     * Solves {@code x ^ y = p} and {@code 2^i x ^ 2^j y = q} for x and y, the data blocks i and j of a row, where p
     * and q are what is left of P and Q after the contributions of all other data blocks are taken out.
     *
     * @param p in: as said; out: y
     * @param q in: as said; out: x
     * @param i number of the one lost data block
     * @param j number of the other, not the same
     */
    public static void solve(byte[] p, byte[] q, int i, int j, int length) {
        // x = (2^j p ^ q) / (2^i ^ 2^j)
        int gj = power(j);
        int divisor = inverse(power(i) ^ gj);
        multiply(q, divisor, length);
        int factor = product(gj, divisor);
        multiply(p, factor, length);
        xor(q, p, length);
        multiply(p, inverse(factor), length);
        xor(p, q, length);
    }

    private static long timesTwo(long bytes) {
        long tops = bytes & TOP_BITS;
        long full = (tops << 1) - (tops >>> 7);
        return bytes << 1 & NOT_LOWEST_BITS ^ full & REDUCTION;
    }
}
