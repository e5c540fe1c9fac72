package dev.holdover.firmware.raid;

import java.util.Arrays;

/** What a row is to hold when its update is done: new parity, new checksums. */
final class RowUpdate {
    private final Core core;
    private final Geometry geometry;
    private final RowReader reader;
    private final byte[] change = new byte[Geometry.BLOCK];

    RowUpdate(Core core, RowReader reader) {
        this.core = core;
        this.geometry = core.geometry;
        this.reader = reader;
    }

    /** Everything that it needs is had: makes {@code after} and the entry. */
    void compute(RowWork work) {
        int replaced = work.fresh | work.zeroed;
        int data = geometry.dataMask();
        int lost = (work.lost() | work.gone & data) & ~replaced;
        int written = (work.written() | work.fresh) & data & ~work.zeroed;
        int parity = written == 0 ? 0 : geometry.parityMask();
        if (parity != 0) {
            if ((data & ~replaced & ~work.have) == 0) {
                reader.parity(work, parity, work.after, replaced);
            } else {
                modify(work, replaced);
            }
            work.fresh |= parity;
        }
        for (int column = 0; column < geometry.columns(); column++) {
            if ((work.fresh >> column & 1) != 0) {
                RowEntry.putCrc(work.entry, 0, column, core.crc(work.after[column]));
            } else if (((written & ~lost | parity) >> column & 1) == 0) {
                RowEntry.putCrc(work.entry, 0, column, 0);
            }
        }
        RowEntry.put(work.entry, 0, RowEntry.generation(work.entry, 0) + 1, written | parity, lost);
        core.entries.seal(work.entry, 0, work.row);
        if (!core.steps.writesParity(core.table.missing() != 0)) {
            work.fresh &= data;
        }
    }

    /** The old parity plus the changes. */
    private void modify(RowWork work, int replaced) {
        int p = geometry.data();
        for (int column = p; column < geometry.columns(); column++) {
            System.arraycopy(work.before[column], 0, work.after[column], 0, Geometry.BLOCK);
        }
        for (int column = 0; column < p; column++) {
            if ((replaced >> column & 1) == 0) {
                continue;
            }
            System.arraycopy(work.before[column], 0, change, 0, Geometry.BLOCK);
            if ((work.fresh >> column & 1) != 0) {
                Parity.xor(change, work.after[column], Geometry.BLOCK);
            }
            Parity.xor(work.after[p], change, Geometry.BLOCK);
            if (geometry.columns() > p + 1) {
                Parity.timesPower(change, core.steps.exponent(column), Geometry.BLOCK);
                Parity.xor(work.after[p + 1], change, Geometry.BLOCK);
            }
        }
    }

    /** Whether P and Q are those of the row's data; all of it is had. */
    boolean parityHolds(RowWork work) {
        int parity = geometry.parityMask() & work.written();
        if (parity == 0) {
            return true;
        }
        reader.parity(work, parity, work.after, 0);
        for (int column = geometry.data(); column < geometry.columns(); column++) {
            if (!Arrays.equals(work.before[column], work.after[column])) {
                return false;
            }
        }
        return true;
    }
}
