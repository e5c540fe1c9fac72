package dev.holdover.model.memory;

import dev.holdover.model.layout.NvramAccess;

/** An NVRAM without gates in front of it, stored to by the embedded processor: for a card on the bench. */
public final class UngatedNvram implements NvramAccess {
    private final Nvram nvram;

    public UngatedNvram(Nvram nvram) {
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
        // Nothing is ever on its way.
    }
}
