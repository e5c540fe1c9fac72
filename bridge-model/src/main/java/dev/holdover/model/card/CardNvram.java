package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.memory.Nvram;
import java.util.Arrays;

/** The NVRAM as the embedded processor reaches it: through the host's gate. */
final class CardNvram implements NvramAccess {
    private final Nvram nvram;
    private final Bridge bridge;

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
        return bridge.admitsCard(offset, false) ? nvram.getLong(offset) : -1;
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
            nvram.get(offset, into, at, length);
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
        if (bridge.admitsCard(to, true)) {
            nvram.copy(from, to, length);
        }
    }

    @Override
    public int crc32c(long offset, int length) {
        return bridge.admitsCard(offset, false) ? nvram.crc32c(offset, length) : -1;
    }

    @Override
    public void fence() {
        // The processor's stores reach its own memory in program order.
    }
}
