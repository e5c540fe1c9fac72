package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.Nvram;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The NVRAM as the embedded processor reaches it: through the host's gate. */
final class CardNvram implements NvramAccess {
    private final Nvram nvram;
    private final Bridge bridge;

    private final byte[] word = new byte[8];
    private final CRC32C crc = new CRC32C();

    CardNvram(Nvram nvram, Bridge bridge) {
        this.nvram = nvram;
        this.bridge = bridge;
    }

    @Override
    public long size() {
        return nvram.size();
    }

    @Override
    public long getLong(long offset) {
        if (!bridge.admitsCard(offset, false)) {
            return -1;
        }
        if (nvram.flawed()) {
            check(offset, 8);
            nvram.load(offset, word, 0, 8);
            return Words.getLong(word, 0);
        }
        return nvram.getLong(offset);
    }

    @Override
    public void putLong(long offset, long value) {
        if (bridge.admitsCard(offset, true)) {
            nvram.putLong(offset, value);
        }
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        if (bridge.admitsCard(offset, false)) {
            if (nvram.flawed()) {
                check(offset, length);
                nvram.load(offset, into, at, length);
            } else {
                nvram.get(offset, into, at, length);
            }
        } else {
            Arrays.fill(into, at, at + length, (byte) 0xff);
        }
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        if (bridge.admitsCard(offset, true)) {
            nvram.put(offset, from, at, length);
        }
    }

    @Override
    public void copy(long from, long to, int length) {
        if (!bridge.admitsCard(to, true)) {
            return;
        }
        // Poison travels with the data: nobody consumes it here, and it is told where it was found.
        nvram.check(from, length);
        nvram.copy(from, to, length);
        nvram.carryFlaws(from, to, length);
    }

    @Override
    public int crc32c(long offset, int length) {
        if (!bridge.admitsCard(offset, false)) {
            return -1;
        }
        if (nvram.flawed()) {
            check(offset, length);
            byte[] read = new byte[length];
            nvram.load(offset, read, 0, length);
            return Words.crc32c(crc, read, 0, length);
        }
        return nvram.crc32c(offset, length);
    }

    @Override
    public void fence() {
        // The processor's stores reach its own memory in program order.
    }

    /** A read that meets poison ends in a machine check. */
    private void check(long offset, int length) {
        long poison = nvram.check(offset, length);
        if (poison >= 0) {
            throw new UncorrectableError(poison);
        }
    }
}
