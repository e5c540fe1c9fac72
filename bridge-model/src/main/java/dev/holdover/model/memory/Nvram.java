package dev.holdover.model.memory;

import dev.holdover.model.contract.Side;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Battery-backed memory. A word of eight bytes is stored whole or not at all; a longer store is a
 * sequence of words, and power may fail between any two.
 */
public final class Nvram {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEVER = Long.MAX_VALUE;

    private final byte[] bytes;
    private final StoreTap tap;
    private final CRC32C crc = new CRC32C();
    private long cardStores;
    private long triggerAt = NEVER;
    private StoreTrigger trigger = () -> {};

    /** @param size in bytes, divisible by eight */
    public Nvram(int size, StoreTap tap) {
        this.bytes = new byte[size];
        this.tap = tap;
    }

    public int size() {
        return bytes.length;
    }

    public long getLong(long offset) {
        return (long) LONG.get(bytes, (int) offset);
    }

    public void get(long offset, byte[] into, int at, int length) {
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    public int crc32c(long offset, int length) {
        crc.reset();
        crc.update(bytes, (int) offset, length);
        return (int) crc.getValue();
    }

    /** Whether a range holds the same bytes as a range of another NVRAM. */
    public boolean matches(long offset, Nvram other, long otherOffset, int length) {
        int from = (int) offset;
        int otherFrom = (int) otherOffset;
        return Arrays.equals(bytes, from, from + length, other.bytes, otherFrom, otherFrom + length);
    }

    /** A store of one word by the embedded processor. */
    public void putLong(long offset, long value) {
        reach();
        cardStores++;
        LONG.set(bytes, (int) offset, value);
        tap.stored(Side.CARD, offset, 8);
    }

    /** A sequence of word stores by the embedded processor. */
    public void put(long offset, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int piece = untilTrigger(length - done);
            move(from, at + done, offset + done, piece);
            done += piece;
        }
    }

    /** A sequence of word copies by the embedded processor. */
    public void copy(long from, long to, int length) {
        for (int done = 0; done < length; ) {
            int piece = untilTrigger(length - done);
            move(bytes, (int) from + done, to + done, piece);
            done += piece;
        }
    }

    /** Bytes that arrive from the host, one transaction at a time. */
    public void putFromHost(long offset, byte[] from, int at, int length) {
        System.arraycopy(from, at, bytes, (int) offset, length);
        tap.stored(Side.HOST, offset, length);
    }

    /** Word stores by the embedded processor since the beginning. */
    public long cardStores() {
        return cardStores;
    }

    /** Calls {@code what} once, just before the processor's word store number {@code store}. */
    public void beforeStore(long store, StoreTrigger what) {
        triggerAt = store;
        trigger = what;
    }

    /** The contents are gone: no supply was left. What remains is noise, never zeros. */
    public void lose() {
        long noise = 0x6A09E667F3BCC909L;
        for (int i = 0; i + 8 <= bytes.length; i += 8) {
            noise = noise * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
            LONG.set(bytes, i, noise);
        }
    }

    /** How many of the next {@code length} bytes come before the trigger, after it has been pulled if it is due. */
    private int untilTrigger(int length) {
        reach();
        long until = triggerAt - cardStores;
        return until >= 0 && until < length >>> 3 ? (int) until << 3 : length;
    }

    private void reach() {
        if (cardStores == triggerAt) {
            triggerAt = NEVER;
            trigger.reached();
        }
    }

    private void move(byte[] from, int at, long to, int length) {
        if (length > 0) {
            System.arraycopy(from, at, bytes, (int) to, length);
            cardStores += length >>> 3;
            tap.stored(Side.CARD, to, length);
        }
    }
}
