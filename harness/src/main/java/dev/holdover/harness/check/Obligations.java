package dev.holdover.harness.check;

import dev.holdover.harness.workload.SectorPattern;
import java.util.Arrays;

/**
 * What is owed of one personality: for each sector the last write that was sent, and the last that was
 * acknowledged in at least so many copies. Constant memory a sector, no search: a sector is right if it holds
 * a write of this sector not older than the one that is owed. Writes in between may or may not be there.
 *
 * <p>Every acknowledged write carries the promise of its ack mode: in k copies it survives the loss of k - 1
 * cards. Only declared faults count as such a loss.
 */
final class Obligations {
    /** No promise survives this many lost cards. */
    static final int MOST_COPIES = 8;

    /** What is destaged is in the NVRAM of so many, besides. */
    private static final int CARDS_IN_A_PAIR = 2;

    private final int personality;
    /** By number of copies, then by sector. */
    private final long[][] acknowledgedIn;

    private final long[] issued;
    private final long[] covered;
    private int lost;

    Obligations(int personality, long imageBytes) {
        this.personality = personality;
        int sectors = (int) (imageBytes / SectorPattern.BYTES);
        this.acknowledgedIn = new long[MOST_COPIES + 2][sectors];
        this.issued = new long[sectors];
        this.covered = new long[sectors];
    }

    int personality() {
        return personality;
    }

    void issued(long writeId, long offset, int length) {
        set(issued, writeId, offset, length);
    }

    /** A write is durable in {@code copies} cards; in more than there can be, if it is on a disk too. */
    void acknowledged(long writeId, int copies, long offset, int length) {
        for (int k = 1; k <= Math.min(copies, MOST_COPIES + 1); k++) {
            set(acknowledgedIn[k], writeId, offset, length);
        }
    }

    /** A save begins: it is to cover what is acknowledged now. */
    void saving() {
        System.arraycopy(acknowledgedIn[1], 0, covered, 0, covered.length);
    }

    /** What the save was to cover is in another card too: the promise survives the loss of one. */
    void saved() {
        for (int sector = 0; sector < covered.length; sector++) {
            acknowledgedIn[2][sector] = Math.max(acknowledgedIn[2][sector], covered[sector]);
        }
    }

    /** Looks at what was saved: all that it was to cover must be there, and nothing but what was sent. */
    String judgeSaved(byte[] image, long length) {
        byte[] sector = new byte[SectorPattern.BYTES];
        for (int i = 0; i < length / SectorPattern.BYTES; i++) {
            System.arraycopy(image, i * SectorPattern.BYTES, sector, 0, SectorPattern.BYTES);
            long found = SectorPattern.writeOf(sector, 0, personality, i);
            if (found == SectorPattern.DAMAGED || found < covered[i] || found > issued[i]) {
                return "sector " + i + " of personality " + personality + " holds "
                        + (found == SectorPattern.DAMAGED ? "damage" : "write " + found) + ", and write " + covered[i]
                        + " was acknowledged before the save";
            }
        }
        return "";
    }

    /**
     * How many cards' copies are lost now.
     *
     * @param owner whether one of them is the owner's: what was promised for fewer copies is gone for good
     */
    void lost(int cards, boolean owner) {
        lost = Math.min(cards, MOST_COPIES);
        if (owner) {
            for (int k = 1; k <= lost; k++) {
                System.arraycopy(acknowledgedIn[lost + 1], 0, acknowledgedIn[k], 0, issued.length);
            }
        }
    }

    /** No disk holds it any more: what survives is what the cards' NVRAM holds. */
    void onNoDisk() {
        for (int k = lost > 1 ? 1 : CARDS_IN_A_PAIR + 1; k < acknowledgedIn.length; k++) {
            Arrays.fill(acknowledgedIn[k], 0);
        }
    }

    /** An operator, or the configuration, gave up what may be missing. */
    void release() {
        for (long[] each : acknowledgedIn) {
            Arrays.fill(each, 0);
        }
    }

    private long owed(int sector) {
        return acknowledgedIn[Math.min(lost, MOST_COPIES) + 1][sector];
    }

    /**
     * Looks at sectors of an image.
     *
     * @param mayTear whether a sector with an open write may be seen half written: a host that reads
     *     past its own writes gets what it asked for
     * @return what is wrong, or the empty string
     */
    String judge(byte[] bytes, long offset, int length, boolean mayTear) {
        for (int at = 0; at < length; at += SectorPattern.BYTES) {
            int sector = (int) ((offset + at) / SectorPattern.BYTES);
            long found = SectorPattern.writeOf(bytes, at, personality, sector);
            if (found == SectorPattern.DAMAGED) {
                if (mayTear && issued[sector] > owed(sector)) {
                    continue;
                }
                return "sector " + sector + " of personality " + personality + " is torn or damaged";
            }
            if (found < owed(sector)) {
                return "sector " + sector + " of personality " + personality + " holds write " + found + ", but write "
                        + owed(sector) + " was acknowledged";
            }
            if (found > issued[sector]) {
                return "sector " + sector + " of personality " + personality + " holds write " + found
                        + ", which came after the owner was fenced";
            }
        }
        return "";
    }

    /** What a new owner serves is settled: an open write that is not in its image can't come true later. */
    void settle(byte[] bytes, long offset, int length) {
        for (int at = 0; at < length; at += SectorPattern.BYTES) {
            int sector = (int) ((offset + at) / SectorPattern.BYTES);
            long found = SectorPattern.writeOf(bytes, at, personality, sector);
            issued[sector] = found;
            acknowledgedIn[1][sector] = Math.max(acknowledgedIn[1][sector], found);
        }
    }

    private static void set(long[] of, long writeId, long offset, int length) {
        int first = (int) (offset / SectorPattern.BYTES);
        int end = (int) ((offset + length) / SectorPattern.BYTES);
        for (int sector = first; sector < end; sector++) {
            of[sector] = Math.max(of[sector], writeId);
        }
    }
}
