package dev.holdover.harness.bench;

import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.memory.Nvram;

/** The NVRAM without a bridge before it. */
final class PlainAccess implements NvramAccess {
    private final Nvram nvram;

    PlainAccess(Nvram nvram) {
        this.nvram = nvram;
    }

    @Override
    public long size() {
        return nvram.size();
    }

    @Override
    public long getLong(long offset) {
        return nvram.getLong(offset);
    }

    @Override
    public void putLong(long offset, long value) {
        nvram.putLong(offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        nvram.get(offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        nvram.put(offset, from, at, length);
    }

    @Override
    public void copy(long from, long to, int length) {
        nvram.copy(from, to, length);
    }

    @Override
    public int crc32c(long offset, int length) {
        return nvram.crc32c(offset, length);
    }

    @Override
    public void fence() {
        // Stores are there at once.
    }
}
