package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The volatile cache, and what is there after power was lost or the disk was pulled. */
class DiskCacheTest {
    private final DiskRig rig = DiskRig.of(true);

    private void cycle(DiskRig any) {
        any.disk.power(false);
        any.disk.power(true);
    }

    @Test
    void aCachedWriteIsReadBackAndOnTheMediumOnlyAfterAFlush() {
        rig.wrote(1, 8, 3);
        assertEquals("0 3 3 3 3 3 3 3 3 0", rig.read(0, 10));
        assertEquals("0 0 0 0 0 0 0 0 0 0", rig.medium(0, 10));
        rig.flush();
        assertEquals("0 3 3 3 3 3 3 3 3 0", rig.medium(0, 10));
    }

    @Test
    void aFlushWaitsUntilTheCacheIsOnTheMedium() {
        rig.wrote(0, 64, 3);
        rig.submit(0, DiskOpcode.FLUSH, 0, 0, 0, 1);
        rig.loop.runFor(DiskRig.LATENCY_NS + 64_000 - 1);
        assertEquals("[]", rig.told.toString());
        rig.loop.runFor(1);
        assertEquals("[p0 1 SUCCESS]", rig.told.toString());
    }

    @Test
    void fuaWritesThroughTheCacheAndNothingOlderFollows() {
        rig.wrote(0, 4, 3);
        rig.disk.port(0).submit(DiskOpcode.WRITE, 1, 2, rig.filled(2, 4), 0, true, 0, 1);
        rig.done("p0 1 SUCCESS");
        assertEquals("0 4 4 0", rig.medium(0, 4));
        assertEquals("3 4 4 3", rig.read(0, 4));
        rig.flush();
        assertEquals("3 4 4 3", rig.medium(0, 4));
        rig.wrote(0, 4, 5);
        rig.disk.port(0).submit(DiskOpcode.WRITE_ZEROES, 1, 2, new byte[0], 0, true, 0, 1);
        rig.done("p0 1 SUCCESS");
        rig.flush();
        assertEquals("5 0 0 5", rig.medium(0, 4));
    }

    @Test
    void zerosAreCachedUnlessTheyAreManyAndNothingOlderFollowsThem() {
        rig.wrote(0, 16, 3);
        rig.flush();
        rig.submit(0, DiskOpcode.WRITE_ZEROES, 4, 8, 0, 1);
        rig.done("p0 1 SUCCESS");
        assertEquals("3 3 3 3 0 0 0 0 0 0 0 0 3 3 3 3", rig.read(0, 16));
        assertEquals("3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", rig.medium(0, 16));
        rig.wrote(0, 16, 4);
        rig.submit(0, DiskOpcode.WRITE_ZEROES, 2, 60_000, 0, 1);
        rig.done("p0 1 SUCCESS");
        rig.flush();
        assertEquals("4 4 0 0 0 0 0 0 0 0 0 0 0 0 0 0", rig.medium(0, 16));
    }

    @Test
    void aFullCacheMovesItsOldestPageToTheMedium() {
        for (int page = 0; page < 257; page++) {
            rig.wrote(page * 8L, 1, 1 + page % 8);
        }
        assertEquals("1", rig.medium(0, 1));
        assertEquals("0", rig.medium(8, 1));
        assertEquals("2", rig.read(8, 1));
    }

    @Test
    void whatIsWrittenOverInTheCacheMayHaveReachedTheMedium() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, true), seed);
            any.wrote(0, 1, 1);
            any.wrote(0, 1, 2);
            cycle(any);
            found.add(any.read(0, 1));
        }
        assertEquals("[0, 1, 2]", found.toString());
    }

    @ParameterizedTest
    @CsvSource({"512,256", "4096,2"})
    void lostPowerLeavesAnySubsetOfTheCachedBlocks(int logical, int most) {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 2000; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(logical, 4096, true), seed);
            any.wrote(0, 4096 / logical, 1);
            cycle(any);
            found.add(any.read(0, 4096 / logical));
        }
        assertTrue(found.size() > most * 9 / 10, found.size() + " of " + most);
    }

    @ParameterizedTest
    @CsvSource({"512,true", "512,false", "4096,true", "4096,false"})
    void aWriteUnderWayWhenPowerFailsIsThereInAnySubsetOfItsBlocks(int logical, boolean cache) {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 1000; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(logical, 4096, cache), seed);
            any.write(0, 0, 3, 1, 0);
            any.loop.runFor(DiskRig.LATENCY_NS * 3 / 4);
            any.disk.power(false);
            any.disk.power(true);
            any.done("p0 1 DEVICE_GONE");
            found.add(any.read(0, 3));
        }
        assertEquals("[0 0 0, 0 0 1, 0 1 0, 0 1 1, 1 0 0, 1 0 1, 1 1 0, 1 1 1]", found.toString());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatWasCompletedAndFlushedSurvivesEveryCut(boolean cache) {
        for (long seed = 0; seed < 100; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, cache), seed);
            any.wrote(0, 20, 1);
            if (cache) {
                any.flush();
            }
            any.write(0, 20, 20, 2, 0);
            any.loop.runFor(seed * 1_000);
            cycle(any);
            any.done("p0 2 DEVICE_GONE");
            assertEquals("1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", any.read(0, 20));
        }
    }

    @Test
    void withoutPowerOpenCommandsAndNewOnesEndWithDeviceGone() {
        rig.write(0, 0, 1, 1, 0);
        rig.disk.power(false);
        assertFalse(rig.disk.port(0).present());
        rig.done("p0 1 DEVICE_GONE");
        assertEquals("0", rig.medium(0, 1));
        rig.write(1, 0, 1, 2, 0);
        rig.done("p1 2 DEVICE_GONE");
        rig.disk.power(true);
        assertTrue(rig.disk.port(1).present());
        rig.wrote(0, 1, 3);
        assertTrue(rig.seen.contains("powered false") && rig.seen.contains("powered true"));
    }

    @Test
    void aPortWithoutPowerEndsItsOwnCommandsAndTheOtherPortGoesOn() {
        rig.write(0, 0, 1, 1, 0);
        rig.write(1, 0, 1, 2, 0);
        rig.write(1, 8, 1, 3, 0);
        rig.disk.port(0).powerLost();
        rig.done("p0 1 DEVICE_GONE", "p1 2 SUCCESS", "p1 3 SUCCESS");
        assertEquals("2", rig.read(0, 1));
        rig.wrote(0, 1, 4);
    }

    @Test
    void aSurpriseRemovalEndsOpenCommandsAndTakesTheCacheWithIt() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, true), seed);
            any.wrote(0, 1, 1);
            any.write(0, 8, 1, 2, 0);
            any.submit(1, DiskOpcode.READ, 0, 1, 0, 3);
            any.disk.remove();
            assertFalse(any.disk.port(1).present());
            assertEquals("[]", any.told.toString(), "a completion comes by itself, never from within a call");
            any.done("p0 2 DEVICE_GONE", "p1 3 DEVICE_GONE");
            any.write(1, 8, 1, 4, 0);
            any.done("p1 4 DEVICE_GONE");
            any.disk.insert();
            assertTrue(any.disk.port(0).present());
            found.add(any.read(0, 9));
        }
        assertEquals("[0 0 0 0 0 0 0 0 0, 1 0 0 0 0 0 0 0 0]", found.toString());
    }

    @Test
    void aDiskThatIsPulledAndHasNoPowerNeedsBoth() {
        rig.disk.power(false);
        rig.disk.remove();
        rig.disk.power(true);
        assertFalse(rig.disk.port(0).present());
        rig.disk.insert();
        assertTrue(rig.disk.port(0).present());
    }
}
