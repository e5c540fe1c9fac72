package dev.holdover.harness.world;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Events ordered by (time, sequence): a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990) of lists through
 * parallel arrays. Bucket n holds what first differs from the time removed last in bit n - 1; only when it is the
 * first that is not empty are its events spread over those before it, so that each only ever moves towards the front.
 * Lists keep the order in which events were added, and so do ties: two events of one time are always in one bucket.
 *
 * <p>An event is six numbers; nothing is allocated once the arrays have grown to the largest number pending.
 */
public final class EventQueue {
    private static final int BUCKETS = Long.SIZE;
    private static final int NONE = -1;
    private static final int CELL_BITS = 24;

    private final int[] heads = new int[BUCKETS];
    private final int[] tails = new int[BUCKETS];
    private final long[] earliest = new long[BUCKETS];
    /** A bit for each bucket that is not empty. */
    private long filled;

    private long removedNs;
    private int size;

    private long[] times;
    private long[] sequences;
    private int[] next;
    private long[] targetKind;
    private long[] a;
    private long[] b;
    private int[] free;
    private int freeCount;
    private long sequence;
    private int removed;

    public EventQueue(int initialCapacity) {
        times = new long[initialCapacity];
        sequences = new long[initialCapacity];
        next = new int[initialCapacity];
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
        return filled == 0 ? Long.MAX_VALUE : earliest[Long.numberOfTrailingZeros(filled)];
    }

    /**
     * Adds an event; of two at the same time the one added first comes first.
     *
     * @param timeNs not before that of the event removed last
     */
    public void add(long timeNs, int target, int kind, long argumentA, long argumentB) {
        if (timeNs < removedNs) {
            throw new IllegalArgumentException(timeNs + " ns is over: it is " + removedNs + " ns");
        }
        if (freeCount == 0) {
            grow();
        }
        int cell = free[--freeCount];
        times[cell] = timeNs;
        sequences[cell] = sequence++;
        targetKind[cell] = (long) target << 32 | kind;
        a[cell] = argumentA;
        b[cell] = argumentB;
        size++;
        append(cell, timeNs);
    }

    /** Removes the earliest event; {@link #target} and the like speak of it until the next {@link #add}. */
    public long remove() {
        int bucket = Long.numberOfTrailingZeros(filled);
        if (bucket != 0) {
            spread(bucket);
        }
        int cell = heads[0];
        int following = next[cell];
        heads[0] = following;
        if (following == NONE) {
            filled &= ~1L;
        }
        size--;
        removed = cell;
        free[freeCount++] = cell;
        return removedNs;
    }

    /** Moves every event of {@code target}; those that come to the same time keep their order. */
    public void retime(int target, LongUnaryOperator to) {
        long[] order = new long[size];
        int count = 0;
        for (; filled != 0; filled &= filled - 1) {
            for (int cell = heads[Long.numberOfTrailingZeros(filled)]; cell != NONE; cell = next[cell]) {
                if ((int) (targetKind[cell] >>> 32) == target) {
                    times[cell] = Math.max(removedNs, to.applyAsLong(times[cell]));
                }
                order[count++] = sequences[cell] << CELL_BITS | cell;
            }
        }
        Arrays.sort(order);
        for (long each : order) {
            int cell = (int) each & (1 << CELL_BITS) - 1;
            append(cell, times[cell]);
        }
    }

    public int target() {
        return (int) (targetKind[removed] >>> 32);
    }

    public int kind() {
        return (int) targetKind[removed];
    }

    public long a() {
        return a[removed];
    }

    public long b() {
        return b[removed];
    }

    /** The earliest time of a bucket becomes the present: its events go to the buckets before it. */
    private void spread(int bucket) {
        filled &= ~(1L << bucket);
        removedNs = earliest[bucket];
        int cell = heads[bucket];
        while (cell != NONE) {
            int following = next[cell];
            append(cell, times[cell]);
            cell = following;
        }
    }

    private void append(int cell, long timeNs) {
        int bucket = BUCKETS - Long.numberOfLeadingZeros(timeNs ^ removedNs);
        long bit = 1L << bucket;
        next[cell] = NONE;
        if ((filled & bit) == 0) {
            filled |= bit;
            heads[bucket] = cell;
            earliest[bucket] = timeNs;
        } else {
            next[tails[bucket]] = cell;
            earliest[bucket] = Math.min(earliest[bucket], timeNs);
        }
        tails[bucket] = cell;
    }

    private void grow() {
        int old = times.length;
        int capacity = old * 2;
        times = Arrays.copyOf(times, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        next = Arrays.copyOf(next, capacity);
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
