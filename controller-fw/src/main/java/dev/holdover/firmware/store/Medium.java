package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.layout.NvramLayout;
import java.util.Optional;

/** The store's disk, in blocks of 4 KiB. */
final class Medium {
    private final Disks disks;
    private final int slot;
    private int perBlock;
    private long blocks;

    Medium(Disks disks, int slot) {
        this.disks = disks;
        this.slot = slot;
    }

    /** Looks at the disk that is in the slot now; says false if none answers there. */
    boolean open() {
        Optional<DiskGeometry> geometry = disks.geometry(slot);
        perBlock = geometry.map(each -> NvramLayout.BLOCK / each.logicalBytes()).orElse(1);
        blocks = geometry.map(DiskGeometry::blocks).orElse(0L) / perBlock;
        return geometry.isPresent();
    }

    boolean present() {
        return disks.geometry(slot).isPresent();
    }

    long blocks() {
        return blocks;
    }

    boolean submit(DiskOpcode opcode, long block, int count, byte[] buffer, int at, int tag) {
        return disks.submit(slot, opcode, block * perBlock, count * perBlock, buffer, at, false, tag);
    }

    /** What is under way is dropped. */
    void reset() {
        disks.reset(slot);
    }
}
