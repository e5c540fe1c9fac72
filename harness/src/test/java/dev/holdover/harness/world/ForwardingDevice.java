package dev.holdover.harness.world;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.driver.access.Region;

/** Another device, but for what a test overrides; so are its regions. */
class ForwardingDevice implements DeviceAccess {
    private final DeviceAccess device;

    ForwardingDevice(DeviceAccess device) {
        this.device = device;
    }

    @Override
    public Region bar(int number) {
        return device.bar(number);
    }

    @Override
    public int configRead(int offset) {
        return device.configRead(offset);
    }

    @Override
    public long failedReads() {
        return device.failedReads();
    }

    @Override
    public long poisonedReads() {
        return device.poisonedReads();
    }

    @Override
    public int enableInterrupts() {
        return device.enableInterrupts();
    }

    @Override
    public DmaBuffer dma(int bytes) {
        return device.dma(bytes);
    }

    /** Another region, but for what a test overrides. */
    static class ForwardingRegion implements Region {
        private final Region region;

        ForwardingRegion(Region region) {
            this.region = region;
        }

        @Override
        public long size() {
            return region.size();
        }

        @Override
        public int read32(long offset) {
            return region.read32(offset);
        }

        @Override
        public void write32(long offset, int value) {
            region.write32(offset, value);
        }

        @Override
        public long read64(long offset) {
            return region.read64(offset);
        }

        @Override
        public void write64(long offset, long value) {
            region.write64(offset, value);
        }

        @Override
        public void read(long offset, byte[] into, int at, int length) {
            region.read(offset, into, at, length);
        }

        @Override
        public void write(long offset, byte[] from, int at, int length) {
            region.write(offset, from, at, length);
        }

        @Override
        public void fence() {
            region.fence();
        }
    }
}
