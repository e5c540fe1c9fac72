package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.NvramException;
import dev.holdover.driver.core.DriverState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The driver against a link that loses what it should carry. */
class PcieFaultsTest {
    private static final int LENGTH = 4096;
    private static final long MS = 1_000_000;

    private final Bench bench = new Bench(1);
    private final NvramCard driver = bench.opened();
    private final byte[] written = new byte[LENGTH];
    private final byte[] read = new byte[LENGTH];

    @Test
    void allOnesOfAReadThatTimedOutAreNeverData() {
        Arrays.fill(written, (byte) 0x5a);
        driver.write(0, 0, written, 0, LENGTH);
        bench.card().pcie().loseCompletions(5_000);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            try {
                driver.read(0, 0, read, 0, LENGTH);
                assertArrayEquals(written, read);
                good++;
            } catch (NvramException expected) {
                refused++;
            }
            bench.idle(driver, MS);
        }
        assertTrue(good > 50, "read " + good);
        assertTrue(refused > 20, "refused " + refused);
    }

    @Test
    void allOnesThatAreDataAreRead() {
        Arrays.fill(written, (byte) 0xff);
        driver.write(0, LENGTH, written, 0, LENGTH);
        driver.read(0, LENGTH, read, 0, LENGTH);
        assertArrayEquals(written, read);
    }

    @Test
    void aWriteEndsThoughHalfOfAllDoorbellsAndEveryMessageAreLost() {
        bench.card().pcie().loseDoorbells(500_000);
        bench.card().pcie().loseMessages(1_000_000);
        for (int i = 0; i < 16; i++) {
            Arrays.fill(written, (byte) i);
            driver.write(0, (long) i * LENGTH, written, 0, LENGTH);
        }
        driver.read(0, 15L * LENGTH, read, 0, LENGTH);
        assertArrayEquals(written, read);
    }

    @Test
    void theDriverComesBackWhenTheLinkIsTrainedAgain() {
        driver.write(0, 0, written, 0, LENGTH);
        bench.card().hardware().link().down();
        bench.card().hardware().linkChanged(false);
        bench.idle(driver, 20 * MS);
        assertEquals(DriverState.ABSENT, driver.state());
        assertThrows(NvramException.class, () -> driver.read(0, 0, read, 0, LENGTH));
        bench.card().plugIn();
        bench.idle(driver, 20 * MS);
        assertEquals(DriverState.UP, driver.state());
        driver.read(0, 0, read, 0, LENGTH);
        assertArrayEquals(written, read);
    }

    @Test
    void aBrokenLinkIsNotTrained() {
        bench.card().breakLink(true);
        bench.card().plugIn();
        assertEquals(false, bench.card().link().up());
        long status = bench.card().hardware().bridge().peek(Register.AER_STATUS, Side.HOST);
        assertTrue(Field.AER_SURPRISE_DOWN.in(status));
    }

    @Test
    void theHostCanResetTheProcessorThroughTheDriver() {
        driver.write(0, 0, written, 0, LENGTH);
        long boot = bench.card().runningBoot();
        driver.resetCard();
        bench.idle(driver, 20 * MS);
        assertEquals(boot + 1, bench.card().runningBoot());
        driver.read(0, 0, read, 0, LENGTH);
        assertArrayEquals(written, read);
    }
}
