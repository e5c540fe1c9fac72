package dev.holdover.firmware.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is loaded after a cut at every command, and after every fault of every block and every write, against a plain
 * history of images: all that was said to be stored, or a clear failure; never bytes that were at no time together.
 */
class StoredBytesTest {
    private static final int CHANCES = 3;

    /** Power fails while command {@code last} is under way: of what was not flushed any sectors may have landed. */
    private static final class Cut {
        private final List<FakeDisk.Command> changes;
        private final byte[] flushed;
        private int next;
        private int unflushed;

        Cut(StoreRig rig) {
            changes = rig.disk().changes();
            flushed = new byte[rig.disk().medium().length];
        }

        byte[] at(int last, Dice dice) {
            for (; next < last; next++) {
                if (changes.get(next).opcode() == DiskOpcode.FLUSH) {
                    for (; unflushed < next; unflushed++) {
                        changes.get(unflushed).land(flushed, 0);
                    }
                }
            }
            byte[] medium = flushed.clone();
            for (int i = unflushed; i <= last; i++) {
                FakeDisk.Command each = changes.get(i);
                for (int sector = 0; each.changes() && sector < each.sectors(); sector++) {
                    if (dice.below(2) == 0) {
                        each.land(medium, sector, 0);
                    }
                }
            }
            return medium;
        }
    }

    @Test
    void aCutAtAnyCommandLeavesAtLeastWhatWasSaidToBeStoredAndNothingThatNeverWas() {
        StoreRig rig = StoreRig.written(2);
        rig.settle();
        int changes = rig.disk().changes().size();
        assertTrue(changes > 100, "too few to show anything: " + changes);
        Cut cut = new Cut(rig);
        int loaded = 0;
        for (int last = 0; last < changes; last++) {
            for (int chance = 0; chance < CHANCES; chance++) {
                byte[] medium = cut.at(last, new Dice(100L * last + chance));
                loaded += judge(rig, medium, rig.promisedAt(last), "cut in command " + last) ? 1 : 0;
            }
        }
        assertTrue(loaded > changes, "too few were loaded to show anything: " + loaded);
    }

    @Test
    void aCutInAnEraseLeavesAllOrNothing() {
        StoreRig rig = StoreRig.written(19);
        rig.settle();
        long stored = rig.lsn();
        int before = rig.disk().changes().size();
        rig.store().erase(rig.personality());
        rig.settle();
        Cut cut = new Cut(rig);
        int kept = 0;
        for (int last = before; last < rig.disk().changes().size(); last++) {
            for (int chance = 0; chance < CHANCES; chance++) {
                StoreRig after = StoreRig.load(new FakeDisk(cut.at(last, new Dice(100L * last + chance))));
                if (after.result() == LoadResult.LOADED) {
                    kept++;
                    assertEquals(stored, after.lsn());
                    assertArrayEquals(rig.image(), after.image());
                    assertTrue(last <= before + 1, "an erase that has flushed its headers left an image");
                } else {
                    assertBlank(after, "cut in command " + last);
                }
            }
        }
        assertTrue(kept > 0, "no cut came early enough to show anything");
    }

    @Test
    void aBlockThatRotsOrCantBeReadIsNeverLoaded() {
        StoreRig rig = StoreRig.written(3);
        rig.settle();
        FakeDisk disk = new FakeDisk(rig.disk().medium());
        byte[] medium = disk.medium();
        int refused = 0;
        for (int block = 0; block < medium.length / NvramLayout.BLOCK; block++) {
            String where = "block " + block;
            for (int at : new int[] {0, 40, 1000}) {
                medium[block * NvramLayout.BLOCK + at] ^= 16;
                refused += judge(rig, disk, rig.lsn(), where + " rots") ? 0 : 1;
                medium[block * NvramLayout.BLOCK + at] ^= 16;
            }
            disk.unreadable(block, true);
            refused += judge(rig, disk, rig.lsn(), where + " can't be read") ? 0 : 1;
            disk.unreadable(block, false);
        }
        assertTrue(refused > 4 * StoreRig.LAYOUT.blocks(), "only " + refused + " were refused");
    }

    @Test
    void headersThatHaveBothRottenAwayAreMissedAndNotTakenForAnEmptyDisk() {
        StoreRig rig = StoreRig.written(20);
        rig.settle();
        byte[] medium = rig.disk().medium();
        medium[0] ^= 1;
        medium[NvramLayout.BLOCK] ^= 1;
        assertEquals(LoadResult.DAMAGED, StoreRig.load(new FakeDisk(medium)).result());
    }

    @Test
    void aWriteThatIsLostTornOrMisdirectedIsMissed() {
        StoreRig rig = StoreRig.written(4);
        rig.settle();
        List<FakeDisk.Command> changes = rig.disk().changes();
        int refused = 0;
        for (int bad = 0; bad < changes.size(); bad++) {
            if (!changes.get(bad).changes()) {
                continue;
            }
            int half = changes.get(bad).sectors() / 2 + 1;
            String where = "write " + bad;
            refused += judge(rig, replay(rig, bad, 0, 0), rig.lsn(), where + " is lost") ? 0 : 1;
            refused += judge(rig, replay(rig, bad, half, 0), rig.lsn(), where + " is torn") ? 0 : 1;
            refused +=
                    judge(rig, replay(rig, bad, Integer.MAX_VALUE, 8), rig.lsn(), where + " lands a block on") ? 0 : 1;
            refused += judge(rig, replay(rig, bad, Integer.MAX_VALUE, 136), rig.lsn(), where + " lands far on") ? 0 : 1;
        }
        assertTrue(refused > 40, "only " + refused + " were refused");
    }

    @Test
    void aDiskThatLiesAboutFlushLosesWhatWasStoredButNeverMixesIt() {
        StoreRig rig = StoreRig.written(5);
        rig.settle();
        List<FakeDisk.Command> changes = rig.disk().changes();
        int loaded = 0;
        for (int last = 0; last < changes.size(); last++) {
            Dice dice = new Dice(7L * last);
            int percent = 50 + dice.below(50);
            byte[] medium = new byte[rig.disk().medium().length];
            for (int i = 0; i <= last; i++) {
                FakeDisk.Command each = changes.get(i);
                for (int sector = 0; each.changes() && sector < each.sectors(); sector++) {
                    if (dice.below(100) < percent || i < last - 8) {
                        each.land(medium, sector, 0);
                    }
                }
            }
            loaded += judge(rig, medium, 0, "cut in command " + last) ? 1 : 0;
        }
        assertTrue(loaded > 20, "too few were loaded to show anything: " + loaded);
    }

    /** All that the disk was told, but of one write only some sectors, and those so far from their place. */
    private static byte[] replay(StoreRig rig, int bad, int sectors, int off) {
        byte[] medium = new byte[rig.disk().medium().length];
        List<FakeDisk.Command> changes = rig.disk().changes();
        for (int i = 0; i < changes.size(); i++) {
            FakeDisk.Command each = changes.get(i);
            int most = each.changes() ? each.sectors() : 0;
            for (int sector = 0; sector < (i == bad ? Math.min(sectors, most) : most); sector++) {
                each.land(medium, sector, i == bad ? off : 0);
            }
        }
        return medium;
    }

    private static boolean judge(StoreRig rig, byte[] medium, long promised, String where) {
        return judge(rig, new FakeDisk(medium), promised, where);
    }

    /** Loads it: what was promised, as it once was; or nothing if nothing was promised or the disk is at fault. */
    private static boolean judge(StoreRig rig, FakeDisk disk, long promised, String where) {
        StoreRig after = StoreRig.load(disk);
        if (after.result() != LoadResult.LOADED) {
            assertBlank(after, where);
            assertTrue(promised == 0 || !where.startsWith("cut"), where + ": " + after.result());
            return false;
        }
        assertTrue(after.lsn() >= promised, where + ": " + after.lsn() + " is less than " + promised);
        assertArrayEquals(rig.imageAt(after.lsn()), after.image(), where + ": lsn " + after.lsn());
        return true;
    }

    private static void assertBlank(StoreRig after, String where) {
        assertArrayEquals(new byte[(int) StoreRig.LAYOUT.userBytes()], after.image(), where + " left something");
        assertEquals(0, after.lsn(), where);
    }
}
