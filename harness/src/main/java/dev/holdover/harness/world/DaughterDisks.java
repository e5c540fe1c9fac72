package dev.holdover.harness.world;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.model.card.DaughterSlots;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskPort;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The disks in a card's daughter slots, as its firmware reaches them. */
final class DaughterDisks implements Disks {
    private final FailoverCard hardware;
    private final long[] keys = new long[DaughterSlots.SLOTS];

    DaughterDisks(FailoverCard hardware) {
        this.hardware = hardware;
    }

    @Override
    public Optional<DiskGeometry> geometry(int slot) {
        @Nullable DiskPort port = hardware.disk(slot);
        return port == null || !port.present() ? Optional.empty() : Optional.of(port.geometry());
    }

    @Override
    public void key(int slot, long epoch) {
        keys[slot] = epoch;
    }

    @Override
    public boolean submit(
            int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag) {
        @Nullable DiskPort port = hardware.disk(slot);
        return port != null && port.submit(opcode, lba, count, buffer, at, fua, keys[slot], tag);
    }

    @Override
    public void reset(int slot) {
        @Nullable DiskPort port = hardware.disk(slot);
        if (port != null) {
            port.reset();
        }
    }
}
