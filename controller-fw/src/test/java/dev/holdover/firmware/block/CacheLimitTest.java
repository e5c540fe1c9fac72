package dev.holdover.firmware.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.FirmwareConfig.VolumeConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the dirty lines of a cache take to the disks, and how long they may. */
class CacheLimitTest {
    private static final int LINES = 64;
    private static final int AT_ONCE = BlockVolumes.LINES_AT_ONCE;

    /** What a line is taken to need before any has been to the disks. */
    private static final long UNMEASURED_NS = 10_000_000;

    private static final NvramLayout LAYOUT =
            new NvramLayout(4L * NvramLayout.BLOCK + BlockCache.bytes(LINES), 8, 1, 1, LINES);
    private static final SlotConfig SLOT = SlotConfig.of(1, 1);

    private final FakeHal hal = new FakeHal(new FakeNvram(LAYOUT.totalBytes()));
    private final FirmwareConfig config = config();
    private final Messenger messenger = new Messenger(hal, config);
    private final EnergyBudget energy = new EnergyBudget(hal, config);
    private final Personality personality =
            new Personality(hal, LAYOUT, 1, 0, SLOT, Superblock.create(hal.nvram(), LAYOUT, Configs.CLUSTER, 1));
    private final Replicator replicator = new Replicator(hal, config, messenger, List.of(personality));
    private final BlockVolumes volumes =
            new BlockVolumes(hal, config, messenger, List.of(personality), replicator, energy, each -> {});

    CacheLimitTest() {
        personality.log().format();
        personality.record().epoch(1);
        personality.resume(Role.ACTIVE);
    }

    @Test
    void asManyLinesTakeAsLongAsTheRoundsTheyGoIn() {
        Destager destager = destager();
        assertEquals(0, destager.takesNs(0));
        assertEquals(UNMEASURED_NS, destager.takesNs(1));
        assertEquals(UNMEASURED_NS, destager.takesNs(AT_ONCE));
        assertEquals(2 * UNMEASURED_NS, destager.takesNs(AT_ONCE + 1));
        assertEquals(4 * UNMEASURED_NS, destager.takesNs(LINES));
    }

    @Test
    void whatGetsToTheDisksWithinATimeTakesNoLongerAndOneLineMoreDoes() {
        Destager destager = destager();
        assertEquals(0, destager.linesWithin(UNMEASURED_NS - 1));
        assertEquals(AT_ONCE, destager.linesWithin(UNMEASURED_NS));
        for (long ns = 0; ns < 6 * UNMEASURED_NS; ns += UNMEASURED_NS / 7) {
            long lines = destager.linesWithin(ns);
            assertTrue(destager.takesNs(lines) <= ns, lines + " lines within " + ns);
            assertTrue(destager.takesNs(lines + 1) > ns, lines + " lines within " + ns);
        }
        assertTrue(destager.linesWithin(Long.MAX_VALUE) >= LINES, "nothing limits it");
    }

    @Test
    void linesThatTheCardFindsWhenItBootsCountAsDirtyAndFreeOnesDoNot() {
        dirty(AT_ONCE + 1);
        volumes.open(personality);
        assertEquals(AT_ONCE + 1, volumes.dirtyLines(personality));
        assertEquals(2 * UNMEASURED_NS, volumes.undestagedNs());
        personality.resume(Role.SUPERSEDED);
        assertEquals(0, volumes.undestagedNs(), "another card's affair");
    }

    @Test
    void whatIsAffordedIsWhatTheEnergyLeavesForTheDisksAndLessForEveryByteThatIsToBeSent() {
        hal.set(Register.CHARGE_MJ, 5_000);
        long afforded = volumes.affordedNs(personality, 0);
        assertEquals(energy.affordableNs(0), afforded);
        assertTrue(afforded > 0);
        assertTrue(volumes.affordedNs(personality, 1 << 20) < afforded);
        hal.set(Register.CHARGE_MJ, 10_000);
        assertTrue(volumes.affordedNs(personality, 0) > afforded);
        personality.resume(Role.BACKUP_SYNC);
        assertEquals(Long.MAX_VALUE, volumes.affordedNs(personality, 0), "its owner answers for it");
    }

    @Test
    void theEnergyThatIsAffordedForTheDisksCoversWhatIsDirty() {
        energy.waitsFor(volumes::undestagedNs);
        dirty(LINES);
        volumes.open(personality);
        int covered = 0;
        for (long mj = 3_000; mj < 8_000; mj += 50) {
            hal.set(Register.CHARGE_MJ, mj);
            boolean enough = volumes.undestagedNs() <= volumes.affordedNs(personality, 0);
            assertTrue(!enough || energy.covers(0), mj + " mJ");
            covered += enough ? 1 : 0;
        }
        assertTrue(covered > 10 && covered < 90, covered + " of 100 show anything");
        hal.set(Register.CHARGE_MJ, 3_000);
        assertFalse(energy.covers(0));
        assertEquals(0, volumes.affordedNs(personality, 0));
    }

    private Destager destager() {
        return new Destager(hal, personality, replicator, new WriteCache(hal, personality));
    }

    private void dirty(int lines) {
        for (int line = 0; line < lines; line++) {
            long tag = personality.log().imageAt(BlockCache.tag(LAYOUT, line));
            hal.nvram().putLong(tag, BlockCache.tagOf(Kind.DATA, line));
        }
    }

    private static FirmwareConfig config() {
        FirmwareConfig plain = Configs.config(Configs.CLUSTER, 1, LAYOUT, List.of(SLOT), true, 1_000_000_000L);
        return new FirmwareConfig(
                plain.cluster(),
                plain.card(),
                LAYOUT,
                plain.slots(),
                plain.clusterKey(),
                plain.unlockKey(),
                plain.heartbeatNs(),
                plain.missedLimit(),
                plain.watchdogNs(),
                plain.handsOver(),
                plain.loadMw(),
                plain.linkBitsPerSecond(),
                plain.lease(),
                plain.failBack(),
                plain.storage(),
                List.of(new VolumeConfig(1, List.of(0, 1), 100_000_000, 100)),
                true,
                FirmwareConfig.NO_STORE);
    }
}
