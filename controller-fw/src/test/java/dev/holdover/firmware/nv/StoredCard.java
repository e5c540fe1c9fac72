package dev.holdover.firmware.nv;

import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.List;
import java.util.zip.CRC32C;

/** A card with one personality and a store on a disk, and what would make it an owner; the rest of it is not there. */
final class StoredCard {
    static final NvramLayout LAYOUT = new NvramLayout(4L * NvramLayout.BLOCK, 8, 1, 2);
    static final int DISK_SLOT = 3;
    static final long EPOCH = 4;
    static final int RECORDS = 3;

    final FakeHal hal = new FakeHal(new FakeNvram(LAYOUT.totalBytes()));
    final FakeDisk disk;
    final Personality personality;
    final ImageStore store;
    final Revival revival;
    private final Dice dice = new Dice(31);
    private long revivals;

    private StoredCard(int card, SlotConfig slot, FakeDisk disk) {
        this.disk = disk;
        hal.plug(disk);
        FirmwareConfig config = config(card, slot);
        Superblock superblock = Superblock.create(hal.nvram(), LAYOUT, Configs.CLUSTER, card);
        personality = new Personality(hal, LAYOUT, card, 0, slot, superblock);
        personality.log().format();
        List<Personality> all = List.of(personality);
        store = new ImageStore(hal, config, all, each -> {});
        Messenger messenger = new Messenger(hal, config);
        revival = new Revival(
                hal,
                all,
                store,
                new TakeOver(new TakeOver.Wiring(
                        hal,
                        config,
                        messenger,
                        new PeerHealth(hal, config, messenger),
                        new Replicator(hal, config, messenger, all),
                        new Guard(hal, config, all, () -> false),
                        all,
                        each -> {})) {
                    @Override
                    public void revive(Personality what) {
                        revivals++;
                    }
                });
    }

    /** The owner of epoch 4, with three records, whose image is on the disk. */
    static StoredCard owner(int card, SlotConfig slot) {
        StoredCard made = new StoredCard(card, slot, newDisk());
        made.personality.record().epoch(EPOCH);
        made.personality.resume(Role.ACTIVE);
        for (int i = 0; i < RECORDS; i++) {
            made.write();
        }
        made.settle();
        return made;
    }

    /** A card that has lost its NVRAM, and has loaded what such an owner had stored. */
    static StoredCard loaded(int card, SlotConfig slot) {
        return boot(card, slot, owner(card, slot).disk);
    }

    /** A card that has lost its NVRAM, and whose disk is new. */
    static StoredCard empty(int card, SlotConfig slot) {
        return boot(card, slot, newDisk());
    }

    private static StoredCard boot(int card, SlotConfig slot, FakeDisk from) {
        StoredCard made = new StoredCard(card, slot, from);
        made.store.load(() -> {});
        made.endAll();
        made.personality.resume(made.personality.record().role());
        made.revival.boot();
        return made;
    }

    private static FakeDisk newDisk() {
        return new FakeDisk(ImageStore.bytes(LAYOUT));
    }

    private static FirmwareConfig config(int card, SlotConfig slot) {
        return Configs.storing(card, LAYOUT, List.of(slot), DISK_SLOT);
    }

    /** How often it was made an owner again. */
    long revivals() {
        return revivals;
    }

    long lsn() {
        return personality.log().lsn();
    }

    void write() {
        byte[] bytes = dice.bytes(512);
        int slot = personality.log().nextPayloadSlot();
        hal.nvram().put(personality.log().payloadAt(slot), bytes, 0, bytes.length);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        personality.log().commit(0, bytes.length, (int) crc.getValue(), slot, personality.epoch(), 0);
        personality.replay();
        store.advance(personality);
    }

    /** Heartbeats pass, and the disk is quick. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            store.tick();
            endAll();
        }
    }

    private void endAll() {
        while (!disk.idle()) {
            disk.end(store::disk);
        }
    }
}
