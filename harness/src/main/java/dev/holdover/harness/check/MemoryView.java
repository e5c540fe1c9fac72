package dev.holdover.harness.check;

import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.memory.Nvram;

/** A card's memory for reading only. */
final class MemoryView implements NvramAccess {
    private final Nvram memory;

    MemoryView(Nvram memory) {
        this.memory = memory;
    }

    @Override
    public long size() {
        return memory.size();
    }

    @Override
    public long getLong(long offset) {
        return memory.getLong(offset);
    }

    @Override
    public void putLong(long offset, long value) {
        throw refused();
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        memory.get(offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        throw refused();
    }

    @Override
    public void copy(long from, long to, int length) {
        throw refused();
    }

    @Override
    public int crc32c(long offset, int length) {
        return memory.crc32c(offset, length);
    }

    @Override
    public void fence() {
        // Nothing is stored.
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("an oracle changes nothing");
    }
}
