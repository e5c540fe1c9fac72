package dev.holdover.firmware.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.model.contract.Role;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import org.junit.jupiter.api.Test;

/** What the store does, and what it says when its disk does not do its part. */
class ImageStoreTest {
    private static final long TOO_LONG_NS = 1_000_000_000;

    @Test
    void whatIsStoredIsLoadedWithPositionEpochAndImage() {
        StoreRig rig = StoreRig.written(1);
        rig.settle();
        assertEquals(rig.lsn(), rig.store().storedLsn(rig.personality()));
        assertTrue(rig.store().holds(rig.personality(), rig.lsn()));
        StoreRig loaded = StoreRig.load(rig.disk());
        assertEquals(LoadResult.LOADED, loaded.result());
        assertEquals(rig.lsn(), loaded.lsn());
        assertEquals(rig.personality().log().hash(), loaded.personality().log().hash());
        assertEquals(1, loaded.personality().epoch());
        assertEquals(Role.STALE, loaded.personality().record().role());
        assertArrayEquals(rig.image(), loaded.image());
    }

    @Test
    void aNewEpochIsOnTheDiskWithItsHistoryBeforeItsFirstRecord() {
        StoreRig rig = StoreRig.written(8);
        rig.settle();
        rig.personality().record().epoch(5);
        assertFalse(rig.store().keeps(rig.personality()), "nothing of this epoch is stored");
        rig.write(new Dice(9));
        int changes = rig.disk().changes().size();
        rig.settle();
        assertEquals(0, rig.disk().changes().get(changes - 1).lba(), "the header comes first");
        assertTrue(rig.store().keeps(rig.personality()));
        assertEquals(5, StoreRig.load(rig.disk()).personality().epoch());
    }

    @Test
    void aFirmwareThatBeginsAnewStoresEverythingAnewAndTheOldImageCountsUntilThen() {
        StoreRig rig = StoreRig.written(10);
        rig.settle();
        rig.reset();
        rig.store().tick();
        while (!rig.disk().idle()) {
            assertEquals(
                    rig.lsn(),
                    StoreRig.load(new FakeDisk(rig.disk().medium().clone())).lsn());
            rig.endOne();
        }
        rig.settle();
        assertTrue(rig.store().holds(rig.personality(), rig.lsn()));
    }

    @Test
    void anErasedRegionIsZeroAndIsFilledAgainOnlyWhenItMayBe() {
        StoreRig rig = StoreRig.written(6);
        rig.store().erase(rig.personality());
        rig.settle();
        assertTrue(rig.store().erased(rig.personality()));
        assertArrayEquals(new byte[rig.disk().medium().length], rig.disk().medium());
        rig.write(new Dice(7));
        rig.settle();
        assertFalse(rig.store().keeps(rig.personality()));
        assertEquals(LoadResult.EMPTY, StoreRig.load(rig.disk()).result());
        rig.store().refill(rig.personality());
        rig.settle();
        assertTrue(rig.store().keeps(rig.personality()));
        assertArrayEquals(rig.image(), StoreRig.load(rig.disk()).image());
    }

    @Test
    void anEraseThatComesWhileTheHeaderIsReadIsNoCopy() {
        StoreRig rig = new StoreRig(StoreRig.newDisk());
        rig.own();
        rig.store().erase(rig.personality());
        rig.disk().fails(DiskStatus.UNRECOVERED_READ_ERROR, (index, opcode) -> opcode == DiskOpcode.READ);
        rig.settle();
        assertTrue(rig.store().erased(rig.personality()));
        assertFalse(rig.store().keeps(rig.personality()));
    }

    @Test
    void aCommandThatFailsIsToldOnceAndStoredIsWhatCameAfter() {
        StoreRig whole = StoreRig.written(11);
        int commands = whole.disk().commands();
        assertTrue(commands > 100, "too few to show anything: " + commands);
        for (int failing = 0; failing < commands; failing += 7) {
            int which = failing;
            StoreRig rig = new StoreRig(StoreRig.newDisk());
            rig.disk().fails(DiskStatus.WRITE_FAULT, (index, opcode) -> index >= which && index < which + 20);
            rig.own();
            Dice dice = new Dice(11);
            boolean fell = false;
            for (int i = 0; i < StoreRig.RECORDS; i++) {
                rig.write(dice);
                rig.settle();
                fell |= rig.hal().count(Notice.STORE_FAILED) == 1
                        && !rig.store().keeps(rig.personality());
            }
            assertTrue(fell, "command " + which + " failed unseen");
            assertEquals(1, rig.hal().count(Notice.STORE_FAILED), "command " + which);
            assertEquals(rig.lsn(), rig.store().storedLsn(rig.personality()));
            assertArrayEquals(
                    rig.image(),
                    StoreRig.load(new FakeDisk(rig.disk().medium())).image());
        }
    }

    @Test
    void aDiskThatIsPulledIsMissedAtOnceAndFilledWhenItIsBack() {
        StoreRig rig = StoreRig.written(12);
        rig.settle();
        rig.disk().present(false);
        rig.write(new Dice(1));
        assertFalse(rig.store().keeps(rig.personality()));
        assertEquals(
                DiskStatus.DEVICE_GONE.ordinal(),
                rig.hal().last(Notice.STORE_FAILED).a());
        rig.disk().present(true);
        rig.settle();
        assertEquals(rig.lsn(), rig.store().storedLsn(rig.personality()));
        assertEquals(2, rig.hal().count(Notice.STORE_IN_SYNC));
    }

    @Test
    void aDiskThatIsPulledWhileItWorksIsMissedWithinAPeriod() {
        StoreRig rig = StoreRig.written(13);
        rig.settle();
        rig.write(new Dice(1));
        assertFalse(rig.disk().idle());
        rig.disk().present(false);
        rig.store().tick();
        assertFalse(rig.store().keeps(rig.personality()));
        assertEquals(1, rig.hal().count(Notice.STORE_FAILED));
    }

    @Test
    void aDiskThatDoesNotAnswerIsGivenUpAndTriedAgain() {
        StoreRig rig = StoreRig.written(14);
        rig.settle();
        rig.write(new Dice(1));
        rig.tickAt(TOO_LONG_NS);
        assertFalse(rig.store().keeps(rig.personality()));
        assertEquals(1, rig.hal().count(Notice.STORE_FAILED));
        rig.settle();
        assertTrue(rig.store().keeps(rig.personality()));
    }

    @Test
    void aDiskThatIsTooSmallIsToldAndHoldsNothing() {
        FakeDisk small = new FakeDisk(ImageStore.bytes(StoreRig.LAYOUT) - NvramLayout.BLOCK);
        StoreRig rig = new StoreRig(small);
        rig.own();
        rig.settle();
        assertEquals(
                DiskStatus.LBA_OUT_OF_RANGE.ordinal(),
                rig.hal().last(Notice.STORE_FAILED).a());
        assertEquals(1, rig.hal().count(Notice.STORE_FAILED));
        assertFalse(rig.store().keeps(rig.personality()));
        assertEquals(0, small.changes().size());
        assertEquals(LoadResult.NO_DISK, StoreRig.load(small).result());
    }

    @Test
    void aDiskThatAnotherCardHasReservedForALaterEpochHoldsNothingOfThisOne() {
        StoreRig rig = StoreRig.written(15);
        rig.settle();
        byte[] before = rig.disk().medium().clone();
        rig.disk().fails(DiskStatus.RESERVATION_CONFLICT, (index, opcode) -> opcode != DiskOpcode.READ);
        rig.write(new Dice(1));
        rig.settle();
        assertFalse(rig.store().keeps(rig.personality()));
        assertFalse(rig.store().holds(rig.personality(), rig.lsn()));
        assertEquals(
                DiskStatus.RESERVATION_CONFLICT.ordinal(),
                rig.hal().last(Notice.STORE_FAILED).a());
        assertArrayEquals(before, rig.disk().medium());
    }

    @Test
    void aReadThatFailsInALoadLeavesABlankImageAndSaysWhy() {
        StoreRig rig = StoreRig.written(16);
        rig.settle();
        FakeDisk asked = new FakeDisk(rig.disk().medium());
        StoreRig.load(asked);
        for (int failing = 0; failing < asked.commands(); failing++) {
            int which = failing;
            FakeDisk failed = new FakeDisk(rig.disk().medium());
            failed.fails(DiskStatus.DEVICE_GONE, (index, opcode) -> index == which);
            StoreRig after = StoreRig.load(failed);
            assertEquals(LoadResult.NO_DISK, after.result());
            assertArrayEquals(new byte[(int) StoreRig.LAYOUT.userBytes()], after.image());
            assertEquals(
                    LoadResult.NO_DISK.ordinal(),
                    after.hal().last(Notice.STORE_UNUSABLE).a());
        }
    }

    @Test
    void aLoadThatIsCutAnywhereIsBegunAgainOverWhatItLeft() {
        StoreRig rig = StoreRig.written(17);
        rig.settle();
        FakeDisk disk = new FakeDisk(rig.disk().medium());
        int reads = countReads(disk);
        StoreRig after = new StoreRig(disk);
        for (int cut = 0; cut < reads; cut++) {
            after.beginLoad(() -> {});
            for (int i = 0; i < cut; i++) {
                after.endOne();
            }
            assertNotEquals(LoadResult.LOADED, after.result());
            after.reset();
        }
        after.load();
        assertEquals(LoadResult.LOADED, after.result());
        assertArrayEquals(rig.image(), after.image());
    }

    @Test
    void aLoadWhoseDiskFallsSilentEnds() {
        StoreRig rig = StoreRig.written(18);
        rig.settle();
        StoreRig after = new StoreRig(rig.disk());
        boolean[] done = new boolean[1];
        after.beginLoad(() -> done[0] = true);
        after.tickAt(TOO_LONG_NS);
        assertTrue(done[0]);
        assertEquals(LoadResult.NO_DISK, after.result());
    }

    private static int countReads(FakeDisk disk) {
        int before = disk.commands();
        StoreRig.load(disk);
        return disk.commands() - before;
    }
}
