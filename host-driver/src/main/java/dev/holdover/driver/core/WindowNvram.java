package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/** One window of BAR2 as NVRAM: offset 0 is where the slot begins. */
final class WindowNvram implements NvramAccess {
    private final DeviceAccess device;
    private final Region region;
    private final long base;
    private final long size;
    private final byte[] buffer = new byte[4096];
    private final byte[] word = new byte[8];
    private final CRC32C crc = new CRC32C();

    WindowNvram(DeviceAccess device, long base, long size) {
        this.device = device;
        this.region = device.bar(2);
        this.base = base;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long getLong(long offset) {
        long before = device.poisonedReads();
        long word = region.read64(base + offset);
        if (device.poisonedReads() != before) {
            throw new UncorrectableError(offset);
        }
        return word;
    }

    @Override
    public void putLong(long offset, long value) {
        Words.putLong(word, 0, value);
        region.write(base + offset, word, 0, 8);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        long before = device.poisonedReads();
        region.read(base + offset, into, at, length);
        if (device.poisonedReads() != before) {
            throw new UncorrectableError(offset);
        }
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        region.write(base + offset, from, at, length);
    }

    @Override
    public void copy(long from, long to, int length) {
        for (int done = 0; done < length; done += buffer.length) {
            int piece = Math.min(buffer.length, length - done);
            get(from + done, buffer, 0, piece);
            region.write(base + to + done, buffer, 0, piece);
        }
    }

    @Override
    public int crc32c(long offset, int length) {
        crc.reset();
        for (int done = 0; done < length; done += buffer.length) {
            int piece = Math.min(buffer.length, length - done);
            get(offset + done, buffer, 0, piece);
            crc.update(buffer, 0, piece);
        }
        return (int) crc.getValue();
    }

    @Override
    public void fence() {
        region.fence();
    }
}
