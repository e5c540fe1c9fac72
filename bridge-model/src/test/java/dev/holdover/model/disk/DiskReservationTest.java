package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Ownership at the disk: a reservation whose key is the epoch. */
class DiskReservationTest {
    private final DiskRig rig = DiskRig.of(false);

    private void reserve(int port, long epoch) {
        rig.submit(port, DiskOpcode.RESERVE, 0, 0, epoch, 50);
        rig.done("p" + port + " 50 SUCCESS");
    }

    @Test
    void aHigherEpochReservesTheDiskForGood() {
        reserve(0, 3);
        assertEquals(3, rig.disk.keptEpoch());
        reserve(1, 3);
        rig.submit(1, DiskOpcode.RESERVE, 0, 0, 2, 1);
        rig.submit(0, DiskOpcode.RESERVE, 0, 0, 0, 1);
        rig.done("p1 1 RESERVATION_CONFLICT", "p0 1 RESERVATION_CONFLICT");
        rig.disk.power(false);
        rig.disk.power(true);
        rig.disk.remove();
        rig.disk.insert();
        assertEquals(3, rig.disk.keptEpoch());
        reserve(1, 4);
        assertEquals(4, rig.disk.keptEpoch());
    }

    @Test
    void whoeverHasALowerEpochOrNoneCanNotWriteAndCanRead() {
        rig.wrote(0, 1, 9);
        reserve(1, 3);
        rig.write(0, 0, 1, 1, 2);
        rig.write(0, 0, 1, 2, 0);
        rig.submit(0, DiskOpcode.WRITE_ZEROES, 0, 1, 2, 3);
        rig.submit(0, DiskOpcode.FLUSH, 0, 0, 0, 4);
        rig.write(1, 1, 1, 5, 3);
        rig.write(1, 2, 1, 6, 4);
        rig.loop.runFor(DiskRig.LONG_NS);
        assertTrue(rig.told.contains("p0 1 RESERVATION_CONFLICT"), rig.told.toString());
        assertTrue(rig.told.contains("p0 2 RESERVATION_CONFLICT"), rig.told.toString());
        assertTrue(rig.told.contains("p0 3 RESERVATION_CONFLICT"), rig.told.toString());
        assertTrue(rig.told.contains("p0 4 SUCCESS"), rig.told.toString());
        rig.told.clear();
        assertEquals("9 5 6", rig.read(0, 3));
    }

    @Test
    void aReservationAbortsWhatWaitsOnBothPortsBeforeItEndsItself() {
        reserve(0, 1);
        rig.disk.faults().slow(10_000_000);
        rig.write(0, 0, 1, 1, 1);
        rig.write(1, 1, 1, 2, 1);
        rig.submit(0, DiskOpcode.READ, 0, 1, 1, 3);
        rig.write(0, 3, 1, 4, 2);
        rig.disk.faults().slow(0);
        rig.seen.clear();
        rig.submit(1, DiskOpcode.RESERVE, 0, 0, 2, 5);
        rig.done("p0 1 ABORTED", "p1 2 ABORTED", "p1 5 SUCCESS", "p0 3 SUCCESS", "p0 4 SUCCESS");
        assertEquals("reserved 2 aborted 2", rig.seen.get(0));
        assertEquals("0 0 0 4", rig.medium(0, 4));
    }

    @Test
    void whatExecutesWhenTheDiskIsReservedIsCutAndDoesNotLandLater() {
        int landed = 0;
        for (long seed = 0; seed < 50; seed++) {
            DiskRig any = new DiskRig(DiskRig.spec(512, 4096, seed % 2 == 0), seed);
            any.submit(1, DiskOpcode.RESERVE, 0, 0, 7, 5);
            any.loop.runFor(DiskRig.LATENCY_NS / 4);
            any.write(0, 0, 8, 1, 6);
            any.write(0, 4, 8, 2, 6);
            any.loop.runFor(DiskRig.LATENCY_NS * 3 / 4);
            assertEquals(
                    "[cut WRITE 0+8 epoch 6, reserved 7 aborted 2]",
                    any.seen.subList(0, 2).toString());
            any.write(1, 0, 1, 3, 7);
            any.done("p0 1 ABORTED", "p0 2 ABORTED", "p1 5 SUCCESS", "p1 3 SUCCESS");
            String found = any.read(0, 12);
            assertTrue(found.matches("3( [01]){7}( 0){4}"), found);
            landed += found.contains("1") ? 1 : 0;
        }
        assertTrue(landed > 10 && landed < 50, landed + " of 50 have landed in part");
    }

    @Test
    void anEpochThatIsNegativeIsLowerThanNone() {
        rig.write(0, 0, 1, 1, -1);
        rig.submit(0, DiskOpcode.RESERVE, 0, 0, Long.MIN_VALUE, 2);
        rig.done("p0 1 RESERVATION_CONFLICT", "p0 2 RESERVATION_CONFLICT");
    }
}
