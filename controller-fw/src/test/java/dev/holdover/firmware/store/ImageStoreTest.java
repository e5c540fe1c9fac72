package dev.holdover.firmware.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.FailBack;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.FirmwareConfig.StorageConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The store against a plain history of images: at every cut, and with every block damaged. */
class ImageStoreTest {
    private static final NvramLayout LAYOUT = new NvramLayout(24L * NvramLayout.BLOCK, 16, 1);
    private static final int DISK_SLOT = 3;
    private static final int RECORDS = 150;

    /** A card with one personality, whose log this test writes. */
    private static final class Rig {
        private final FakeHal hal = new FakeHal(new FakeNvram(LAYOUT.totalBytes()));
        private final Personality personality;
        private final ImageStore store;
        private final FakeDisk disk;
        /** The image at each position of the log. */
        private final List<byte[]> history = new ArrayList<>();

        Rig(FakeDisk disk) {
            this.disk = disk;
            hal.plug(disk);
            FirmwareConfig config = config();
            Superblock superblock = Superblock.create(hal.nvram(), LAYOUT, config.cluster(), config.card());
            personality = new Personality(hal, LAYOUT, 1, 0, config.slots().get(0), superblock);
            personality.log().format();
            personality.record().epoch(1);
            store = new ImageStore(hal, config, List.of(personality), each -> {});
        }

        private static FirmwareConfig config() {
            return new FirmwareConfig(
                    Configs.CLUSTER,
                    1,
                    LAYOUT,
                    List.of(SlotConfig.of(1, 1)),
                    Configs.CLUSTER_KEY,
                    Configs.UNLOCK_KEY,
                    Configs.HEARTBEAT_NS,
                    Configs.MISSED,
                    100_000_000,
                    true,
                    8_000,
                    1_000_000_000L,
                    LeaseConfig.DEFAULT,
                    FailBack.NEVER,
                    StorageConfig.NONE,
                    List.of(),
                    true,
                    DISK_SLOT);
        }

        void own() {
            personality.resume(Role.ACTIVE);
            history.add(image());
            store.tick();
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
            personality.log().commit(target, bytes.length, (int) crc.getValue(), slot, 1, 0);
            personality.replay();
            history.add(image());
            store.advance(personality);
        }

        void endOne() {
            disk.end(store::disk);
        }

        void settle() {
            for (int i = 0; i < 3; i++) {
                store.tick();
                while (!disk.idle()) {
                    endOne();
                }
            }
        }
    }

    private static FakeDisk newDisk() {
        return new FakeDisk(ImageStore.bytes(LAYOUT));
    }

    /** Writes under way of the disk's own pace; stops before the disk is given write number {@code most}. */
    private static void run(Rig rig, Dice dice, int most) {
        rig.own();
        for (int i = 0; i < RECORDS && rig.disk.writes() < most; i++) {
            rig.write(dice);
            for (int ended = dice.below(6); ended > 0 && !rig.disk.idle() && rig.disk.writes() < most; ended--) {
                rig.endOne();
            }
            if (dice.below(8) == 0) {
                rig.store.tick();
            }
        }
    }

    private static Rig load(FakeDisk disk) {
        Rig fresh = new Rig(disk);
        boolean[] done = new boolean[1];
        fresh.store.load(() -> done[0] = true);
        while (!disk.idle()) {
            fresh.endOne();
        }
        assertTrue(done[0], "loading has not ended");
        return fresh;
    }

    @Test
    void whatIsStoredIsLoadedWithPositionEpochAndImage() {
        Rig rig = new Rig(newDisk());
        run(rig, new Dice(1), Integer.MAX_VALUE);
        rig.settle();
        long lsn = rig.personality.log().lsn();
        assertEquals(lsn, rig.store.storedLsn(rig.personality));
        assertTrue(rig.store.holds(rig.personality, lsn));
        Rig loaded = load(rig.disk);
        assertEquals(LoadResult.LOADED, loaded.store.result(loaded.personality));
        assertEquals(lsn, loaded.personality.log().lsn());
        assertEquals(rig.personality.log().hash(), loaded.personality.log().hash());
        assertEquals(1, loaded.personality.epoch());
        assertEquals(Role.STALE, loaded.personality.record().role());
        assertArrayEquals(rig.image(), loaded.image());
    }

    @Test
    void aCutAtAnyWriteLeavesAtLeastWhatWasSaidToBeStoredAndNothingThatNeverWas() {
        Rig whole = new Rig(newDisk());
        run(whole, new Dice(2), Integer.MAX_VALUE);
        int writes = whole.disk.writes();
        assertTrue(writes > 60, "too few writes to show anything: " + writes);
        int loaded = 0;
        for (int most = 1; most <= writes; most++) {
            for (int chance = 0; chance < 3; chance++) {
                Rig rig = new Rig(newDisk());
                run(rig, new Dice(2), most);
                long promised = rig.store.storedLsn(rig.personality);
                boolean any = rig.store.keeps(rig.personality);
                rig.disk.cut(new Dice(100L * most + chance));
                Rig after = load(rig.disk);
                LoadResult result = after.store.result(after.personality);
                String where = "cut at write " + most + ", chance " + chance + ": ";
                assertTrue(result == LoadResult.LOADED || !any, where + result);
                if (result == LoadResult.LOADED) {
                    loaded++;
                    long lsn = after.personality.log().lsn();
                    assertTrue(lsn >= promised, where + lsn + " is less than " + promised);
                    assertArrayEquals(rig.history.get((int) lsn), after.image(), where + "lsn " + lsn);
                }
            }
        }
        assertTrue(loaded > writes, "too few were loaded to show anything: " + loaded);
    }

    @Test
    void aBlockThatRotsIsNeverLoaded() {
        Rig rig = new Rig(newDisk());
        run(rig, new Dice(3), Integer.MAX_VALUE);
        rig.settle();
        long lsn = rig.personality.log().lsn();
        byte[] image = rig.image();
        int refused = 0;
        for (int block = 0; block < rig.disk.medium().length / NvramLayout.BLOCK; block++) {
            for (int at : new int[] {0, 40, 1000}) {
                byte[] medium = rig.disk.medium();
                medium[block * NvramLayout.BLOCK + at] ^= 16;
                Rig after = load(rig.disk);
                if (after.store.result(after.personality) == LoadResult.LOADED) {
                    assertEquals(lsn, after.personality.log().lsn(), "block " + block);
                    assertArrayEquals(image, after.image(), "block " + block);
                } else {
                    refused++;
                    assertArrayEquals(new byte[image.length], after.image(), "block " + block + " left something");
                }
                medium[block * NvramLayout.BLOCK + at] ^= 16;
            }
        }
        assertTrue(refused > LAYOUT.blocks(), "only " + refused + " were refused");
    }

    @Test
    void aGroupThatIsLostThoughItWasFlushedIsMissed() {
        Rig rig = new Rig(newDisk());
        run(rig, new Dice(4), Integer.MAX_VALUE);
        rig.settle();
        byte[] before = rig.disk.medium().clone();
        rig.write(new Dice(5));
        rig.settle();
        assertFalse(Arrays.equals(before, rig.disk.medium()));
        StoreMap map = StoreMap.of(LAYOUT, 0);
        int headers = StoreMap.HEADERS * NvramLayout.BLOCK;
        System.arraycopy(before, headers, rig.disk.medium(), headers, (int) map.blocks() * NvramLayout.BLOCK - headers);
        Rig after = load(rig.disk);
        assertNotEquals(LoadResult.LOADED, after.store.result(after.personality));
    }

    @Test
    void anErasedRegionIsZeroAndIsFilledAgainOnlyWhenItMayBe() {
        Rig rig = new Rig(newDisk());
        run(rig, new Dice(6), Integer.MAX_VALUE);
        rig.store.erase(rig.personality);
        rig.settle();
        assertTrue(rig.store.erased(rig.personality));
        assertArrayEquals(new byte[rig.disk.medium().length], rig.disk.medium());
        rig.write(new Dice(7));
        rig.settle();
        assertFalse(rig.store.keeps(rig.personality));
        assertEquals(LoadResult.EMPTY, load(rig.disk).store.result(rig.personality));
        rig.store.refill(rig.personality);
        rig.settle();
        assertTrue(rig.store.keeps(rig.personality));
        assertArrayEquals(rig.image(), load(rig.disk).image());
    }
}
