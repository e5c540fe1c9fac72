package dev.holdover.model.card;

import dev.holdover.model.disk.DiskStatus;
import java.util.Arrays;

/** Completions that the processor has not taken yet: it is in the middle of something, or stands still. */
final class DiskCompletions {
    private static final DiskStatus[] STATUSES = DiskStatus.values();

    private long[] waiting = new long[64];
    private int first;
    private int count;
    private long taken;

    void add(int slot, int tag, DiskStatus status) {
        if (count == waiting.length) {
            long[] larger = Arrays.copyOf(waiting, 2 * count);
            System.arraycopy(waiting, 0, larger, count, first);
            waiting = larger;
        }
        waiting[first + count & waiting.length - 1] =
                (long) status.ordinal() << 40 | (long) slot << 32 | tag & 0xffff_ffffL;
        count++;
    }

    /** Takes the oldest, if there is one; the methods below then speak of it. */
    boolean next() {
        if (count == 0) {
            return false;
        }
        taken = waiting[first];
        first = first + 1 & waiting.length - 1;
        count--;
        return true;
    }

    void clear() {
        first = 0;
        count = 0;
    }

    int slot() {
        return (int) (taken >>> 32) & 0xff;
    }

    int tag() {
        return (int) taken;
    }

    DiskStatus status() {
        return STATUSES[(int) (taken >>> 40)];
    }
}
