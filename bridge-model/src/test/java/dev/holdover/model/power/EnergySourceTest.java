package dev.holdover.model.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Two batteries behind one rail: one after the other, learned, swapped, aged and misread. */
class EnergySourceTest {
    private static final long SECOND_NS = 1_000_000_000L;

    /** 10 J, charged at 1 W each, tested at 2 W. */
    private final EnergySource source = new EnergySource(10_000, 1_000, 2_000);

    @Test
    void oneCarriesAfterTheOtherWithoutAGap() {
        source.carry(1_000, 0);
        assertEquals(10 * SECOND_NS, source.emptyAtNs(0));
        assertEquals(10 * SECOND_NS, source.nextNs(SECOND_NS));
        assertEquals(3_000, source.chargeMj(7 * SECOND_NS));
        assertEquals(Battery.EMPTY_MV, source.millivolts(0, 7 * SECOND_NS));
        assertTrue(source.millivolts(1, 7 * SECOND_NS) > Battery.EMPTY_MV);
        assertFalse(source.empty(10 * SECOND_NS - 1));
        assertTrue(source.empty(10 * SECOND_NS));
    }

    @Test
    void theThresholdIsMetWhenItSaid() {
        source.carry(1_000, 0);
        long belowNs = source.fallsToNs(30, 0);
        assertEquals(30, source.percent(belowNs - 1));
        assertEquals(29, source.percent(belowNs));
    }

    @Test
    void aPulledBatteryIsNotThereAndComesBackAsItWas() {
        source.carry(1_000, 0);
        source.present(0, false, SECOND_NS);
        assertEquals(5_000, source.chargeMj(SECOND_NS));
        assertEquals(4_000, source.chargeMj(2 * SECOND_NS));
        source.present(0, true, 2 * SECOND_NS);
        assertEquals(8_000, source.chargeMj(2 * SECOND_NS));
        source.present(0, false, 2 * SECOND_NS);
        source.present(1, false, 2 * SECOND_NS);
        assertTrue(source.empty(2 * SECOND_NS));
        assertEquals(0, source.percent(2 * SECOND_NS));
    }

    @Test
    void aLearnCycleEmptiesMeasuresAndCharges() {
        source.fade(1, 80, 0);
        assertTrue(source.learn(1, 0));
        assertFalse(source.learn(0, 0), "one at a time");
        assertEquals(2 * SECOND_NS, source.nextNs(0));
        assertEquals(7_000, source.chargeMj(SECOND_NS));
        assertEquals(0, source.learnedMj(1));
        assertEquals(6_000, source.chargeMj(3 * SECOND_NS));
        assertEquals(4_000, source.learnedMj(1));
        assertFalse(source.learning(1));
        assertEquals(80, source.lifePercent(1));
        assertEquals(9_000, source.chargeMj(60 * SECOND_NS));
    }

    @Test
    void aLearnCycleIsGivenUpWhenTheMainsFail() {
        assertTrue(source.learn(0, 0));
        source.carry(1_000, SECOND_NS);
        assertFalse(source.learning(0));
        assertEquals(0, source.learnedMj(0));
        assertEquals(9 * SECOND_NS, source.emptyAtNs(SECOND_NS));
        assertFalse(source.learn(0, SECOND_NS), "not on battery");
    }

    @Test
    void aGaugeThatLiesChangesNothingButWhatItSays() {
        source.drainTo(0, 10, 0);
        source.drainTo(1, 10, 0);
        source.gauge(0, 500);
        source.gauge(1, 20);
        assertEquals(2_600, source.gaugeMj(0));
        assertEquals(1_000, source.chargeMj(0));
        assertEquals(50, source.gaugePercent(0, 0));
        assertEquals(Battery.EMPTY_MV + 300, source.millivolts(0, 0));
    }
}
