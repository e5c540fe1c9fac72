package dev.holdover.harness.world;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Events ordered by (time, sequence): a heap of four children a node over parallel arrays. An event
 * is six numbers; nothing is allocated once the arrays have grown to the largest number pending.
 */
public final class EventQueue {
    private static final int ARITY_SHIFT = 2;

    private long[] times;
    private long[] sequences;
    private int[] cells;
    private int size;

    private long[] targetKind;
    private long[] a;
    private long[] b;
    private int[] free;
    private int freeCount;
    private long sequence;
    private int popped;

    public EventQueue(int initialCapacity) {
        times = new long[initialCapacity];
        sequences = new long[initialCapacity];
        cells = new int[initialCapacity];
        targetKind = new long[initialCapacity];
        a = new long[initialCapacity];
        b = new long[initialCapacity];
        free = new int[initialCapacity];
        release(0, initialCapacity);
    }

    public int size() {
        return size;
    }

    /** Time of the earliest event, or {@link Long#MAX_VALUE}. */
    public long nextTimeNs() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Adds an event; of two at the same time the one added first comes first. */
    public void add(long timeNs, int target, int kind, long argumentA, long argumentB) {
        if (freeCount == 0) {
            grow();
        }
        int cell = free[--freeCount];
        targetKind[cell] = (long) target << 32 | kind;
        a[cell] = argumentA;
        b[cell] = argumentB;
        siftUp(size++, timeNs, sequence++, cell);
    }

    /** Removes the earliest event; {@link #target} and the like speak of it until the next {@link #add}. */
    public long remove() {
        long timeNs = times[0];
        popped = cells[0];
        free[freeCount++] = popped;
        int last = --size;
        if (last > 0) {
            siftDown(0, times[last], sequences[last], cells[last]);
        }
        return timeNs;
    }

    /** Moves every event of {@code target}; those that come to the same time keep their order. */
    public void retime(int target, LongUnaryOperator to) {
        for (int at = 0; at < size; at++) {
            if ((int) (targetKind[cells[at]] >>> 32) == target) {
                times[at] = to.applyAsLong(times[at]);
            }
        }
        for (int at = size - 1 - 1 >> ARITY_SHIFT; at >= 0; at--) {
            siftDown(at, times[at], sequences[at], cells[at]);
        }
    }

    public int target() {
        return (int) (targetKind[popped] >>> 32);
    }

    public int kind() {
        return (int) targetKind[popped];
    }

    public long a() {
        return a[popped];
    }

    public long b() {
        return b[popped];
    }

    private void siftUp(int from, long time, long order, int cell) {
        int at = from;
        while (at > 0) {
            int parent = at - 1 >>> ARITY_SHIFT;
            if (times[parent] < time || times[parent] == time && sequences[parent] < order) {
                break;
            }
            times[at] = times[parent];
            sequences[at] = sequences[parent];
            cells[at] = cells[parent];
            at = parent;
        }
        times[at] = time;
        sequences[at] = order;
        cells[at] = cell;
    }

    private void siftDown(int from, long time, long order, int cell) {
        int at = from;
        for (; ; ) {
            int child = (at << ARITY_SHIFT) + 1;
            if (child >= size) {
                break;
            }
            int least = child;
            long leastTime = times[child];
            int end = Math.min(child + (1 << ARITY_SHIFT), size);
            for (int other = child + 1; other < end; other++) {
                long otherTime = times[other];
                if (otherTime < leastTime || otherTime == leastTime && sequences[other] < sequences[least]) {
                    least = other;
                    leastTime = otherTime;
                }
            }
            if (time < leastTime || time == leastTime && order < sequences[least]) {
                break;
            }
            times[at] = leastTime;
            sequences[at] = sequences[least];
            cells[at] = cells[least];
            at = least;
        }
        times[at] = time;
        sequences[at] = order;
        cells[at] = cell;
    }

    private void grow() {
        int old = times.length;
        int capacity = old * 2;
        times = Arrays.copyOf(times, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        cells = Arrays.copyOf(cells, capacity);
        targetKind = Arrays.copyOf(targetKind, capacity);
        a = Arrays.copyOf(a, capacity);
        b = Arrays.copyOf(b, capacity);
        free = Arrays.copyOf(free, capacity);
        release(old, capacity);
    }

    private void release(int from, int to) {
        for (int cell = to - 1; cell >= from; cell--) {
            free[freeCount++] = cell;
        }
    }
}
