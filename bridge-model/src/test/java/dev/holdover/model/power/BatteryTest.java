package dev.holdover.model.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.testing.Rng;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The battery against exact arithmetic. */
class BatteryTest {
    private static final BigInteger PJ_PER_MJ = BigInteger.valueOf(1_000_000_000);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;

    @Test
    void energyIsExactOverEverySequenceOfLoadAndCharge() {
        for (long seed = 1; seed <= 200; seed++) {
            Rng rng = new Rng(seed);
            long capacityMj = 1L + rng.below(1_000_000);
            long chargeMw = rng.below(5_000);
            Battery battery = new Battery(capacityMj, chargeMw);
            BigInteger fullPj = BigInteger.valueOf(capacityMj).multiply(PJ_PER_MJ);
            BigInteger pj = fullPj;
            long loadMw = 0;
            boolean carrying = false;
            long nowNs = 0;
            for (int step = 0; step < 100; step++) {
                long elapsedNs = Math.floorMod(rng.next(), rng.below(4) == 0 ? 3 * DAY_NS : 20 * SECOND_NS);
                nowNs += elapsedNs;
                BigInteger change =
                        BigInteger.valueOf(elapsedNs).multiply(BigInteger.valueOf(carrying ? loadMw : chargeMw));
                pj = carrying
                        ? pj.subtract(change).max(BigInteger.ZERO)
                        : pj.add(change).min(fullPj);
                String where = "seed " + seed + " step " + step;
                assertEquals(pj.divide(PJ_PER_MJ).longValueExact(), battery.chargeMj(nowNs), where);
                assertEquals(pj.signum() == 0, battery.empty(nowNs), where);
                assertEquals(carrying, battery.carrying(), where);
                switch (rng.below(3)) {
                    case 0 -> {
                        carrying = true;
                        loadMw = rng.below(20_000);
                        battery.carry(loadMw, nowNs);
                    }
                    case 1 -> {
                        carrying = false;
                        battery.rest(nowNs);
                    }
                    default -> {
                        // It goes on as it is.
                    }
                }
            }
        }
    }

    @Test
    void itIsEmptyExactlyWhenItSaidAndNotANanosecondEarlier() {
        for (long seed = 1; seed <= 200; seed++) {
            Rng rng = new Rng(seed);
            Battery battery = new Battery(1L + rng.below(100_000), 100);
            long nowNs = rng.below(1_000_000_000);
            battery.carry(1L + rng.below(20_000), nowNs);
            long emptyNs = battery.emptyAtNs();
            assertFalse(battery.empty(emptyNs - 1), "seed " + seed);
            assertTrue(battery.empty(emptyNs), "seed " + seed);
            assertEquals(0, battery.chargeMj(emptyNs + DAY_NS));
        }
    }

    @Test
    void itIsBelowAPercentageExactlyWhenItSaid() {
        for (long seed = 1; seed <= 200; seed++) {
            Rng rng = new Rng(seed);
            long capacityMj = 100L * (1L + rng.below(1_000));
            int percent = 1 + rng.below(99);
            Battery battery = new Battery(capacityMj, 100);
            battery.carry(seed % 2 == 0 ? 1_000L : 1L + rng.below(20_000), 0);
            long belowNs = battery.fallsToNs(percent);
            assertEquals(percent, battery.percent(belowNs - 1), "seed " + seed);
            assertEquals(percent - 1, battery.percent(belowNs), "seed " + seed);
            assertEquals(Long.MAX_VALUE, battery.fallsToNs(percent));
        }
    }

    @Test
    void itStaysEmptyOverWeeksAndFullOverYears() {
        for (long days = 1; days < 4_000; days += 3) {
            Battery battery = new Battery(30_000, 1_000);
            battery.carry(5_000, 0);
            assertEquals(0, battery.chargeMj(days * DAY_NS), "after " + days + " days");
            battery.rest(days * DAY_NS);
            assertEquals(30_000, battery.chargeMj(2 * days * DAY_NS), "after " + days + " days");
        }
    }

    @Test
    void theLargestOneKeepsItsCharge() {
        Battery battery = new Battery(9_000_000_000L, 1_000_000);
        battery.carry(1_000_000, 0);
        assertEquals(9_000 * SECOND_NS, battery.emptyAtNs());
        assertEquals(4_500_000_000L, battery.chargeMj(4_500 * SECOND_NS));
        battery.rest(4_500 * SECOND_NS);
        assertEquals(9_000_000_000L, battery.chargeMj(9_000 * SECOND_NS));
    }

    @Test
    void itNeverEmptiesAtRestOrWithoutALoad() {
        Battery battery = new Battery(10, 1);
        assertEquals(Long.MAX_VALUE, battery.emptyAtNs());
        battery.carry(0, 0);
        assertEquals(Long.MAX_VALUE, battery.emptyAtNs());
        assertEquals(Long.MAX_VALUE, battery.fallsToNs(50));
    }

    @Test
    void itsCurrentHasASign() {
        Battery battery = new Battery(1_000, 120);
        assertEquals(0, battery.milliamperes(0));
        battery.carry(1_200, 0);
        assertTrue(battery.milliamperes(1) > 0);
        battery.rest(SECOND_NS / 2);
        assertTrue(battery.milliamperes(SECOND_NS / 2) < 0);
    }

    @Test
    void noBatteryIsEmptyFromTheStart() {
        Battery battery = new Battery(0, 100);
        battery.carry(1_000, 0);
        assertTrue(battery.empty(0));
        assertEquals(0, battery.percent(0));
        assertEquals(0, battery.emptyAtNs());
    }
}
