package dev.holdover.harness.check;

import dev.holdover.harness.workload.SectorPattern;
import java.util.Arrays;

/**
 * The permitted-loss ledger of one personality: for each sector the last write that was acknowledged
 * and the last that was sent. Constant memory a sector, no search: a sector is right if it holds a
 * write of this sector not older than the acknowledged one. Writes in between may or may not be there.
 *
 * <p>Every acknowledged write carries the promise of its ack mode. Only a declared combination of
 * faults releases it: for LOCAL, the loss of the owner's NVRAM.
 */
final class Obligations {
    private final int personality;
    private final long[] acknowledged;
    private final long[] issued;
    private boolean released;

    Obligations(int personality, long imageBytes) {
        this.personality = personality;
        int sectors = (int) (imageBytes / SectorPattern.BYTES);
        this.acknowledged = new long[sectors];
        this.issued = new long[sectors];
    }

    int personality() {
        return personality;
    }

    void issued(long writeId, long offset, int length) {
        set(issued, writeId, offset, length);
    }

    void acknowledged(long writeId, long offset, int length) {
        set(acknowledged, writeId, offset, length);
    }

    /** The declared combination has happened: what was promised so far need not be there any more. */
    void release() {
        released = true;
        Arrays.fill(acknowledged, 0);
    }

    boolean released() {
        return released;
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
                if (mayTear && issued[sector] > acknowledged[sector]) {
                    continue;
                }
                return "sector " + sector + " of personality " + personality + " is torn or damaged";
            }
            if (found < acknowledged[sector]) {
                return "sector " + sector + " of personality " + personality + " holds write " + found + ", but write "
                        + acknowledged[sector] + " was acknowledged";
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
            acknowledged[sector] = Math.max(acknowledged[sector], found);
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
