package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands do on a disk that nothing befalls. */
class DiskCommandTest {
    private final DiskRig rig = DiskRig.of(false);
    private final DiskPort port = rig.disk.port(0);

    @Test
    void blocksThatWereNeverWrittenAreZeros() {
        assertEquals("0 0 0", rig.read(12_345, 3));
        assertEquals("0", rig.medium((1 << 20) - 1, 1));
    }

    @Test
    void aReadSeesCompletedWritesThroughEitherPort() {
        rig.write(1, 6, 4, 7, 0);
        rig.done("p1 7 SUCCESS");
        assertEquals("0 7 7 7 7 0", rig.read(5, 6));
    }

    @Test
    void aWriteTakesItsBytesWhenItIsSubmittedAndAReadGivesThemAtItsEnd() {
        byte[] bytes = rig.filled(2, 5);
        port.submit(DiskOpcode.WRITE, 8, 1, bytes, 512, false, 0, 1);
        bytes[512] = 6;
        rig.done("p0 1 SUCCESS");
        byte[] into = rig.filled(3, -1);
        port.submit(DiskOpcode.READ, 8, 1, into, 512, false, 0, 2);
        assertArrayEquals(rig.filled(3, -1), into);
        rig.done("p0 2 SUCCESS");
        assertEquals(-1, into[511]);
        assertEquals(5, into[512]);
        assertEquals(5, into[1023]);
        assertEquals(-1, into[1024]);
    }

    @Test
    void withoutVolatileCacheAWriteIsOnTheMediumWhenItCompletes() {
        rig.wrote(0, 8, 3);
        assertEquals("3 3 3 3 3 3 3 3 0", rig.medium(0, 9));
    }

    @Test
    void writtenZerosAreZeros() {
        rig.wrote(0, 16, 3);
        rig.submit(0, DiskOpcode.WRITE_ZEROES, 2, 12, 0, 4);
        rig.submit(0, DiskOpcode.WRITE_ZEROES, 100_000, DiskPort.MAX_BLOCKS, 0, 5);
        rig.done("p0 5 SUCCESS", "p0 4 SUCCESS");
        assertEquals("3 3 0 0 0 0 0 0 0 0 0 0 0 0 3 3", rig.medium(0, 16));
    }

    @Test
    void aCommandTakesItsLatencyAndItsTransfer() {
        port.submit(DiskOpcode.WRITE, 0, 8, rig.filled(8, 1), 0, false, 0, 1);
        rig.loop.runFor(DiskRig.LATENCY_NS + 7_999);
        assertTrue(rig.told.isEmpty());
        rig.loop.runFor(1);
        assertEquals("[p0 1 SUCCESS]", rig.told.toString());
    }

    @Test
    void aWriteOfAPartOfAPhysicalBlockMustReadItFirst() {
        port.submit(DiskOpcode.WRITE, 1, 8, rig.filled(8, 1), 0, false, 0, 1);
        rig.loop.runFor(2 * DiskRig.LATENCY_NS + 3 * 8_000 - 1);
        assertTrue(rig.told.isEmpty());
        rig.loop.runFor(1);
        assertEquals("[p0 1 SUCCESS]", rig.told.toString());
        port.submit(DiskOpcode.WRITE, 1, 2, rig.filled(2, 1), 0, false, 0, 2);
        rig.loop.runFor(2 * DiskRig.LATENCY_NS + 8_000 + 2_000);
        assertEquals(2, rig.told.size(), "both ends in one physical block: one read");
    }

    @Test
    void commandsShareTheBandwidth() {
        for (int tag = 0; tag < 8; tag++) {
            port.submit(DiskOpcode.READ, tag * 64L, 64, rig.filled(64, 0), 0, false, 0, tag);
        }
        rig.loop.runFor(DiskRig.LATENCY_NS + 4 * 64_000);
        assertEquals(4, rig.told.size());
    }

    @Test
    void commandsMayCompleteInAnyOrder() {
        DiskGeometry geometry = new DiskGeometry(4096, 4096, 1 << 20, 8);
        DiskRig any = new DiskRig(new DiskSpec(geometry, 10_000, 1_000_000, 1L << 40, false, 1), 3);
        boolean overtaken = false;
        for (int i = 0; i < 20 && !overtaken; i++) {
            any.write(0, 0, 1, 1, 0);
            any.write(0, 1, 1, 2, 0);
            any.loop.runFor(DiskRig.LONG_NS);
            overtaken = any.told.get(0).equals("p0 2 SUCCESS");
            any.told.clear();
        }
        assertTrue(overtaken);
    }

    @Test
    void overlappingWritesLandInTheOrderOfTheirSubmissionThroughWhicheverPort() {
        for (long seed = 0; seed < 100; seed++) {
            DiskGeometry geometry = new DiskGeometry(512, 4096, 1 << 20, 8);
            DiskRig any = new DiskRig(new DiskSpec(geometry, 10_000, 1_000_000, 1L << 40, seed % 2 == 0, 2), seed);
            any.write(0, 0, 4, 1, 0);
            any.write(1, 2, 4, 2, 0);
            any.submit(0, DiskOpcode.WRITE_ZEROES, 3, 1, 0, 3);
            any.write(1, 5, 4, 4, 0);
            any.done("p0 1 SUCCESS", "p1 2 SUCCESS", any.told(2), any.told(3));
            assertEquals("1 1 2 0 2 4 4 4 4", any.read(0, 9), "seed " + seed);
        }
    }

    @Test
    void aFullQueueTakesNoCommandAndEachPortHasItsOwn() {
        for (int tag = 0; tag < 8; tag++) {
            assertTrue(rig.submit(0, DiskOpcode.READ, 0, 1, 0, tag));
        }
        assertFalse(rig.submit(0, DiskOpcode.READ, 0, 1, 0, 8));
        assertTrue(rig.submit(1, DiskOpcode.READ, 0, 1, 0, 8));
        boolean[] taken = new boolean[1];
        port.listen((tag, status) -> taken[0] |= tag == 0 && rig.submit(0, DiskOpcode.READ, 0, 1, 0, 0));
        rig.loop.runFor(DiskRig.LONG_NS);
        assertTrue(taken[0], "the place of one that ended is free");
    }

    @ParameterizedTest
    @CsvSource({
        "-1,1",
        "0,0",
        "0,-1",
        "1048576,1",
        "1048575,2",
        "1048576,-1",
        "0,65537",
        "9223372036854775807,1",
        "9223372036854775807,2147483647",
        "-9223372036854775808,-2147483648",
        "0,2147483647"
    })
    void blocksThatAreNotThereAreOutOfRange(long lba, int count) {
        int tag = 0;
        for (DiskOpcode opcode : new DiskOpcode[] {DiskOpcode.READ, DiskOpcode.WRITE, DiskOpcode.WRITE_ZEROES}) {
            assertTrue(port.submit(opcode, lba, count, new byte[0], -5, true, 0, tag++));
        }
        rig.done("p0 0 LBA_OUT_OF_RANGE", "p0 1 LBA_OUT_OF_RANGE", "p0 2 LBA_OUT_OF_RANGE");
    }

    @Test
    void flushAndReserveDoNotLookAtBlocks() {
        rig.submit(0, DiskOpcode.FLUSH, -1, -1, 0, 1);
        rig.submit(0, DiskOpcode.RESERVE, -1, -1, 1, 2);
        rig.done("p0 1 SUCCESS", "p0 2 SUCCESS");
    }

    @Test
    void memoryThatIsNotThereAndTagsThatAreTwiceAreMistakesOfTheCaller() {
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> port.submit(DiskOpcode.READ, 0, 2, new byte[1024], 1, false, 0, 1));
        rig.submit(0, DiskOpcode.READ, 0, 1, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> rig.submit(0, DiskOpcode.READ, 0, 1, 0, 1));
        rig.submit(1, DiskOpcode.READ, 0, 1, 0, 1);
        rig.done("p0 1 SUCCESS", "p1 1 SUCCESS");
    }

    @Test
    void aResetDropsWhatIsOpenOnItsPortOnly() {
        rig.write(0, 0, 1, 1, 0);
        rig.write(1, 0, 1, 2, 0);
        port.reset();
        rig.write(0, 8, 1, 1, 0);
        rig.done("p1 2 SUCCESS", "p0 1 SUCCESS");
        assertEquals("2", rig.medium(0, 1));
        assertEquals("1", rig.medium(8, 1));
    }

    @Test
    void whatExecutesAtAResetMayHaveLandedAndDoesNotLandLater() {
        int landed = 0;
        for (long seed = 0; seed < 50; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, false), seed);
            any.write(0, 0, 8, 1, 0);
            any.loop.runFor(DiskRig.LATENCY_NS / 2 + 1);
            any.disk.port(0).reset();
            String at = any.medium(0, 8);
            any.done();
            assertEquals(at, any.medium(0, 8));
            landed += at.contains("1") ? 1 : 0;
        }
        assertTrue(landed > 10 && landed < 50, landed + " of 50 have landed");
    }

    @ParameterizedTest
    @CsvSource({
        "520,4096,8,8",
        "512,520,8,8",
        "4096,512,8,8",
        "512,4096,0,8",
        "512,4096,9,8",
        "512,4096,8,0",
        "512,4096,8,65536",
        "512,512,9223372036854775807,1"
    })
    void aGeometryThatNoDiskHasIsRefused(int logical, int physical, long blocks, int depth) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new DiskGeometry(logical, physical, blocks, depth));
        assertTrue(String.valueOf(e.getMessage()).contains("must be"), e::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"-1,5,1,1", "6,5,1,1", "5,9000000000000,1,1", "5,5,0,1", "5,5,1,0", "5,5,1,3"})
    void aDiskThatNobodySellsIsRefused(long low, long high, long bandwidth, int ports) {
        DiskGeometry geometry = new DiskGeometry(512, 512, 8, 1);
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> new DiskSpec(geometry, low, high, bandwidth, false, ports));
        assertTrue(String.valueOf(e.getMessage()).contains("must be"), e::getMessage);
    }
}
