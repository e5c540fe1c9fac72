package dev.holdover.firmware.raid;

/** The slots of the intent log: which are free, and the order of what they hold. */
final class Slots {
    /** Keeps the member table. */
    static final int TABLE = 0;

    private final Core core;
    private final Intent intent;
    private final long[] sequences;
    private final boolean[] used;
    private int freeCount;
    private long nextSequence = 1;

    Slots(Core core) {
        this.core = core;
        intent = new Intent(core.table.volume(), core.geometry);
        sequences = new long[core.log.slots()];
        used = new boolean[core.log.slots()];
        freeCount = used.length - 1;
    }

    boolean free() {
        return freeCount > 0;
    }

    /** Puts the work's intent into a free slot. */
    void store(RowWork work) {
        int slot = 1;
        while (used[slot]) {
            slot++;
        }
        used[slot] = true;
        freeCount--;
        work.slot = slot;
        work.sequence = nextSequence++;
        if (core.steps.storesIntent()) {
            core.log.store(slot, intent.record(), 0, intent.encode(work));
        }
    }

    void clear(RowWork work) {
        core.log.clear(work.slot);
        used[work.slot] = false;
        freeCount++;
        work.slot = -1;
    }

    /** Looks what an earlier life, or another card, has left. */
    void scan() {
        for (int slot = 1; slot < used.length; slot++) {
            int length = core.log.load(slot, intent.record(), 0);
            if (length == 0) {
                continue;
            }
            if (intent.valid(length) && intent.row() < core.table.rows()) {
                used[slot] = true;
                freeCount--;
                sequences[slot] = intent.sequence();
                nextSequence = Math.max(nextSequence, intent.sequence() + 1);
            } else {
                core.log.clear(slot);
            }
        }
    }

    /** The slot that is to be replayed next; -1: none is left. */
    int next() {
        int next = -1;
        for (int slot = 1; slot < used.length; slot++) {
            if (used[slot] && (next < 0 || core.steps.replayOrder(sequences[slot], sequences[next]) < 0)) {
                next = slot;
            }
        }
        return next;
    }

    /** The row of the intent in a slot. */
    long row(int slot) {
        core.log.load(slot, intent.record(), 0);
        return intent.row();
    }

    /** Takes what the work's slot holds; answers its sequence. */
    long decode(RowWork work) {
        core.log.load(work.slot, intent.record(), 0);
        intent.decode(work);
        return intent.sequence();
    }
}
