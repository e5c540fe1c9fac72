package dev.holdover.model.memory;

import java.util.Arrays;

/**
 * The (72,64) code of M. Y. Hsiao (IBM Journal of Research and Development 14(4), 1970): eight check bits
 * for eight bytes. It corrects any single flip and detects any two. Each of the parity matrix's 72 columns
 * is different and has an odd number of ones, so two flips always give a syndrome of even weight that is
 * nobody's column. Three and more may look like one, and are then corrected wrongly: no memory knows better.
 *
 * <p>Bits 0 to 63 are the data's, 64 to 71 the check bits.
 */
public final class Secded {
    /** Data bits of a word. */
    public static final int DATA_BITS = 64;

    /** Check bits of a word. */
    public static final int CHECK_BITS = 8;

    /** Given by {@link #position} for a syndrome that is no column. */
    public static final int UNCORRECTABLE = -1;

    private static final int SYNDROMES = 1 << CHECK_BITS;
    private static final int[] COLUMNS = columns();
    private static final byte[] POSITIONS = positions();

    private Secded() {}

    /** All 56 columns of weight three, eight rotations of one of weight five, and the unit matrix of the check bits. */
    private static int[] columns() {
        int[] columns = new int[DATA_BITS + CHECK_BITS];
        int next = 0;
        for (int column = 1; column < SYNDROMES; column++) {
            if (Integer.bitCount(column) == 3) {
                columns[next++] = column;
            }
        }
        for (int turn = 0; turn < CHECK_BITS; turn++) {
            columns[next++] = (0x1F << turn | 0x1F >>> CHECK_BITS - turn) & SYNDROMES - 1;
        }
        for (int check = 0; check < CHECK_BITS; check++) {
            columns[next++] = 1 << check;
        }
        return columns;
    }

    private static byte[] positions() {
        byte[] positions = new byte[SYNDROMES];
        Arrays.fill(positions, (byte) UNCORRECTABLE);
        for (int bit = 0; bit < COLUMNS.length; bit++) {
            positions[COLUMNS[bit]] = (byte) bit;
        }
        return positions;
    }

    /** The check bits that are stored with {@code data}. */
    public static int encode(long data) {
        return syndrome(data, 0);
    }

    /**
     * The code is linear, so that the syndrome of a word does not depend on what was stored, only on what
     * flipped: the sum of the columns of the flipped bits.
     *
     * @param dataFlips a one for each flipped data bit
     * @param checkFlips a one for each flipped check bit
     */
    public static int syndrome(long dataFlips, int checkFlips) {
        int syndrome = checkFlips;
        for (long rest = dataFlips; rest != 0; rest &= rest - 1) {
            syndrome ^= COLUMNS[Long.numberOfTrailingZeros(rest)];
        }
        return syndrome;
    }

    /** The bit that the decoder turns back for a {@code syndrome} that is not zero, or {@link #UNCORRECTABLE}. */
    public static int position(int syndrome) {
        return POSITIONS[syndrome];
    }
}
