package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;

/**
 * Closes intents: one round of FLUSH at the members that were written to, for all rows whose writes were completed
 * before it began. What joins meanwhile is of the next round. Intents close in the order in which they joined, which
 * for one row is that of their sequence.
 */
final class FlushRounds implements Owner {
    private final Core core;
    private final Superblocks superblocks;
    private final RowWork[] joined;
    private final int owner;
    private int count;
    private int inRound;
    private int pending;

    FlushRounds(Core core, Superblocks superblocks) {
        this.core = core;
        this.superblocks = superblocks;
        joined = new RowWork[core.limits.rows()];
        owner = core.commands.register(this);
    }

    void join(RowWork work) {
        joined[count++] = work;
    }

    /** Ends a round, begins a round; says whether a row was closed. */
    boolean poll(Rows rows) {
        if (pending > 0) {
            return false;
        }
        boolean closes = inRound > 0 && superblocks.persisted();
        if (closes) {
            int closing = inRound;
            inRound = 0;
            count -= closing;
            for (int i = 0; i < closing; i++) {
                rows.close(joined[i]);
            }
            System.arraycopy(joined, closing, joined, 0, count);
        }
        if (inRound == 0 && count > 0) {
            begin();
        }
        return closes;
    }

    private void begin() {
        inRound = count;
        int places = core.steps.flushesBeforeClear() ? core.takeUnflushed() : 0;
        for (int place = 0; place < core.geometry.members(); place++) {
            if ((places >> place & 1) != 0) {
                pending++;
                core.commands.flush(owner, place, core.table.disk(place));
            }
        }
    }

    @Override
    public void ended(int place, DiskStatus status) {
        core.strike(place, status);
        pending--;
    }
}
