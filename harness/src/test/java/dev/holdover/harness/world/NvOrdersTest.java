package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.NvHealth;
import dev.holdover.driver.core.NvHealth.Failure;
import dev.holdover.driver.core.NvHealth.Operation;
import dev.holdover.driver.core.NvHealth.Result;
import dev.holdover.model.contract.Register;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver's orders to the NV block of a card that has nobody to save to: what is written, and what is told. */
class NvOrdersTest {
    private static final long SOON_NS = 200_000_000;

    private final Bench bench = new Bench(1);
    private final List<String> writes = new ArrayList<>();
    private final List<NvHealth> told = new ArrayList<>();
    private final NvramCard card = bench.driver(new Recorder(bench.device(), writes), new DriverListener() {
        @Override
        public void nv(NvHealth health) {
            told.add(health);
        }
    });

    @Test
    void nothingIsOrderedWhileTheDriverIsNotUp() {
        DriverCore core = card.core();
        assertFalse(core.save() || core.restore() || core.erase() || core.abort() || core.arm(true) || core.arm(false));
        assertEquals(List.of(), writes);
    }

    @Test
    void anOrderClearsTheResultsOfItsOwnKindAndThenWritesItsOwnBit() {
        DriverCore core = up();
        assertTrue(core.save() && core.restore() && core.erase() && core.abort() && core.arm(true) && core.arm(false));
        assertEquals(
                List.of(
                        "NV_RESULT 0x3",
                        "NV_FUNC_CMD 0x1",
                        "NV_RESULT 0xc",
                        "NV_FUNC_CMD 0x2",
                        "NV_RESULT 0x30",
                        "NV_FUNC_CMD 0x4",
                        "NV_RESULT 0xc0",
                        "NV_FUNC_CMD 0x8",
                        "NV_RESULT 0x300",
                        "NV_ARM_CMD 0x1",
                        "NV_RESULT 0x300",
                        "NV_ARM_CMD 0x2"),
                writes);
    }

    @Test
    void aSaveThatNobodyTakesRunsIntoItsTimeAndIsToldAsFailed() {
        DriverCore core = up();
        core.save();
        bench.idle(card, 20_000_000);
        assertEquals(Operation.SAVE, core.nvHealth().busy());
        assertEquals(List.of(), told);
        bench.idle(card, SOON_NS);
        assertEquals(1, told.size());
        assertEquals(EnumSet.of(Result.SAVE_FAILED), told.get(0).results());
        assertEquals(EnumSet.of(Failure.PLACE_LOST), told.get(0).failures());
        assertFalse(told.get(0).dataValid());
        assertEquals(Operation.NONE, core.nvHealth().busy());
    }

    @Test
    void theSameResultOfTheNextOrderIsToldAgain() {
        DriverCore core = up();
        core.restore();
        bench.idle(card, SOON_NS);
        core.restore();
        bench.idle(card, SOON_NS);
        assertEquals(2, told.size());
        for (NvHealth each : told) {
            assertEquals(EnumSet.of(Result.RESTORE_FAILED), each.results());
            assertEquals(EnumSet.of(Failure.REFUSED), each.failures());
        }
    }

    @Test
    void aResultOfAnotherKindThatIsNotToldYetOutlivesAnOrder() {
        DriverCore core = up();
        core.restore();
        bench.sleep(2_000_000);
        core.abort();
        bench.idle(card, SOON_NS);
        assertEquals(
                EnumSet.of(Result.RESTORE_FAILED, Result.NOTHING_ABORTED),
                told.get(told.size() - 1).results());
    }

    @Test
    void refusalsSayThatTheStateDidNotAllowIt() {
        DriverCore core = up();
        core.erase();
        bench.idle(card, SOON_NS);
        assertEquals(EnumSet.of(Result.ERASE_FAILED), last().results(), "an armed card, or one that will be");
        assertEquals(EnumSet.of(Failure.REFUSED), last().failures());
        core.arm(true);
        bench.idle(card, SOON_NS);
        assertTrue(last().results().contains(Result.ARM_REFUSED));
        assertEquals(EnumSet.of(Failure.NO_PLACE), last().failures());
        core.arm(false);
        bench.idle(card, SOON_NS);
        assertTrue(last().results().contains(Result.ARM_CHANGED));
        assertFalse(last().results().contains(Result.ARM_REFUSED));
        core.erase();
        bench.idle(card, SOON_NS);
        assertTrue(last().results().contains(Result.ERASED), "there is nothing elsewhere to erase");
    }

    @Test
    void anAbortedSaveIsToldWithBothResults() {
        DriverCore core = up();
        core.save();
        bench.idle(card, 5_000_000);
        core.abort();
        bench.idle(card, SOON_NS);
        assertEquals(EnumSet.of(Result.SAVE_FAILED, Result.ABORTED), last().results());
        assertEquals(EnumSet.of(Failure.ABORTED), last().failures());
    }

    @Test
    void aSaveGoesOnAfterAResetAndItsEndIsToldOnce() {
        DriverCore core = up();
        core.save();
        bench.idle(card, 5_000_000);
        core.resetCard();
        bench.idle(card, 30_000_000);
        assertEquals(Operation.SAVE, core.nvHealth().busy());
        assertEquals(List.of(), told);
        bench.idle(card, SOON_NS);
        assertEquals(1, told.size());
        assertEquals(EnumSet.of(Result.SAVE_FAILED), told.get(0).results());
    }

    @Test
    void aResultThatCameWhileTheDriverWaitedIsToldWhenItIsUpAgain() {
        DriverCore core = up();
        core.save();
        bench.sleep(SOON_NS);
        core.resetCard();
        bench.idle(card, SOON_NS);
        assertEquals(1, told.size());
        assertEquals(EnumSet.of(Result.SAVE_FAILED), told.get(0).results());
    }

    private NvHealth last() {
        return told.get(told.size() - 1);
    }

    private DriverCore up() {
        card.open(0);
        bench.idle(card, 30_000_000);
        writes.clear();
        told.clear();
        return card.core();
    }

    /** Passes everything on, and writes down what goes to the NV block. */
    private static final class Recorder extends ForwardingDevice {
        private final List<String> writes;

        Recorder(DeviceAccess device, List<String> writes) {
            super(device);
            this.writes = writes;
        }

        @Override
        public Region bar(int number) {
            return number != 0
                    ? super.bar(number)
                    : new ForwardingRegion(super.bar(0)) {
                        @Override
                        public void write32(long offset, int value) {
                            for (Register each :
                                    List.of(Register.NV_RESULT, Register.NV_FUNC_CMD, Register.NV_ARM_CMD)) {
                                if (each.offset() == offset) {
                                    writes.add(each + " 0x" + Integer.toHexString(value));
                                }
                            }
                            super.write32(offset, value);
                        }
                    };
        }
    }
}
