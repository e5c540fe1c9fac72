package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * One window of BAR2 as NVRAM: offset 0 is where the slot begins. A read that failed gives all ones; it must not be
 * taken for data, least of all be copied into the image. So all ones are believed only if no read of the device
 * failed meanwhile; else {@link Unreadable} unwinds the caller.
 */
final class WindowNvram implements NvramAccess {
    private final DeviceAccess device;
    private final Region region;
    private final long base;
    private final long size;
    private final byte[] buffer = new byte[4096];
    private final byte[] word = new byte[8];
    private final CRC32C crc = new CRC32C();

    private long failedReads;
    private long poisonedReads;

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
        begin();
        long value = region.read64(base + offset);
        whole(offset);
        if (value == -1) {
            believe();
        }
        return value;
    }

    @Override
    public void putLong(long offset, long value) {
        Words.putLong(word, 0, value);
        region.write(base + offset, word, 0, 8);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        begin();
        region.read(base + offset, into, at, length);
        whole(offset);
        for (int i = at; i <= at + length - 4; i++) {
            if (into[i] == -1 && into[i + 1] == -1 && into[i + 2] == -1 && into[i + 3] == -1) {
                believe();
                return;
            }
        }
    }

    private void begin() {
        failedReads = device.failedReads();
        poisonedReads = device.poisonedReads();
    }

    private void whole(long offset) {
        if (device.poisonedReads() != poisonedReads) {
            throw new UncorrectableError(offset);
        }
    }

    private void believe() {
        if (device.failedReads() != failedReads) {
            throw new Unreadable();
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
