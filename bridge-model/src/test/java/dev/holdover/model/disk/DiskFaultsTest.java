package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with a disk. */
class DiskFaultsTest {
    private final DiskRig rig = DiskRig.of(false);
    private final DiskFaults faults = rig.disk.faults();

    private void struck(DiskFault fault, long times) {
        assertEquals(times, faults.struck(fault), fault.doc());
    }

    @Test
    void aDeadDiskEndsEveryCommandUntilItIsRevived() {
        rig.wrote(0, 1, 1);
        rig.write(0, 0, 1, 2, 0);
        faults.die();
        faults.die();
        assertFalse(rig.disk.port(0).present());
        rig.submit(1, DiskOpcode.FLUSH, 0, 0, 0, 3);
        rig.done("p0 2 DEVICE_GONE", "p1 3 DEVICE_GONE");
        struck(DiskFault.DEATH, 2);
        faults.revive();
        assertTrue(rig.disk.port(0).present());
        assertEquals("1", rig.read(0, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLatentErrorFailsReadsUntilTheBlocksAreWrittenAgain(boolean cache) {
        DiskRig any = DiskRig.of(cache);
        DiskFaults itsFaults = any.disk.faults();
        any.wrote(0, 16, 1);
        any.flush();
        itsFaults.latentError(6, 4);
        for (int lba = 5; lba < 11; lba++) {
            any.submit(0, DiskOpcode.READ, lba, 1, 0, lba);
        }
        any.done(
                "p0 5 SUCCESS",
                "p0 6 UNRECOVERED_READ_ERROR",
                "p0 7 UNRECOVERED_READ_ERROR",
                "p0 8 UNRECOVERED_READ_ERROR",
                "p0 9 UNRECOVERED_READ_ERROR",
                "p0 10 SUCCESS");
        assertEquals(4, itsFaults.struck(DiskFault.LATENT_ERROR));
        any.wrote(7, 2, 2);
        assertEquals("2 2", any.read(7, 2));
        any.submit(0, DiskOpcode.READ, 6, 2, 0, 3);
        any.submit(0, DiskOpcode.READ, 8, 2, 0, 4);
        any.done("p0 3 UNRECOVERED_READ_ERROR", "p0 4 UNRECOVERED_READ_ERROR");
        any.submit(0, DiskOpcode.WRITE_ZEROES, 6, 4, 0, 5);
        any.done("p0 5 SUCCESS");
        assertEquals("1 0 0 0 0 1", any.read(5, 6));
    }

    @Test
    void aRewriteThatTheCacheLosesLeavesTheLatentError() {
        Set<String> ends = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, true), seed);
            any.disk.faults().latentError(0, 1);
            any.wrote(0, 1, 1);
            any.disk.power(false);
            any.disk.power(true);
            any.submit(0, DiskOpcode.READ, 0, 1, 0, 3);
            ends.add(any.told(0));
        }
        assertEquals("[p0 3 SUCCESS, p0 3 UNRECOVERED_READ_ERROR]", ends.toString());
    }

    @Test
    void rotFlipsOneToEightBitsOfItsBlockSilently() {
        Set<Integer> flips = new TreeSet<>();
        Set<Integer> places = new TreeSet<>();
        for (long seed = 0; seed < 500; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, false), 1);
            any.wrote(0, 16, 0);
            any.disk.faults().rot(9, seed);
            byte[] bytes = any.filled(16, 0);
            any.disk.port(1).submit(DiskOpcode.READ, 0, 16, bytes, 0, false, 0, 1);
            any.done("p1 1 SUCCESS");
            int count = 0;
            for (int i = 0; i < bytes.length; i++) {
                count += Integer.bitCount(bytes[i] & 0xff);
                if (bytes[i] != 0) {
                    assertEquals(9, i / 512);
                    places.add(i);
                }
            }
            flips.add(count);
            assertEquals(1, any.disk.faults().struck(DiskFault.ROT));
        }
        assertEquals("[1, 2, 3, 4, 5, 6, 7, 8]", flips.toString());
        assertTrue(places.size() > 450, places.size() + " of 512 bytes");
    }

    @Test
    void aMisdirectedWriteLandsElsewhereOnce() {
        faults.misdirectNextWrite(-10);
        rig.wrote(2, 2, 1);
        rig.wrote(4, 2, 2);
        assertEquals("0 0 0 0 2 2", rig.read(0, 6));
        assertEquals("1 1", rig.read((1 << 20) - 9, 2), "around the end of the disk, and never over it");
        struck(DiskFault.MISDIRECTED_WRITE, 1);
        assertThrows(IllegalArgumentException.class, () -> faults.misdirectNextWrite(0));
    }

    @Test
    void aTornWriteIsThereInPartAndOnlyALongerOneIsTorn() {
        faults.tearNextWrite(3);
        rig.wrote(0, 3, 1);
        struck(DiskFault.TORN_WRITE, 0);
        rig.wrote(0, 5, 2);
        rig.wrote(8, 5, 3);
        struck(DiskFault.TORN_WRITE, 1);
        assertEquals("2 2 2 0 0 0 0 0 3 3 3 3 3", rig.read(0, 13));
        assertThrows(IllegalArgumentException.class, () -> faults.tearNextWrite(0));
    }

    @Test
    void aBlockOf4096BytesMayTearWithin() {
        DiskRig any = new DiskRig(DiskRig.spec(4096, 4096, true), 1);
        any.disk.faults().tearNextWrite(3);
        any.wrote(5, 1, 1);
        byte[] bytes = any.filled(1, -1);
        any.disk.port(0).submit(DiskOpcode.READ, 5, 1, bytes, 0, false, 0, 1);
        any.done("p0 1 SUCCESS");
        assertEquals(1, bytes[3 * 512 - 1]);
        assertEquals(0, bytes[3 * 512]);
    }

    @Test
    void aLostWriteSucceedsAndIsNotThere() {
        rig.wrote(0, 2, 1);
        faults.loseNextWrite();
        rig.wrote(0, 2, 2);
        assertEquals("1 1", rig.read(0, 2));
        rig.wrote(0, 2, 3);
        assertEquals("3 3", rig.read(0, 2));
        struck(DiskFault.LOST_WRITE, 1);
    }

    @Test
    void aFailedWriteSaysSoAndMayBeThereInPart() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, false), seed);
            any.disk.faults().failNextWrite();
            any.write(0, 0, 2, 1, 0);
            any.write(0, 2, 2, 2, 0);
            any.done("p0 1 WRITE_FAULT", "p0 2 SUCCESS");
            assertEquals(1, any.disk.faults().struck(DiskFault.FAILED_WRITE));
            found.add(any.read(0, 4));
        }
        assertEquals("[0 0 2 2, 0 1 2 2, 1 0 2 2, 1 1 2 2]", found.toString());
    }

    @Test
    void aSlowDiskTakesLongerUntilItHeals() {
        faults.slow(5_000_000);
        rig.submit(0, DiskOpcode.FLUSH, 0, 0, 0, 1);
        rig.loop.runFor(DiskRig.LATENCY_NS + 5_000_000 - 1);
        assertEquals("[]", rig.told.toString());
        rig.loop.runFor(1);
        faults.slow(0);
        rig.submit(0, DiskOpcode.FLUSH, 0, 0, 0, 2);
        rig.loop.runFor(DiskRig.LATENCY_NS);
        assertEquals("[p0 1 SUCCESS, p0 2 SUCCESS]", rig.told.toString());
        struck(DiskFault.SLOWNESS, 1);
        assertThrows(IllegalArgumentException.class, () -> faults.slow(-1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLyingDiskFlushesAtOnceAndKeepsEverythingVolatile(boolean cache) {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, cache), seed);
            any.disk.faults().lieAboutFlush(true);
            any.wrote(0, 1, 1);
            any.disk.port(0).submit(DiskOpcode.WRITE, 1, 1, any.filled(1, 2), 0, true, 0, 2);
            any.done("p0 2 SUCCESS");
            any.submit(0, DiskOpcode.FLUSH, 0, 0, 0, 3);
            any.loop.runFor(0);
            any.done("p0 3 SUCCESS");
            assertEquals("0 0", any.medium(0, 2));
            assertEquals(2, any.disk.faults().struck(DiskFault.LYING_FLUSH));
            any.disk.power(false);
            any.disk.power(true);
            found.add(any.read(0, 2));
        }
        assertEquals("[0 0, 0 2, 1 0, 1 2]", found.toString());
    }

    @Test
    void aDiskThatLiesNoMoreFlushesAgain() {
        DiskRig cached = DiskRig.of(true);
        cached.disk.faults().lieAboutFlush(true);
        cached.wrote(0, 1, 1);
        cached.disk.faults().lieAboutFlush(false);
        assertEquals("0", cached.medium(0, 1));
        cached.flush();
        assertEquals("1", cached.medium(0, 1));
        faults.lieAboutFlush(true);
        rig.wrote(0, 1, 1);
        assertNotEquals("1", rig.medium(0, 1));
        faults.lieAboutFlush(false);
        assertEquals("1", rig.medium(0, 1), "a cache that was only there for the lie");
    }

    @Test
    void faultsOfBlocksThatAreNotThereAreMistakes() {
        assertThrows(IllegalArgumentException.class, () -> faults.rot(1 << 20, 1));
        assertThrows(IllegalArgumentException.class, () -> faults.latentError(0, 0));
        assertThrows(IllegalArgumentException.class, () -> faults.latentError((1 << 20) - 1, 2));
        assertThrows(IllegalArgumentException.class, () -> rig.disk.readMedium(-1, new byte[512], 0));
    }
}
