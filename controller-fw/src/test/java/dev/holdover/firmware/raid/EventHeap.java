package dev.holdover.firmware.raid;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.Arrays;

/** Virtual time for disks on a bench: a binary heap in flat arrays, ordered by time, then by order of asking. */
final class EventHeap {
    private static final int WORDS = 6;

    private final Component[] components = new Component[64];
    private long[] heap = new long[WORDS * 1024];
    private int componentCount;
    private int size;
    private long nowNs;
    private long sequence;

    long nowNs() {
        return nowNs;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** A scheduler whose events go to {@link #attach}ed component number {@code number}. */
    Scheduler scheduler(int number) {
        return new Scheduler() {
            @Override
            public long nowNs() {
                return nowNs;
            }

            @Override
            public void at(long timeNs, int kind, long a, long b) {
                add(timeNs, number, kind, a, b);
            }
        };
    }

    int reserve() {
        return componentCount++ % components.length;
    }

    void attach(int number, Component component) {
        components[number] = component;
    }

    private void add(long timeNs, int number, int kind, long a, long b) {
        if ((size + 1) * WORDS > heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        int at = size++ * WORDS;
        heap[at] = timeNs;
        heap[at + 1] = sequence++;
        heap[at + 2] = number;
        heap[at + 3] = kind;
        heap[at + 4] = a;
        heap[at + 5] = b;
        int child = size - 1;
        while (child > 0 && before(child, (child - 1) / 2)) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    /** Plays the next event. */
    void step() {
        nowNs = heap[0];
        int number = (int) heap[2];
        int kind = (int) heap[3];
        long a = heap[4];
        long b = heap[5];
        size--;
        swap(0, size);
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (!before(child, parent)) {
                break;
            }
            swap(child, parent);
            parent = child;
        }
        components[number].on(kind, a, b, nowNs);
    }

    private boolean before(int a, int b) {
        long left = heap[a * WORDS];
        long right = heap[b * WORDS];
        return left != right ? left < right : heap[a * WORDS + 1] < heap[b * WORDS + 1];
    }

    private void swap(int a, int b) {
        for (int i = 0; i < WORDS; i++) {
            long word = heap[a * WORDS + i];
            heap[a * WORDS + i] = heap[b * WORDS + i];
            heap[b * WORDS + i] = word;
        }
    }
}
