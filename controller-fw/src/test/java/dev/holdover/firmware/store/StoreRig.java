package dev.holdover.firmware.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A card with one personality, whose log a test writes, and a store on a disk. */
final class StoreRig {
    static final NvramLayout LAYOUT = new NvramLayout(24L * NvramLayout.BLOCK, 16, 1);
    static final int RECORDS = 150;
    private static final int DISK_SLOT = 3;

    private final FakeHal hal = new FakeHal(new FakeNvram(LAYOUT.totalBytes()));
    private final Personality personality;
    private final FakeDisk disk;
    private ImageStore store;
    /** The image at each position of the log. */
    private final List<byte[]> history = new ArrayList<>();
    /** Up to where all was told to be stored, when each change was given to the disk. */
    private final List<Long> promises = new ArrayList<>();

    StoreRig(FakeDisk disk) {
        this.disk = disk;
        hal.plug(disk);
        Superblock superblock = Superblock.create(hal.nvram(), LAYOUT, config().cluster(), config().card());
        personality = new Personality(hal, LAYOUT, 1, 0, config().slots().get(0), superblock);
        personality.log().format();
        personality.record().epoch(1);
        store = newStore();
        disk.listen(() -> promises.add(store.storedLsn(personality)));
    }

    static FakeDisk newDisk() {
        return new FakeDisk(ImageStore.bytes(LAYOUT));
    }

    /** Loads what lies on a medium into a blank card. */
    static StoreRig load(FakeDisk disk) {
        StoreRig fresh = new StoreRig(disk);
        fresh.load();
        return fresh;
    }

    /** A disk on which 150 records were written at the disk's own pace; each byte follows from the seed. */
    static StoreRig written(long seed) {
        StoreRig rig = new StoreRig(newDisk());
        Dice dice = new Dice(seed);
        rig.own();
        for (int i = 0; i < RECORDS; i++) {
            rig.write(dice);
            for (int ended = dice.below(6); ended > 0 && !rig.disk.idle(); ended--) {
                rig.endOne();
            }
            if (dice.below(8) == 0) {
                rig.store.tick();
            }
        }
        return rig;
    }

    private ImageStore newStore() {
        return new ImageStore(hal, config(), List.of(personality), each -> {});
    }

    private static FirmwareConfig config() {
        return Configs.storing(1, LAYOUT, List.of(SlotConfig.of(1, 1)), DISK_SLOT);
    }

    FakeHal hal() {
        return hal;
    }

    Personality personality() {
        return personality;
    }

    ImageStore store() {
        return store;
    }

    FakeDisk disk() {
        return disk;
    }

    LoadResult result() {
        return store.result(personality);
    }

    long lsn() {
        return personality.log().lsn();
    }

    byte[] imageAt(long lsn) {
        return history.get((int) lsn);
    }

    long promisedAt(int change) {
        return promises.get(change);
    }

    void own() {
        personality.resume(Role.ACTIVE);
        history.add(image());
        store.tick();
    }

    /** The processor is reset: another firmware knows only what the NVRAM says. */
    void reset() {
        disk.reset(DISK_SLOT);
        hal.reset();
        store = newStore();
    }

    byte[] image() {
        byte[] image = new byte[(int) LAYOUT.userBytes()];
        hal.nvram().get(personality.log().imageAt(0), image, 0, image.length);
        return image;
    }

    void write(Dice dice) {
        byte[] bytes = dice.bytes(8 * (1 + dice.below(512)));
        int room = (NvramLayout.BLOCK - bytes.length) / 8 + 1;
        long target = (long) dice.below(LAYOUT.blocks()) * NvramLayout.BLOCK + 8L * dice.below(room);
        int slot = personality.log().nextPayloadSlot();
        hal.nvram().put(personality.log().payloadAt(slot), bytes, 0, bytes.length);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        personality.log().commit(target, bytes.length, (int) crc.getValue(), slot, personality.epoch(), 0);
        personality.replay();
        history.add(image());
        store.advance(personality);
    }

    void endOne() {
        disk.end(store::disk);
    }

    /** Heartbeats pass, and the disk is quick. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            store.tick();
            while (!disk.idle()) {
                endOne();
            }
        }
    }

    /** Time passes, and the disk says nothing. */
    void tickAt(long nowNs) {
        hal.now(nowNs);
        store.tick();
    }

    void beginLoad(Runnable then) {
        store.load(then);
    }

    void load() {
        boolean[] done = new boolean[1];
        beginLoad(() -> done[0] = true);
        while (!disk.idle()) {
            endOne();
        }
        assertTrue(done[0], "loading has not ended");
    }
}
