package dev.holdover.model.disk;

import java.util.Arrays;

/** The ranges of the medium that can't be read: few, in no order, none over another. */
final class LatentErrors {
    private static final int FIRST_CAPACITY = 16;

    private long[] starts = new long[FIRST_CAPACITY];
    private long[] ends = new long[FIRST_CAPACITY];
    private int size;

    boolean none() {
        return size == 0;
    }

    boolean at(long unit) {
        for (int i = 0; i < size; i++) {
            if (unit >= starts[i] && unit < ends[i]) {
                return true;
            }
        }
        return false;
    }

    void add(long start, long end) {
        remove(start, end);
        append(start, end);
    }

    void remove(long start, long end) {
        for (int i = size - 1; i >= 0; i--) {
            if (starts[i] < end && start < ends[i]) {
                long behind = ends[i];
                if (starts[i] < start) {
                    ends[i] = start;
                    if (end < behind) {
                        append(end, behind);
                    }
                } else if (end < behind) {
                    starts[i] = end;
                } else {
                    size--;
                    starts[i] = starts[size];
                    ends[i] = ends[size];
                }
            }
        }
    }

    private void append(long start, long end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }
}
