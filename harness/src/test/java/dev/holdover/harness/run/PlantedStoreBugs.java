package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.nv.Revival;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Register;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Firmware that is wrong in one place each, about what it saves to a disk and loads from there. */
final class PlantedStoreBugs {
    private static final int HEADER_SECTORS = 16;

    private PlantedStoreBugs() {}

    /** What is in the disk's volatile cache counts as stored. */
    static FirmwareParts storedBeforeFlushed() {
        return storing((disks, slot, opcode, lba, count, buffer, at, tag) ->
                disks.submit(slot, unflushed(opcode), lba, Math.max(1, count), buffer, at, false, tag));
    }

    /** The headers are on the medium while what they tell of is in the volatile cache. */
    static FirmwareParts headerBeforeData() {
        return storing((disks, slot, opcode, lba, count, buffer, at, tag) -> {
            boolean header = opcode == DiskOpcode.WRITE && lba < HEADER_SECTORS;
            return disks.submit(slot, unflushed(opcode), lba, Math.max(1, count), buffer, at, header, tag);
        });
    }

    /** A SAVE is said to have ended before the disk has taken everything. */
    static FirmwareParts savedBeforeStored() {
        return with((hal, config, personalities, listener) -> new ImageStore(hal, config, personalities, listener) {
            @Override
            public boolean holds(Personality personality, long lsn) {
                return keeps(personality);
            }
        });
    }

    /** A peer says of what it has received that it is on its disk. */
    static FirmwareParts destagedWhenReceived() {
        return new FirmwareParts() {
            @Override
            public Replicator replicator(
                    Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
                return new Replicator(hal, config, messenger, personalities) {
                    @Override
                    public void stored(Personality personality, long lsn) {
                        super.stored(personality, lsn < 0 ? lsn : Long.MAX_VALUE);
                    }
                };
            }
        };
    }

    /** Whatever the disk gives is loaded. */
    static FirmwareParts checksumsIgnored() {
        return with((hal, config, personalities, listener) -> new ImageStore(hal, config, personalities, listener) {
            @Override
            protected boolean isSame(int readCrc, int storedCrc) {
                return true;
            }
        });
    }

    /** What was loaded is claimed with, whatever the others have. */
    static FirmwareParts olderImageRevived() {
        return new FirmwareParts() {
            @Override
            public Revival revival(Hal hal, List<Personality> personalities, ImageStore store, TakeOver takeOver) {
                return new Revival(hal, personalities, store, takeOver) {
                    @Override
                    protected boolean isLatest(Personality personality) {
                        return true;
                    }
                };
            }
        };
    }

    private static DiskOpcode unflushed(DiskOpcode opcode) {
        return opcode == DiskOpcode.FLUSH ? DiskOpcode.READ : opcode;
    }

    /** Gives the disk a command in another way than it was asked to. */
    @FunctionalInterface
    private interface Way {
        boolean submit(Disks disks, int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, int tag);
    }

    private static FirmwareParts storing(Way way) {
        return with((hal, config, personalities, listener) ->
                new ImageStore(new OtherDisks(hal, new Misled(hal.disks(), way)), config, personalities, listener));
    }

    @FunctionalInterface
    private interface Planting {
        ImageStore plant(
                Hal hal, FirmwareConfig config, List<Personality> personalities, Consumer<Personality> listener);
    }

    private static FirmwareParts with(Planting planting) {
        return new FirmwareParts() {
            @Override
            public ImageStore store(
                    Hal hal, FirmwareConfig config, List<Personality> personalities, Consumer<Personality> listener) {
                return planting.plant(hal, config, personalities, listener);
            }
        };
    }

    private record Misled(Disks disks, Way way) implements Disks {
        @Override
        public Optional<DiskGeometry> geometry(int slot) {
            return disks.geometry(slot);
        }

        @Override
        public void key(int slot, long epoch) {
            disks.key(slot, epoch);
        }

        @Override
        public boolean submit(
                int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag) {
            byte[] room = opcode == DiskOpcode.FLUSH ? new byte[NvramLayout.BLOCK] : buffer;
            return way.submit(disks, slot, opcode, lba, count, room, at, tag);
        }

        @Override
        public void reset(int slot) {
            disks.reset(slot);
        }
    }

    /** The card's hardware, but for its disks. */
    private record OtherDisks(Hal hal, Disks disks) implements Hal {
        @Override
        public long nowNs() {
            return hal.nowNs();
        }

        @Override
        public void arm(Timer timer, int slot, long atNs) {
            hal.arm(timer, slot, atNs);
        }

        @Override
        public void disarm(Timer timer, int slot) {
            hal.disarm(timer, slot);
        }

        @Override
        public long read(Register register, int n) {
            return hal.read(register, n);
        }

        @Override
        public void write(Register register, int n, long value) {
            hal.write(register, n, value);
        }

        @Override
        public NvramAccess nvram() {
            return hal.nvram();
        }

        @Override
        public void transmit(int port, int toCard, byte[] frame, int at, int length) {
            hal.transmit(port, toCard, frame, at, length);
        }

        @Override
        public long boots() {
            return hal.boots();
        }

        @Override
        public long entropy() {
            return hal.entropy();
        }

        @Override
        public void journal(Notice notice, int slot, long a, long b) {
            hal.journal(notice, slot, a, b);
        }
    }
}
