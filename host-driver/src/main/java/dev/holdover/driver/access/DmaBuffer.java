package dev.holdover.driver.access;

/**
 * Memory of the host that the card can reach, coherent with its caches: contiguous on the bus, aligned to a page.
 * Words are little-endian. What the card stores is seen without more ado, and never before what it stored earlier.
 */
public interface DmaBuffer extends AutoCloseable {
    /** Where the card finds it. */
    long busAddress();

    /** Size in bytes. */
    int size();

    int get32(int offset);

    void put32(int offset, int value);

    /** Loads bytes. */
    void read(int offset, byte[] into, int at, int length);

    /** Stores bytes; all are there for the card before any later access to a BAR. */
    void write(int offset, byte[] from, int at, int length);

    /**
     * Takes it away from the card and gives it back. What the card then still wants to do with it is an Unsupported
     * Request, so its controller is to be reset before.
     */
    @Override
    void close();
}
