package dev.holdover.model.memory;

import java.util.Arrays;

/**
 * Which words of a memory hold flipped bits, and which: sparse, because almost none does. Kept in the order
 * of their addresses, so that a walk over the memory meets them in turn.
 */
final class Flaws {
    private static final int FIRST_CAPACITY = 16;

    private long[] words = new long[FIRST_CAPACITY];
    private long[] data = new long[FIRST_CAPACITY];
    private int[] check = new int[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** The first flawed word at or after {@code word}, as an index for the other methods; {@link #size} if none. */
    int from(long word) {
        int at = Arrays.binarySearch(words, 0, size, word);
        return at >= 0 ? at : -at - 1;
    }

    long word(int index) {
        return words[index];
    }

    long dataFlips(int index) {
        return data[index];
    }

    int checkFlips(int index) {
        return check[index];
    }

    /** Flips bits of a word; a bit that was flipped before flips back. */
    void flip(long word, long dataFlips, int checkFlips) {
        int at = from(word);
        if (at == size || words[at] != word) {
            insert(at, word);
        }
        data[at] ^= dataFlips;
        check[at] ^= checkFlips;
        if (data[at] == 0 && check[at] == 0) {
            remove(at);
        }
    }

    void remove(int index) {
        int behind = size - index - 1;
        System.arraycopy(words, index + 1, words, index, behind);
        System.arraycopy(data, index + 1, data, index, behind);
        System.arraycopy(check, index + 1, check, index, behind);
        size--;
    }

    private void insert(int at, long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
            data = Arrays.copyOf(data, 2 * size);
            check = Arrays.copyOf(check, 2 * size);
        }
        System.arraycopy(words, at, words, at + 1, size - at);
        System.arraycopy(data, at, data, at + 1, size - at);
        System.arraycopy(check, at, check, at + 1, size - at);
        words[at] = word;
        data[at] = 0;
        check[at] = 0;
        size++;
    }
}
