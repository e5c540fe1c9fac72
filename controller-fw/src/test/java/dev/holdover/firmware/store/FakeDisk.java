package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A disk of sectors of 512 bytes with a volatile cache, whose commands end when a test says so. */
final class FakeDisk implements Disks {
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Open(DiskOpcode opcode, int lba, int count, byte[] buffer, int at, byte[] data, int tag) {}

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Cached(int lba, byte[] data) {}

    private static final int SECTOR = 512;

    private final byte[] medium;
    private final List<Open> open = new ArrayList<>();
    private final List<Cached> cache = new ArrayList<>();
    private int writes;

    FakeDisk(long bytes) {
        medium = new byte[(int) bytes];
    }

    byte[] medium() {
        return medium;
    }

    /** Commands that change something, so far. */
    int writes() {
        return writes;
    }

    boolean idle() {
        return open.isEmpty();
    }

    /** The oldest command ends. */
    void end(BiConsumer<Integer, DiskStatus> listener) {
        Open command = open.remove(0);
        switch (command.opcode) {
            case READ -> {
                byte[] seen = medium.clone();
                cache.forEach(each -> land(each, each.data.length / SECTOR, seen));
                System.arraycopy(seen, command.lba * SECTOR, command.buffer, command.at, command.count * SECTOR);
            }
            case WRITE, WRITE_ZEROES -> cache.add(new Cached(command.lba, command.data));
            case FLUSH -> {
                cache.forEach(each -> land(each, each.data.length / SECTOR, medium));
                cache.clear();
            }
            case RESERVE -> throw new AssertionError("nobody reserves it");
        }
        listener.accept(command.tag, DiskStatus.SUCCESS);
    }

    /** The power goes: of each write that was not flushed any sectors may have landed. */
    void cut(Dice dice) {
        for (Open each : open) {
            if (each.opcode == DiskOpcode.WRITE || each.opcode == DiskOpcode.WRITE_ZEROES) {
                cache.add(new Cached(each.lba, each.data));
            }
        }
        for (Cached each : cache) {
            for (int i = 0; i < each.data.length / SECTOR; i++) {
                if (dice.below(2) == 0) {
                    System.arraycopy(each.data, i * SECTOR, medium, (each.lba + i) * SECTOR, SECTOR);
                }
            }
        }
        open.clear();
        cache.clear();
    }

    private static void land(Cached write, int sectors, byte[] on) {
        System.arraycopy(write.data, 0, on, write.lba * SECTOR, sectors * SECTOR);
    }

    @Override
    public Optional<DiskGeometry> geometry(int slot) {
        return Optional.of(new DiskGeometry(SECTOR, SECTOR, medium.length / SECTOR, 64));
    }

    @Override
    public void key(int slot, long epoch) {
        // It is not shared.
    }

    @Override
    public boolean submit(
            int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag) {
        boolean changes = opcode == DiskOpcode.WRITE || opcode == DiskOpcode.WRITE_ZEROES;
        byte[] data = new byte[changes ? count * SECTOR : 0];
        if (opcode == DiskOpcode.WRITE) {
            System.arraycopy(buffer, at, data, 0, data.length);
        }
        writes += changes ? 1 : 0;
        open.add(new Open(opcode, (int) lba, count, buffer, at, data, tag));
        return true;
    }

    @Override
    public void reset(int slot) {
        open.clear();
    }
}
