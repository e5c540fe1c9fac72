package dev.holdover.firmware.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class EnergyBudgetTest {
    private static final BigInteger NS_PER_S = BigInteger.valueOf(1_000_000_000L);
    private static final long GATE_AND_CONFIRM_NS = 11_000_000;

    /** A minute at 50 mW. */
    private static final long HOLD_MJ = 3_000;

    /** More than what the roundings to whole millijoules can hide. */
    private static final long SLACK_NS = 2_000_000;

    private final FakeHal hal = new FakeHal(new FakeNvram(8));

    @Test
    void coversWhatTheFormulaAllowsAndNoMore() {
        Dice dice = new Dice(6);
        long[] links = {64_000, 100_000, 1_000_000, 1_999_999, 100_000_000, 1_000_000_000L, 100_000_000_000L};
        for (int i = 0; i < 20_000; i++) {
            long link = links[dice.below(links.length)];
            long unsaved = dice.next() >>> 33 + dice.below(30);
            EnergyBudget budget = new EnergyBudget(hal, config(link));
            long exact = exactMillijoules(unsaved, link);
            String what = unsaved + " bytes at " + link + " bit/s, " + dice;
            hal.set(Register.CELL_DESIGN_MJ, 0, 100 * (exact + HOLD_MJ));
            hal.set(Register.CELL_DESIGN_MJ, 1, 100 * (exact + HOLD_MJ));
            hal.set(Register.CHARGE_MJ, exact + HOLD_MJ - 1);
            assertFalse(budget.covers(unsaved), what);
            hal.set(Register.CHARGE_MJ, exact + exact * 21 / 100 + 3 + HOLD_MJ);
            assertTrue(budget.covers(unsaved), what);
        }
    }

    @Test
    void aByteMoreNeverNeedsLess() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000));
        for (long charge = HOLD_MJ; charge < HOLD_MJ + 4_000; charge += 37) {
            hal.set(Register.CHARGE_MJ, charge);
            boolean covered = true;
            for (long unsaved = 0; unsaved < 1 << 20; unsaved += 4096) {
                boolean now = budget.covers(unsaved);
                assertFalse(now && !covered, "charge " + charge + ", " + unsaved + " bytes");
                covered = now;
            }
        }
    }

    @Test
    void aFailedBatteryCoversNothing() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        assertTrue(budget.covers(0));
        hal.set(Register.BATT_STATUS, Field.BATT_FAILURE.mask());
        assertFalse(budget.covers(0));
    }

    @Test
    void shortageIsNotedOnceUntilItIsOver() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        hal.set(Register.CHARGE_MJ, 0);
        for (int i = 0; i < 3; i++) {
            assertFalse(budget.covers(4096));
        }
        assertEquals(1, hal.count(Notice.ENERGY_SHORT));
        hal.set(Register.CHARGE_MJ, 30_000_000);
        assertTrue(budget.covers(4096));
        hal.set(Register.CHARGE_MJ, 0);
        assertFalse(budget.covers(4096));
        assertEquals(2, hal.count(Notice.ENERGY_SHORT));
    }

    @Test
    void aGaugeThatSaysTooMuchIsNotBelieved() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        hal.set(Register.CELL_MV, 0, 9_000);
        hal.set(Register.CELL_MV, 1, 9_000);
        assertFalse(budget.covers(0), "the voltage says empty");
        hal.set(Register.CELL_MV, 0, 12_000);
        assertTrue(budget.covers(0));
        hal.set(Register.CELL_LEARNED_MJ, 0, 3_000);
        assertFalse(budget.covers(0), "the learn cycle found less");
        hal.set(Register.CELL_MV, 1, 12_000);
        assertTrue(budget.covers(0));
        hal.set(Register.CELL_LIFE_PCT, 1, 0);
        assertFalse(budget.covers(0), "the other has aged away");
        hal.set(Register.CELL_LIFE_PCT, 1, 100);
        hal.set(Register.CELL_STATUS, 1, Field.CELL_PRESENT.mask() | Field.CELL_LEARNING.mask());
        assertFalse(budget.covers(0), "the other is in a learn cycle");
        hal.set(Register.CELL_STATUS, 1, 0);
        assertFalse(budget.covers(0), "the other is gone");
    }

    @Test
    void theHostIsToldBeforeAWriteIsRefused() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        assertTrue(budget.covers(0));
        hal.set(Register.BATT_STATUS, Field.BATT_LOW.mask());
        assertTrue(budget.covers(0));
        assertEquals(EnergyLevel.LOW.ordinal(), hal.get(Register.ENERGY_STATUS, 0));
        assertEquals(1, hal.count(Notice.ENERGY_LOW));
        hal.set(Register.CHARGE_MJ, 0);
        assertFalse(budget.covers(0));
        assertEquals(EnergyLevel.SHORT.ordinal(), hal.get(Register.ENERGY_STATUS, 0));
        assertEquals(Field.INT_ENERGY.mask(), hal.get(Register.INT_RAISE, 0));
        assertTrue(budget.mustRetain());
    }

    @Test
    void whatRisesOnTheMainsIsSeenWithTheNextHeartbeat() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        hal.set(Register.CHARGE_MJ, 0);
        assertFalse(budget.covers(0));
        hal.charge(30_000_000);
        hal.now(Configs.HEARTBEAT_NS - 1);
        assertFalse(budget.covers(0), "what was found is remembered");
        hal.now(Configs.HEARTBEAT_NS);
        assertTrue(budget.covers(0));
    }

    @Test
    void onBatteryNothingIsRemembered() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        hal.set(Register.BATT_STATUS, Field.BATT_DISCHARGING.mask());
        assertTrue(budget.covers(0));
        hal.charge(0);
        assertFalse(budget.covers(0));
    }

    @Test
    void aChangeOfTheSourceIsSeenAtOnce() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000_000L));
        assertTrue(budget.covers(0));
        hal.set(Register.CHARGE_MJ, 0);
        assertFalse(budget.covers(0));
    }

    @Test
    void whatTheDaughterSlotsDrawCountsAsLongAsTheCardIsAwake() {
        EnergyBudget budget = new EnergyBudget(hal, config(1_000_000));
        long unsaved = 1 << 20;
        long alone = exactMillijoules(unsaved, 1_000_000);
        hal.set(Register.CHARGE_MJ, HOLD_MJ + alone * 13 / 10);
        assertTrue(budget.covers(unsaved));
        hal.set(Register.DAUGHTER_MW, 8_000);
        assertFalse(budget.covers(unsaved), "twice the load, and energy for once");
        hal.set(Register.CHARGE_MJ, HOLD_MJ + 2 * alone * 13 / 10);
        assertTrue(budget.covers(unsaved));
    }

    @Test
    void theTimeOfTheDisksIsInTheSumAndWhatIsAffordableIsExactlyWhatIsCovered() {
        Dice dice = new Dice(8);
        long[] disksNs = new long[1];
        EnergyBudget budget = new EnergyBudget(hal, config(100_000_000));
        budget.waitsFor(() -> disksNs[0]);
        int affordable = 0;
        for (int i = 0; i < 5_000; i++) {
            long unsaved = dice.below(1 << 20);
            hal.set(Register.DAUGHTER_MW, dice.below(20_000));
            hal.set(Register.CHARGE_MJ, HOLD_MJ + dice.below(20_000));
            long ns = budget.affordableNs(unsaved);
            disksNs[0] = ns;
            assertTrue(ns == 0 || budget.covers(unsaved), ns + " ns are said to be affordable");
            disksNs[0] = ns + SLACK_NS;
            assertFalse(budget.covers(unsaved), SLACK_NS + " ns more than what is affordable");
            affordable += ns > 0 ? 1 : 0;
        }
        assertTrue(affordable > 1_000, "only " + affordable + " show anything");
    }

    private static FirmwareConfig config(long linkBits) {
        FirmwareConfig pair = Configs.pair(1);
        return Configs.config(Configs.CLUSTER, 1, pair.layout(), pair.slots(), true, linkBits);
    }

    /** P (t_detect + t_gate + bytes / B + t_confirm), in whole millijoules, rounded down. */
    private static long exactMillijoules(long unsaved, long link) {
        BigInteger fixed = BigInteger.valueOf(Configs.HEARTBEAT_NS * Configs.MISSED + GATE_AND_CONFIRM_NS);
        BigInteger drain = BigInteger.valueOf(unsaved * 8).multiply(NS_PER_S).divide(BigInteger.valueOf(link));
        return fixed.add(drain)
                .multiply(BigInteger.valueOf(8_000))
                .divide(NS_PER_S)
                .longValueExact();
    }
}
