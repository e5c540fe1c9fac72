package dev.holdover.model.layout;

/**
 * The bytes of an NVRAM as one party reaches them: the firmware directly, the driver through BAR2.
 *
 * <p>A {@code long} at an address divisible by eight is stored whole or not at all; anything longer
 * may be cut between any two such words. Offsets are in bytes.
 *
 * <p>A read throws {@link UncorrectableError} where a word can't be corrected any more; a copy carries such
 * words along. A store of the whole word makes it good again.
 */
public interface NvramAccess {
    /** Size in bytes. */
    long size();

    long getLong(long offset);

    void putLong(long offset, long value);

    /** Copies {@code length} bytes out. */
    void get(long offset, byte[] into, int at, int length);

    /** Stores {@code length} bytes; offset and length are divisible by eight. */
    void put(long offset, byte[] from, int at, int length);

    /** Copies within the NVRAM; offsets and length are divisible by eight, the ranges do not overlap. */
    void copy(long from, long to, int length);

    /** CRC32C of {@code length} bytes. */
    int crc32c(long offset, int length);

    /** All stores before it are in the NVRAM before any store after it. */
    void fence();
}
