package dev.holdover.firmware.testing;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * A disk of sectors of 512 bytes, whose commands end when a test says so. It remembers all that it was told to change,
 * in order, so that a test can lay down afterwards what a cut or a fault would have left of it.
 */
public final class FakeDisk implements Disks {
    public static final int SECTOR = 512;

    /** A command that it was given. */
    public static final class Command {
        private final DiskOpcode opcode;
        private final int lba;
        private final int count;
        private final byte[] buffer;
        private final int at;
        private final byte[] data;
        private final int tag;

        Command(DiskOpcode opcode, int lba, int count, byte[] buffer, int at, int tag) {
            this.opcode = opcode;
            this.lba = lba;
            this.count = count;
            this.buffer = buffer;
            this.at = at;
            this.tag = tag;
            this.data = opcode == DiskOpcode.WRITE
                    ? Arrays.copyOfRange(buffer, at, at + count * SECTOR)
                    : new byte[opcode == DiskOpcode.WRITE_ZEROES ? count * SECTOR : 0];
        }

        public DiskOpcode opcode() {
            return opcode;
        }

        public int lba() {
            return lba;
        }

        public int sectors() {
            return count;
        }

        public boolean changes() {
            return opcode == DiskOpcode.WRITE || opcode == DiskOpcode.WRITE_ZEROES;
        }

        /** One sector of it lands, {@code off} sectors from where it should. */
        public void land(byte[] medium, int sector, int off) {
            int to = Math.floorMod((lba + sector + off) * SECTOR, medium.length);
            System.arraycopy(data, sector * SECTOR, medium, to, SECTOR);
        }

        /** All of it lands. */
        public void land(byte[] medium, int off) {
            for (int sector = 0; sector < data.length / SECTOR; sector++) {
                land(medium, sector, off);
            }
        }
    }

    private final byte[] medium;
    private final List<Command> open = new ArrayList<>();
    private final List<Command> changes = new ArrayList<>();
    private final Map<Integer, Boolean> unreadable = new HashMap<>();
    private BiPredicate<Integer, DiskOpcode> fails = (index, opcode) -> false;
    private DiskStatus failure = DiskStatus.SUCCESS;
    private Runnable listener = () -> {};
    private boolean present = true;
    private int commands;

    public FakeDisk(long bytes) {
        this(new byte[(int) bytes]);
    }

    /** What is given becomes its medium. */
    public FakeDisk(byte[] medium) {
        this.medium = medium;
    }

    public byte[] medium() {
        return medium;
    }

    /** All that changes something, and each FLUSH, in order. */
    public List<Command> changes() {
        return changes;
    }

    /** Commands so far, of any kind. */
    public int commands() {
        return commands;
    }

    public boolean idle() {
        return open.isEmpty();
    }

    /** Told before each change or FLUSH that it is given. */
    public void listen(Runnable each) {
        listener = each;
    }

    /** Commands for which {@code which} holds, by their number from zero, end like that and do nothing. */
    public void fails(DiskStatus status, BiPredicate<Integer, DiskOpcode> which) {
        failure = status;
        fails = which;
    }

    /** A block of 4 KiB can't be read any more, or can again. */
    public void unreadable(int block, boolean now) {
        unreadable.put(block, now);
    }

    /** It is pulled, with all that is under way; or pushed in again. */
    public void present(boolean now) {
        present = now;
        open.clear();
    }

    /** The oldest command ends. */
    public void end(BiConsumer<Integer, DiskStatus> firmware) {
        Command command = open.remove(0);
        int index = commands - open.size() - 1;
        if (fails.test(index, command.opcode)) {
            firmware.accept(command.tag, failure);
            return;
        }
        boolean damaged = false;
        switch (command.opcode) {
            case READ -> {
                System.arraycopy(medium, command.lba * SECTOR, command.buffer, command.at, command.count * SECTOR);
                for (int i = 0; i < command.count; i++) {
                    damaged |= unreadable.getOrDefault((command.lba + i) / 8, false);
                }
            }
            case WRITE, WRITE_ZEROES -> command.land(medium, 0);
            case FLUSH -> {
                // What a cut would have left without it is laid down by the test.
            }
            case RESERVE -> throw new AssertionError("nobody reserves it");
        }
        firmware.accept(command.tag, damaged ? DiskStatus.UNRECOVERED_READ_ERROR : DiskStatus.SUCCESS);
    }

    @Override
    public Optional<DiskGeometry> geometry(int slot) {
        return present ? Optional.of(new DiskGeometry(SECTOR, SECTOR, medium.length / SECTOR, 64)) : Optional.empty();
    }

    @Override
    public void key(int slot, long epoch) {
        // It is not shared.
    }

    @Override
    public boolean submit(
            int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag) {
        if (!present) {
            return false;
        }
        Command command = new Command(opcode, (int) lba, count, buffer, at, tag);
        if (opcode != DiskOpcode.READ) {
            listener.run();
            changes.add(command);
        }
        commands++;
        open.add(command);
        return true;
    }

    @Override
    public void reset(int slot) {
        open.clear();
    }
}
