package dev.holdover.firmware.testing;

import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** Plain bytes. The processor may lose its power before any of its word stores. */
public final class FakeNvram implements NvramAccess {
    /** Power is gone, or the processor has crashed. */
    public static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut", null, false, false);
        }
    }

    private final byte[] bytes;
    private final boolean counted;
    private long stores;
    private long storesLeft = Long.MAX_VALUE;
    private final Set<Long> poison;

    public FakeNvram(long size) {
        this(new byte[(int) size], true, new TreeSet<>());
    }

    private FakeNvram(byte[] bytes, boolean counted, Set<Long> poison) {
        this.poison = poison;
        this.bytes = bytes;
        this.counted = counted;
    }

    /** The same bytes as somebody else stores them: neither counted nor cut. */
    public NvramAccess raw() {
        return new FakeNvram(bytes, false, new TreeSet<>());
    }

    public byte[] bytes() {
        return bytes;
    }

    /** The word at {@code offset} can't be read until it is stored to; the raw bytes are still there. */
    public void poison(long offset) {
        poison.add(offset & -8L);
    }

    public boolean poisoned(long offset) {
        return poison.contains(offset & -8L);
    }

    private void check(long offset, int length) {
        for (long at = offset & -8L; at < offset + length && !poison.isEmpty(); at += 8) {
            if (poison.contains(at)) {
                throw new UncorrectableError(at);
            }
        }
    }

    /** Lets this many word stores through from now on. */
    public void cutAfter(long wordStores) {
        storesLeft = wordStores;
    }

    public void restorePower() {
        storesLeft = Long.MAX_VALUE;
    }

    public long stores() {
        return stores;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public long getLong(long offset) {
        check(offset, 8);
        return Words.getLong(bytes, (int) offset);
    }

    @Override
    public void putLong(long offset, long value) {
        if ((offset & 7) != 0) {
            throw new AssertionError("a word store at " + offset);
        }
        if (counted) {
            if (storesLeft == 0) {
                throw new Cut();
            }
            storesLeft--;
            stores++;
        }
        poison.remove(offset);
        Words.putLong(bytes, (int) offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        check(offset, length);
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        if ((length & 7) != 0) {
            throw new AssertionError("a put of " + length);
        }
        for (int done = 0; done < length; done += 8) {
            putLong(offset + done, Words.getLong(from, at + done));
        }
    }

    @Override
    public void copy(long from, long to, int length) {
        for (int done = 0; done < length; done += 8) {
            putLong(to + done, Words.getLong(bytes, (int) from + done));
            if (poisoned(from + done)) {
                poison(to + done);
            }
        }
    }

    @Override
    public int crc32c(long offset, int length) {
        check(offset, length);
        CRC32C crc = new CRC32C();
        crc.update(bytes, (int) offset, length);
        return (int) crc.getValue();
    }

    @Override
    public void fence() {}
}
