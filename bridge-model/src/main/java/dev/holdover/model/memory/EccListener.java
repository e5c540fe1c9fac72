package dev.holdover.model.memory;

/** Told of what the error correction finds and of what becomes of it. Addresses are those of 8-byte words. */
public interface EccListener {
    /** Nobody listens: memory on the bench. */
    EccListener NONE = new EccListener() {};

    /**
     * A word was corrected on its way out, and stored back.
     *
     * @param data as it was found, before the correction
     */
    default void corrected(long address, long data, int syndrome) {}

    /** A word could not be corrected; whoever reads it gets poison. */
    default void uncorrectable(long address, long data, int syndrome) {}

    /**
     * A store is about to take the place of a word that could not be corrected.
     *
     * @param found the word as a read without correction gives it
     * @param stored what is stored now
     */
    default void overwritten(long address, long found, long stored) {}
}
