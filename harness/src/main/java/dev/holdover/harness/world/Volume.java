package dev.holdover.harness.world;

import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Words;

/** One personality's volume on a disk array: the medium, the volatile write cache over it, and who may write. */
final class Volume {
    private final byte[] medium;
    private final byte[] cache;
    private final boolean[] cached;
    private final byte[] mailbox = new byte[Certificate.BYTES];
    private boolean mailed;
    private long keptEpoch;
    private int keeper;
    private long barrierNs;
    private long busyNs;

    Volume(int sectors) {
        medium = new byte[sectors * BlockCommand.SECTOR_BYTES];
        cache = new byte[medium.length];
        cached = new boolean[sectors];
    }

    int sectors() {
        return cached.length;
    }

    // Reservation: survives a loss of power (APTPL of SPC-4).

    long keptEpoch() {
        return keptEpoch;
    }

    void keep(long epoch, int initiator) {
        keptEpoch = epoch;
        keeper = initiator;
    }

    boolean mayWrite(long epoch, int initiator) {
        return epoch == keptEpoch && initiator == keeper;
    }

    // Mailbox: written through.

    void mail(byte[] from, int at) {
        if (!mailed || Certificate.decode(from, at).epoch() >= mailedEpoch()) {
            System.arraycopy(from, at, mailbox, 0, Certificate.BYTES);
            mailed = true;
        }
    }

    private long mailedEpoch() {
        return Certificate.decode(mailbox, 0).epoch();
    }

    boolean mailed() {
        return mailed;
    }

    byte[] mailbox() {
        return mailbox;
    }

    // Order: a flush waits for all that came before it, and all that comes after waits for the flush.

    /** When a write or read that takes {@code ns} and comes now ends. */
    long endNs(long nowNs, long ns) {
        long endNs = Math.max(nowNs, barrierNs) + ns;
        busyNs = Math.max(busyNs, endNs);
        return endNs;
    }

    /** When a flush that takes {@code ns} and comes now ends. */
    long flushEndNs(long nowNs, long ns) {
        barrierNs = Math.max(Math.max(nowNs, barrierNs), busyNs) + ns;
        return barrierNs;
    }

    // Contents.

    void write(long first, int count, byte[] from, int at, boolean through) {
        for (int i = 0; i < count; i++) {
            int sector = (int) first + i;
            byte[] into = through ? medium : cache;
            System.arraycopy(
                    from,
                    at + i * BlockCommand.SECTOR_BYTES,
                    into,
                    sector * BlockCommand.SECTOR_BYTES,
                    BlockCommand.SECTOR_BYTES);
            cached[sector] = !through;
        }
    }

    void read(long first, int count, byte[] into) {
        for (int i = 0; i < count; i++) {
            int sector = (int) first + i;
            System.arraycopy(
                    cached[sector] ? cache : medium,
                    sector * BlockCommand.SECTOR_BYTES,
                    into,
                    i * BlockCommand.SECTOR_BYTES,
                    BlockCommand.SECTOR_BYTES);
        }
    }

    void flush() {
        for (int sector = 0; sector < cached.length; sector++) {
            destage(sector);
        }
    }

    /** Power is gone: what the cache had brought to the medium by then is there, the rest is lost. */
    void losePower(RandomStream random) {
        for (int sector = 0; sector < cached.length; sector++) {
            if (cached[sector] && random.between(0, 1) == 1) {
                destage(sector);
            }
            cached[sector] = false;
        }
        barrierNs = 0;
        busyNs = 0;
    }

    private void destage(int sector) {
        if (cached[sector]) {
            int at = sector * BlockCommand.SECTOR_BYTES;
            System.arraycopy(cache, at, medium, at, BlockCommand.SECTOR_BYTES);
            cached[sector] = false;
        }
    }

    /** The first word of a sector on the medium: the number of the write that it came from. */
    long onMedium(int sector) {
        return Words.getLong(medium, sector * BlockCommand.SECTOR_BYTES);
    }
}
