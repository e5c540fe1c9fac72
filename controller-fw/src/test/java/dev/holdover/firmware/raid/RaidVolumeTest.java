package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a volume does when something fails. */
class RaidVolumeTest {
    @ParameterizedTest
    @CsvSource({"RAID0,3", "RAID1,3", "RAID5,4", "RAID6,5", "RAID10,4"})
    void readsWhatWasWrittenAndZerosElsewhere(RaidLevel level, int members) {
        Bench bench = Bench.created(level, members);
        for (long block = 0; block < bench.volume.blocks(); block += 3) {
            assertEquals(RaidStatus.OK, bench.write(block, block + 1));
        }
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.assertHolds(block, block % 3 == 0 ? block + 1 : 0);
        }
        assertEquals(RaidStatus.OK, bench.zero(3));
        bench.assertHolds(3, 0);
        bench.reopen(true);
        bench.settle();
        assertEquals(VolumeState.OPTIMAL, bench.opened);
        for (long block = 6; block < bench.volume.blocks(); block++) {
            bench.assertHolds(block, block % 3 == 0 ? block + 1 : 0);
        }
        assertUntouched(bench);
    }

    /** Nothing had to be repaired, and a scrub finds nothing either. */
    private static void assertUntouched(Bench bench) {
        scrub(bench);
        Progress progress = bench.volume.progress();
        assertEquals(0, progress.repaired());
        assertEquals(0, progress.lost());
        assertEquals(0, progress.parityRepaired());
    }

    private static void scrub(Bench bench) {
        int before = bench.count(RaidEvent.SCRUB_ENDED);
        bench.volume.scrub(true);
        bench.settle();
        assertEquals(before + 1, bench.count(RaidEvent.SCRUB_ENDED));
        assertFalse(bench.volume.progress().scrubbing());
    }

    private static Bench filled(RaidLevel level, int members) {
        Bench bench = Bench.created(level, members);
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.write(block, block + 1);
        }
        return bench;
    }

    private static void assertAllThere(Bench bench) {
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.assertHolds(block, block + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"RAID1,3", "RAID5,4", "RAID6,5", "RAID10,4"})
    void servesWithoutAMemberAndRebuildsASpare(RaidLevel level, int members) {
        for (int gone = 0; gone < members; gone++) {
            Bench bench = filled(level, members);
            bench.pull(gone);
            bench.settle();
            assertEquals(VolumeState.DEGRADED, bench.volume.state());
            assertAllThere(bench);
            for (long block = 0; block < bench.volume.blocks(); block += 2) {
                assertEquals(RaidStatus.OK, bench.write(block, block + 1_000));
            }
            assertTrue(bench.volume.replace(gone, members));
            bench.settle();
            assertEquals(VolumeState.OPTIMAL, bench.volume.state());
            for (long block = 0; block < bench.volume.blocks(); block++) {
                bench.assertHolds(block, block % 2 == 0 ? block + 1_000 : block + 1);
            }
            assertUntouched(bench);
        }
    }

    @Test
    void doubleParitySurvivesAnyTwoMembers() {
        for (int one = 0; one < 5; one++) {
            for (int other = 0; other < one; other++) {
                Bench bench = filled(RaidLevel.RAID6, 5);
                bench.pull(one);
                bench.pull(other);
                assertAllThere(bench);
                for (long block = 0; block < bench.volume.blocks(); block++) {
                    bench.write(block, block + 9);
                }
                bench.plug(one);
                bench.plug(other);
                assertTrue(bench.volume.replace(one, other));
                assertTrue(bench.volume.replace(other, one));
                bench.settle();
                assertEquals(VolumeState.OPTIMAL, bench.volume.state());
                for (long block = 0; block < bench.volume.blocks(); block++) {
                    bench.assertHolds(block, block + 9);
                }
                assertUntouched(bench);
            }
        }
    }

    @Test
    void stopsInsteadOfMarkingAMemberThatItCantDoWithout() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        bench.pull(0);
        bench.settle();
        bench.pull(1);
        assertEquals(VolumeState.STOPPED, bench.volume.state());
        assertFalse(bench.volume.read(0, new byte[4096], 0, 1));
        bench.disks.get(1).insert();
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.DEGRADED, bench.opened);
        assertAllThere(bench);
    }

    @Test
    void endsWhatIsOpenWhenItStops() {
        Bench bench = filled(RaidLevel.RAID0, 3);
        int tag = bench.tag();
        assertTrue(bench.volume.read(0, new byte[4096], 0, tag));
        int flush = bench.tag();
        assertTrue(bench.volume.flush(flush));
        bench.pull(0);
        assertEquals(RaidStatus.STOPPED, bench.ended[tag]);
        assertEquals(RaidStatus.STOPPED, bench.ended[flush]);
    }

    @ParameterizedTest
    @CsvSource({"RAID1,2", "RAID5,4", "RAID6,5", "RAID10,4"})
    void neverTakesAMemberThatWasAwayForCurrent(RaidLevel level, int members) {
        Bench bench = filled(level, members);
        bench.pull(0);
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.write(block, block + 7);
        }
        bench.disks.get(0).insert();
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.DEGRADED, bench.opened);
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.assertHolds(block, block + 7);
        }
    }

    @Test
    void aMirrorThatWasAwayDoesNotOpenAlone() {
        Bench bench = filled(RaidLevel.RAID1, 2);
        bench.pull(0);
        bench.write(0, 99);
        bench.disks.get(0).insert();
        bench.disks.get(1).remove();
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.STOPPED, bench.opened);
    }

    @Test
    void theReplacedDiskIsNotItsSuccessor() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        Disk old = bench.disks.get(2);
        bench.pull(2);
        bench.settle();
        bench.plug(2);
        assertTrue(bench.volume.replace(2, 2));
        bench.settle();
        assertEquals(VolumeState.OPTIMAL, bench.volume.state());
        old.insert();
        bench.disks.set(2, old);
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.DEGRADED, bench.opened);
        assertAllThere(bench);
    }

    @Test
    void findsMembersWhereverTheyArePluggedIn() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        Disk first = bench.disks.get(0);
        bench.disks.set(0, bench.disks.get(3));
        bench.disks.set(3, first);
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.OPTIMAL, bench.opened);
        assertAllThere(bench);
    }

    @ParameterizedTest
    @CsvSource({"RAID1,3", "RAID5,4", "RAID6,5", "RAID10,4"})
    void repairsRotAndUnreadableBlocksWhereItReadsThem(RaidLevel level, int members) {
        Bench bench = filled(level, members);
        Geometry geometry = bench.geometry();
        for (long row = 0; row < 40; row++) {
            int place = (int) (row % members);
            if (row % 2 == 0) {
                bench.disks.get(place).faults().rot(geometry.rowAt(row), row);
            } else {
                bench.disks.get(place).faults().latentError(geometry.rowAt(row), 1);
            }
        }
        assertAllThere(bench);
        scrub(bench);
        assertEquals(40, bench.volume.progress().repaired());
        assertEquals(0, bench.volume.progress().lost());
        scrub(bench);
        assertEquals(40, bench.volume.progress().repaired());
    }

    @Test
    void findsRotInEveryCopyOfAMirrorWhenItScrubs() {
        Bench bench = filled(RaidLevel.RAID1, 3);
        for (long row = 0; row < 30; row++) {
            bench.disks.get((int) (row % 3)).faults().rot(bench.geometry().rowAt(row), row);
        }
        scrub(bench);
        assertEquals(30, bench.volume.progress().repaired());
    }

    @ParameterizedTest
    @CsvSource({"RAID1,3", "RAID5,4", "RAID6,5", "RAID10,4"})
    void findsWritesThatWereLostTornOrMisdirected(RaidLevel level, int members) {
        for (int kind = 0; kind < 3; kind++) {
            Bench bench = filled(level, members);
            for (long block = 0; block < bench.volume.blocks(); block += 5) {
                var faults = bench.disks.get(1).faults();
                switch (kind) {
                    case 0 -> faults.loseNextWrite();
                    case 1 -> faults.tearNextWrite(3);
                    default -> faults.misdirectNextWrite(1 + block % 7);
                }
                assertEquals(RaidStatus.OK, bench.write(block, block + 1));
                assertEquals(RaidStatus.OK, bench.write(block, block + 50));
                assertEquals(RaidStatus.OK, bench.write(block, block + 1));
            }
            DiskFault fault =
                    new DiskFault[] {DiskFault.LOST_WRITE, DiskFault.TORN_WRITE, DiskFault.MISDIRECTED_WRITE}[kind];
            assertTrue(bench.disks.get(1).faults().struck(fault) > 5);
            assertAllThere(bench);
            bench.reopen(false);
            bench.settle();
            assertAllThere(bench);
            assertEquals(0, bench.volume.progress().lost());
        }
    }

    @Test
    void findsWhatAMemberLostThatLiedAboutItsCache() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        bench.disks.get(2).faults().lieAboutFlush(true);
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.write(block, block + 5_000);
        }
        bench.reopen(true);
        bench.settle();
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.assertHolds(block, block + 5_000);
        }
        assertTrue(bench.volume.progress().repaired() > 0);
    }

    @ParameterizedTest
    @CsvSource({"RAID0,3", "RAID5,4"})
    void saysThatABlockIsLostUntilItIsWrittenAgain(RaidLevel level, int members) {
        Bench bench = filled(level, members);
        Geometry geometry = bench.geometry();
        for (int place = 0; place < 2; place++) {
            bench.disks.get(place).faults().rot(geometry.rowAt(0), 1);
        }
        byte[] data = new byte[4096];
        int lost = 0;
        for (int column = 0; column < geometry.data(); column++) {
            long block = geometry.block(0, column);
            RaidStatus status = bench.read(block, data);
            if (status == RaidStatus.LOST_BLOCK) {
                lost++;
                // Another block of the row may be written; it makes neither good nor worse.
                long other = geometry.block(0, (column + 1) % geometry.data());
                assertEquals(RaidStatus.OK, bench.write(other, 4_711));
                bench.assertHolds(other, 4_711);
                assertEquals(RaidStatus.LOST_BLOCK, bench.read(block, data));
                assertEquals(RaidStatus.OK, bench.write(block, 4_712));
                bench.assertHolds(block, 4_712);
                bench.assertHolds(other, 4_711);
            } else {
                assertEquals(RaidStatus.OK, status);
            }
        }
        assertTrue(lost > 0);
        scrub(bench);
    }

    @Test
    void saysThatChecksumsAreLost() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        Geometry geometry = bench.geometry();
        bench.stop(false);
        for (int copy = 0; copy < 2; copy++) {
            bench.disks.get(geometry.zonePlace(0, copy)).faults().latentError(geometry.zoneAt(0), 1);
        }
        bench.reopen(false);
        bench.settle();
        byte[] data = new byte[4096];
        assertEquals(RaidStatus.LOST_CHECKSUMS, bench.read(0, data));
        assertEquals(RaidStatus.OK, bench.write(0, 8));
        bench.assertHolds(0, 8);
        assertEquals(RaidStatus.LOST_BLOCK, bench.read(geometry.block(0, 1), data));
    }

    @Test
    void stopsAtOnceWhenAnotherCardHasReservedAMember() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        int tag = bench.tag();
        bench.disks
                .get(1)
                .port(0)
                .submit(dev.holdover.model.disk.DiskOpcode.RESERVE, 0, 0, new byte[0], 0, false, 5, 1 << 30);
        bench.disks.get(1).port(0).listen((t, status) -> {
            if (t != 1 << 30) {
                bench.volume.diskCompleted(t, status);
            }
        });
        assertTrue(bench.volume.write(0, new byte[4096], 0, tag));
        bench.settle();
        assertEquals(RaidStatus.FENCED, bench.ended[tag]);
        assertEquals(VolumeState.FENCED, bench.volume.state());
        assertEquals(0, bench.count(RaidEvent.MEMBER_FAILED));
        long writes = bench.writes;
        bench.settle();
        assertEquals(writes, bench.writes);
        bench.epoch = 5;
        bench.reopen(false);
        bench.settle();
        assertEquals(VolumeState.OPTIMAL, bench.opened);
        bench.write(0, 1);
        assertAllThere(bench);
    }

    @Test
    void aMemberThatCantWriteIsFailedBeforeTheWriteIsAcknowledged() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        bench.disks.get(1).faults().failNextWrite();
        for (long block = 0; block < 12; block++) {
            assertEquals(RaidStatus.OK, bench.write(block, block + 1));
        }
        assertEquals(1, bench.count(RaidEvent.MEMBER_FAILED));
        bench.reopen(true);
        bench.settle();
        assertEquals(VolumeState.DEGRADED, bench.opened);
        assertAllThere(bench);
    }

    @Test
    void aRebuildGoesOnWhereItWas() {
        Bench bench = Bench.created(RaidLevel.RAID6, 5);
        for (long block = 0; block < bench.volume.blocks(); block++) {
            bench.write(block, block + 1);
        }
        bench.pull(4);
        assertTrue(bench.volume.replace(4, 5));
        long now = 1L << 50;
        while (bench.volume.progress().rebuiltRows() < 100) {
            now += 1_000;
            bench.volume.tick(now);
            if (!bench.time.isEmpty()) {
                bench.time.step();
            }
        }
        bench.reopen(true);
        while (bench.opened == VolumeState.OPENING) {
            bench.time.step();
        }
        assertEquals(VolumeState.DEGRADED, bench.opened);
        assertTrue(
                bench.volume.progress().rebuiltRows() >= 64,
                bench.volume.progress().toString());
        bench.settle();
        assertEquals(VolumeState.OPTIMAL, bench.volume.state());
        assertAllThere(bench);
        assertUntouched(bench);
    }

    @Test
    void growsWithItsMembers() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        long before = bench.volume.blocks();
        assertFalse(bench.volume.grow());
        for (int place = 0; place < 4; place++) {
            bench.pull(place);
            bench.settle();
            bench.plug(place, 400);
            assertTrue(bench.volume.replace(place, place));
            bench.settle();
        }
        assertTrue(bench.volume.grow());
        bench.settle();
        assertTrue(bench.volume.blocks() > 2 * before);
        bench.assertHolds(bench.volume.blocks() - 1, 0);
        assertEquals(RaidStatus.OK, bench.write(bench.volume.blocks() - 1, 3));
        bench.reopen(true);
        bench.settle();
        bench.assertHolds(bench.volume.blocks() - 1, 3);
        for (long block = 0; block < before; block++) {
            bench.assertHolds(block, block + 1);
        }
    }

    @Test
    void touchesNoMemberBeforeTheOtherCardsHoldTheIntent() {
        Bench bench = filled(RaidLevel.RAID5, 4);
        bench.log.held = false;
        long writes = bench.writes;
        int tag = bench.tag();
        assertTrue(bench.volume.write(0, new byte[4096], 0, tag));
        bench.settle();
        assertEquals(writes, bench.writes);
        assertNull(bench.ended[tag]);
        bench.log.held = true;
        bench.volume.intentHeld(1);
        bench.settle();
        assertTrue(bench.writes > writes);
        assertEquals(RaidStatus.OK, bench.ended[tag]);
        bench.assertHolds(0, 0);
    }

    @Test
    void findsNoVolumeOnEmptyDisks() {
        Bench bench = new Bench(new VolumeSpec(1, RaidLevel.RAID1, 2, 1), 0, 100, 1, new RaidSteps());
        bench.volume.open();
        bench.settle();
        assertEquals(VolumeState.NO_VOLUME, bench.opened);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new VolumeSpec(1, RaidLevel.RAID10, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> new VolumeSpec(1, RaidLevel.RAID6, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> new VolumeSpec(0, RaidLevel.RAID1, 2, 1));
        Bench bench = Bench.created(RaidLevel.RAID1, 2);
        assertThrows(
                IndexOutOfBoundsException.class, () -> bench.volume.read(bench.volume.blocks(), new byte[4096], 0, 1));
        assertThrows(IllegalStateException.class, () -> bench.volume.open());
        assertFalse(bench.volume.replace(0, 2));
    }
}
