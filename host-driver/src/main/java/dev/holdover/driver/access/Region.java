package dev.holdover.driver.access;

/**
 * One BAR, mapped. Words are little-endian and accessed at their own width, in one transaction each.
 * Reads are non-posted and push the writes before them; where nothing answers they give all ones.
 */
public interface Region {
    /** Size in bytes. */
    long size();

    int read32(long offset);

    long read64(long offset);

    void write32(long offset, int value);

    void write64(long offset, long value);

    /** Reads {@code length} bytes. */
    void read(long offset, byte[] into, int at, int length);

    /** Writes {@code length} bytes; where the mapping is write-combining they may wait until {@link #fence}. */
    void write(long offset, byte[] from, int at, int length);

    /** Every write before it leaves the processor before any write after it. */
    void fence();
}
