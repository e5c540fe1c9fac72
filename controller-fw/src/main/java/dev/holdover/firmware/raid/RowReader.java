package dev.holdover.firmware.raid;

import java.util.Arrays;
import java.util.Objects;

/** What must be read of a row, and how to come by what can't be read. Masks are over columns unless said otherwise. */
final class RowReader {
    private final Core core;
    private final Geometry geometry;
    private final int data;
    private final int parity;
    private final byte[] scratch = new byte[Geometry.BLOCK];

    RowReader(Core core) {
        this.core = core;
        geometry = core.geometry;
        data = geometry.dataMask();
        parity = geometry.parityMask();
    }

    /** Takes over what the checksums say of the row, and what is therefore known without reading. */
    void open(RowWork work) {
        Zone zone = Objects.requireNonNull(work.zone);
        System.arraycopy(zone.bytes, zone.at(work.row), work.entry, 0, work.entry.length);
        if (!core.entries.valid(work.entry, 0, work.row)) {
            Arrays.fill(work.entry, (byte) 0);
            RowEntry.put(work.entry, 0, 0, data, data);
            work.unknown = true;
        }
        int zeros = (data | parity) & (~work.written() | work.lost());
        for (int column = 0; column < geometry.columns(); column++) {
            if ((zeros >> column & 1) != 0) {
                Arrays.fill(work.before[column], (byte) 0);
            }
        }
        work.have = zeros;
        work.gone = work.lost();
    }

    /** What is to be read now; 0: nothing is left that could help. */
    int next(RowWork work) {
        int readable = readable(work);
        int need = needed(work, readable);
        if ((need & ~readable) != 0 && parity != 0) {
            need |= help(work, readable);
        }
        return need & readable & ~work.have;
    }

    /** Columns that must be had and are not. */
    private int needed(RowWork work, int readable) {
        int need = work.reads;
        if (work.changes() && parity != 0) {
            need |= inputs(work, readable);
        }
        return need & ~work.have;
    }

    /** What new parity is made from: the old parity and what is replaced, or all that stays; whichever reads less. */
    private int inputs(RowWork work, int readable) {
        int replaced = work.fresh | work.zeroed;
        int stays = data & ~replaced & ~work.have;
        int former = (replaced | parity) & ~work.have;
        boolean modifiable = (former & ~readable) == 0 && !work.mend;
        boolean less = Integer.bitCount(former) < Integer.bitCount(stays);
        return modifiable && (less || (stays & ~readable) != 0) ? former : stays;
    }

    /** What reconstructs a column that can't be read: all other data and P, and Q if that is not enough. */
    private int help(RowWork work, int readable) {
        int withP = data | geometry.pMask();
        int lacking = withP & ~(work.have | readable);
        return Integer.bitCount(lacking) > 1 ? data | parity : withP;
    }

    private int readable(RowWork work) {
        int readable = 0;
        for (int place = 0; place < geometry.members(); place++) {
            if ((work.bad >> place & 1) == 0 && core.table.readable(place, work.row)) {
                readable |= 1 << geometry.columnAt(work.row, place);
            }
        }
        return readable & work.written() & ~work.lost();
    }

    /** The place from which a column is read next: mirrors take turns from row to row. */
    int source(RowWork work, int column) {
        int copies = geometry.copies();
        for (int i = 0; i < copies; i++) {
            int place = geometry.place(work.row, column, (int) ((work.row + i) % copies));
            if ((work.bad >> place & 1) == 0 && core.table.readable(place, work.row)) {
                return place;
            }
        }
        throw new IllegalStateException("column " + column + " of row " + work.row + " can't be read");
    }

    /** Nothing is left to read: reconstructs what is needed, and gives up what can't be. */
    void settle(RowWork work) {
        int need = needed(work, 0);
        if (need != 0 && parity != 0) {
            reconstruct(work, need);
        }
        need = needed(work, 0);
        for (int column = 0; column < geometry.columns(); column++) {
            if ((need >> column & 1) != 0) {
                Arrays.fill(work.before[column], (byte) 0);
                core.note(RaidEvent.BLOCK_LOST, geometry.place(work.row, column, 0), work.row);
            }
        }
        work.gone |= need;
        work.have |= need;
    }

    private void reconstruct(RowWork work, int need) {
        int unknown = data & ~work.have;
        int p = geometry.pMask();
        boolean haveP = (work.have & p) != 0;
        boolean haveQ = (work.have & parity & ~p) != 0;
        int first = Integer.numberOfTrailingZeros(unknown);
        int last = 31 - Integer.numberOfLeadingZeros(unknown);
        int count = Integer.bitCount(unknown);
        if (count == 1 && haveP) {
            remainderP(work, work.before[first]);
        } else if (count == 1 && haveQ) {
            remainderQ(work, work.before[first]);
            Parity.multiply(work.before[first], Parity.power(-first), scratch, Geometry.BLOCK);
        } else if (count == 2 && haveP && haveQ) {
            remainderP(work, work.before[last]);
            remainderQ(work, work.before[first]);
            Parity.solve(work.before[last], work.before[first], first, last, scratch, Geometry.BLOCK);
        } else if (count > 0) {
            return;
        }
        accept(work, unknown);
        int lacking = need & parity & ~work.have;
        if (lacking != 0 && (data & ~work.have) == 0) {
            parity(work, lacking, work.before, 0);
            accept(work, lacking);
        }
    }

    /** A reconstructed block is taken for right only if its checksum says so. */
    private void accept(RowWork work, int columns) {
        for (int column = 0; column < geometry.columns(); column++) {
            if ((columns >> column & 1) != 0 && verifies(work, column, work.before[column])) {
                work.have |= 1 << column;
            }
        }
    }

    boolean verifies(RowWork work, int column, byte[] block) {
        return core.steps.verifies(core.crc(block), RowEntry.crc(work.entry, 0, column));
    }

    /** P without the data that is had: what the lost block adds to it. */
    private void remainderP(RowWork work, byte[] into) {
        System.arraycopy(work.before[geometry.data()], 0, into, 0, Geometry.BLOCK);
        for (int column = 0; column < geometry.data(); column++) {
            if ((work.have >> column & 1) != 0 && (work.written() >> column & 1) != 0) {
                Parity.xor(into, work.before[column], Geometry.BLOCK);
            }
        }
    }

    /** Q without the data that is had: what the lost block, times its power, adds to it. */
    private void remainderQ(RowWork work, byte[] into) {
        Arrays.fill(into, (byte) 0);
        for (int column = geometry.data() - 1; column >= 0; column--) {
            if ((work.have >> column & 1) != 0) {
                Parity.timesTwoXor(into, work.before[column], Geometry.BLOCK);
            } else {
                Parity.timesPower(into, 1, Geometry.BLOCK);
            }
        }
        Parity.xor(into, work.before[geometry.data() + 1], Geometry.BLOCK);
    }

    /** Computes the parity columns asked for from the row as it was, or with what replaces it. */
    void parity(RowWork work, int columns, byte[][] into, int replaced) {
        int p = geometry.data();
        if ((columns >> p & 1) != 0) {
            Arrays.fill(into[p], (byte) 0);
            for (int column = 0; column < p; column++) {
                if (((replaced & ~work.zeroed | work.written() & ~replaced) >> column & 1) != 0) {
                    Parity.xor(into[p], content(work, column, replaced), Geometry.BLOCK);
                }
            }
        }
        if ((columns >> p + 1 & 1) != 0) {
            byte[] q = into[p + 1];
            Arrays.fill(q, (byte) 0);
            for (int column = p - 1; column >= 0; column--) {
                if ((replaced & work.zeroed & 1 << column) != 0) {
                    Parity.timesPower(q, 1, Geometry.BLOCK);
                } else {
                    Parity.timesTwoXor(q, content(work, column, replaced), Geometry.BLOCK);
                }
            }
        }
    }

    private static byte[] content(RowWork work, int column, int replaced) {
        return (replaced >> column & 1) != 0 ? work.after[column] : work.before[column];
    }
}
