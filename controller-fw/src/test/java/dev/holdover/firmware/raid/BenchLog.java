package dev.holdover.firmware.raid;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An intent log as lazy as it may be: clears wait for the next store, and a cut keeps only some of the first of them.
 */
final class BenchLog implements IntentLog {
    private final byte[][] records;
    private final int[] lengths;
    private final Deque<Integer> clears = new ArrayDeque<>();
    private final int slotBytes;
    /** Stores from now on until power fails in one; negative: never. */
    private long storesUntilCut = -1;

    private long stores;
    /** Whether the other cards have what is stored. */
    boolean held = true;

    BenchLog(int slots, int slotBytes) {
        this.slotBytes = slotBytes;
        records = new byte[slots][slotBytes];
        lengths = new int[slots];
    }

    /** Thrown where the firmware dies. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut", null, false, false);
        }
    }

    void cutAtStore(long number) {
        storesUntilCut = number;
    }

    long stores() {
        return stores;
    }

    @Override
    public int slots() {
        return records.length;
    }

    @Override
    public int slotBytes() {
        return slotBytes;
    }

    @Override
    public void store(int slot, byte[] record, int at, int length) {
        if (stores++ == storesUntilCut) {
            throw new Cut();
        }
        settle(clears.size());
        System.arraycopy(record, at, records[slot], 0, length);
        lengths[slot] = length;
    }

    @Override
    public boolean held(int slot) {
        return held;
    }

    @Override
    public void clear(int slot) {
        clears.add(slot);
    }

    @Override
    public int load(int slot, byte[] into, int at) {
        if (clears.contains(slot)) {
            return 0;
        }
        System.arraycopy(records[slot], 0, into, at, lengths[slot]);
        return lengths[slot];
    }

    /** The firmware has died: only so many of the clears are durable. */
    void cut(int durableClears) {
        settle(Math.min(durableClears, clears.size()));
        clears.clear();
    }

    int waitingClears() {
        return clears.size();
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            lengths[clears.remove()] = 0;
        }
    }
}
