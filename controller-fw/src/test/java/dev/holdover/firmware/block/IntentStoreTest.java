package dev.holdover.firmware.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.firmware.testing.FakeNvram.Cut;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The intents in a card's NVRAM, over restarts and cuts. */
class IntentStoreTest {
    private static final int LINES = 8;
    private static final NvramLayout LAYOUT =
            new NvramLayout(4L * NvramLayout.BLOCK + BlockCache.bytes(LINES), 8, 1, 1, LINES);

    private final FakeNvram nvram = new FakeNvram(LAYOUT.totalBytes());
    private final FakeHal hal = new FakeHal(nvram);
    private final FirmwareConfig config =
            Configs.config(Configs.CLUSTER, 1, LAYOUT, List.of(SlotConfig.of(1, 1)), true, 1_000_000_000L);
    private final Superblock superblock = Superblock.create(nvram, LAYOUT, Configs.CLUSTER, 1);
    private final Dice dice = new Dice(3);
    private long epoch = 1;

    /** As after a restart: it knows what the NVRAM says. */
    private IntentStore store() {
        Personality personality =
                new Personality(hal, LAYOUT, 1, 0, config.slots().get(0), superblock);
        personality.record().epoch(epoch);
        Messenger messenger = new Messenger(hal, config);
        return new IntentStore(
                hal, messenger, new Replicator(hal, config, messenger, List.of(personality)), personality);
    }

    private static byte[] load(IntentStore store, int slot) {
        byte[] into = new byte[store.slotBytes()];
        return Arrays.copyOf(into, store.load(slot, into, 0));
    }

    @Test
    void givesBackAfterARestartWhatWasStoredAndNotCleared() {
        IntentStore store = store();
        byte[] members = dice.bytes(100);
        byte[] row = dice.bytes(3 * NvramLayout.BLOCK + 13);
        store.store(0, members, 0, members.length);
        store.store(2, row, 0, row.length);
        store.store(3, row, 1, 50);
        store.clear(3);
        store.store(1, row, 5, 60);
        for (IntentStore each : List.of(store, store())) {
            assertArrayEquals(members, load(each, 0));
            assertArrayEquals(Arrays.copyOfRange(row, 5, 65), load(each, 1));
            assertArrayEquals(row, load(each, 2));
            assertEquals(0, load(each, 3).length, "cleared before the next was stored");
            assertEquals(0, load(each, 4).length, "never stored");
        }
        assertTrue(store.held(2), "there is nobody else to hold it");
    }

    @Test
    void aClearThatNoStoreFollowedMayBeForgotten() {
        IntentStore store = store();
        byte[] row = dice.bytes(64);
        store.store(1, row, 0, 64);
        store.clear(1);
        assertEquals(0, load(store, 1).length);
        assertArrayEquals(row, load(store(), 1));
    }

    @Test
    void aCutAtAnyStoreLeavesTheFormerRecordOrTheNewOne() {
        byte[] former = dice.bytes(500);
        byte[] other = dice.bytes(200);
        byte[] next = dice.bytes(700);
        int cuts = 0;
        boolean done = false;
        while (!done) {
            IntentStore store = store();
            store.store(0, former, 0, former.length);
            store.store(1, other, 0, other.length);
            nvram.cutAfter(cuts);
            try {
                store.store(0, next, 0, next.length);
                done = true;
            } catch (Cut cut) {
                cuts++;
            }
            nvram.restorePower();
            byte[] found = load(store(), 0);
            assertTrue(Arrays.equals(found, former) || Arrays.equals(found, next), "cut after store " + cuts);
            assertArrayEquals(other, load(store(), 1), "cut after store " + cuts);
        }
        assertTrue(cuts > 700 / 8, cuts + " stores");
    }

    @Test
    void whoLeavesKeepsOnlyWhatItKnowsOfTheMembers() {
        IntentStore store = store();
        byte[] members = dice.bytes(80);
        store.store(0, members, 0, members.length);
        store.store(1, members, 0, 40);
        store.leave();
        for (IntentStore each : List.of(store, store())) {
            assertArrayEquals(members, load(each, 0));
            assertEquals(0, load(each, 1).length);
        }
    }

    @Test
    void aRecordOfALaterEpochIsNewerThanAllBeforeIt() {
        IntentStore store = store();
        byte[] old = dice.bytes(24);
        byte[] now = dice.bytes(24);
        for (int i = 0; i < 20; i++) {
            store.store(1, old, 0, 24);
        }
        epoch = 2;
        IntentStore later = store();
        later.store(1, now, 0, 24);
        assertArrayEquals(now, load(store(), 1));
    }

    @Test
    void damageIsNoRecord() {
        IntentStore store = store();
        byte[] row = dice.bytes(256);
        store.store(1, row, 0, row.length);
        long at = LAYOUT.slot(0) + LAYOUT.intents();
        for (int i = 0; i < NvramLayout.INTENTS; i++) {
            nvram.bytes()[(int) at + i * NvramLayout.INTENT_BYTES + 100] ^= 1;
        }
        assertEquals(0, load(store(), 1).length);
        assertThrows(IndexOutOfBoundsException.class, () -> store.store(1, row, 0, 257));
    }
}
