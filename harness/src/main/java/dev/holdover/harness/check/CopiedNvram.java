package dev.holdover.harness.check;

import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.Nvram;
import java.util.zip.CRC32C;

/** A copy of a card's memory, for trying out what a crash after so many stores would leave. */
final class CopiedNvram implements NvramAccess {
    /** Thrown at the store at which the trial is cut. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut", null, false, false);
        }
    }

    private final byte[] bytes;
    private final CRC32C crc = new CRC32C();
    private long stores;
    private long cutAt = Long.MAX_VALUE;

    CopiedNvram(int size) {
        bytes = new byte[size];
    }

    /** Takes over what {@code memory} holds now. */
    void copyOf(Nvram memory) {
        memory.get(0, bytes, 0, bytes.length);
        stores = 0;
        cutAt = Long.MAX_VALUE;
    }

    /** Cuts the trial before word store number {@code store} from now on. */
    void cutAfter(long store) {
        stores = 0;
        cutAt = store;
    }

    long stores() {
        return stores;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public long getLong(long offset) {
        return Words.getLong(bytes, (int) offset);
    }

    @Override
    public void putLong(long offset, long value) {
        if (stores++ >= cutAt) {
            throw new Cut();
        }
        Words.putLong(bytes, (int) offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        for (int done = 0; done < length; done += 8) {
            putLong(offset + done, Words.getLong(from, at + done));
        }
    }

    @Override
    public void copy(long from, long to, int length) {
        for (int done = 0; done < length; done += 8) {
            putLong(to + done, getLong(from + done));
        }
    }

    @Override
    public int crc32c(long offset, int length) {
        return Words.crc32c(crc, bytes, (int) offset, length);
    }

    @Override
    public void fence() {
        // Stores are in order.
    }
}
