package dev.holdover.model.layout;

import java.util.zip.CRC32C;

/** Plain bytes whose power can be cut before any word store, also inside a longer one. */
final class CuttableNvram implements NvramAccess {
    /** Power is gone. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final byte[] bytes;
    private long storesLeft = Long.MAX_VALUE;
    private long stores;

    CuttableNvram(long size) {
        bytes = new byte[(int) size];
    }

    private CuttableNvram(byte[] bytes) {
        this.bytes = bytes;
    }

    CuttableNvram copyOfIt() {
        return new CuttableNvram(bytes.clone());
    }

    /** Lets this many word stores through from now on. */
    void cutAfter(long wordStores) {
        storesLeft = wordStores;
    }

    void restorePower() {
        storesLeft = Long.MAX_VALUE;
    }

    long stores() {
        return stores;
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
        if ((offset & 7) != 0) {
            throw new AssertionError("a word store at " + offset);
        }
        if (storesLeft == 0) {
            throw new Cut();
        }
        storesLeft--;
        stores++;
        Words.putLong(bytes, (int) offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        if ((length & 7) != 0) {
            throw new AssertionError("a put of " + length);
        }
        for (int i = 0; i < length; i += 8) {
            putLong(offset + i, Words.getLong(from, at + i));
        }
    }

    @Override
    public void copy(long from, long to, int length) {
        put(to, bytes.clone(), (int) from, length);
    }

    @Override
    public int crc32c(long offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, (int) offset, length);
        return (int) crc.getValue();
    }

    @Override
    public void fence() {}
}
