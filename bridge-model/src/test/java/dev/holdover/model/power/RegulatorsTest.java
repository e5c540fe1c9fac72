package dev.holdover.model.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.PowerDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegulatorsTest {
    private static final int ALL = 15;
    private static final long MS = 1_000_000;

    private final Regulators regulators = new Regulators();
    private final List<String> moves = new ArrayList<>();

    /** Steps it whenever it says that it must be, as the card does; writes down what falls and rises. */
    private void runUntil(long fromNs, long untilNs) {
        int before = regulators.step(fromNs);
        for (int steps = 0; steps < 1000; steps++) {
            long nextNs = regulators.nextNs();
            if (nextNs > untilNs) {
                return;
            }
            int now = regulators.step(nextNs);
            for (PowerDomain each : PowerDomain.values()) {
                if (((now ^ before) & each.bit()) != 0) {
                    moves.add(((now & each.bit()) != 0 ? "+" : "-") + each);
                }
            }
            before = now;
        }
        throw new AssertionError("it never comes to rest");
    }

    @Test
    void domainsFallAndReturnEachAtItsThreshold() {
        regulators.sag(new Sag(500_000, 10 * MS, 0, 0, 0), 0);
        runUntil(0, 10 * MS);
        regulators.recover(20 * MS);
        runUntil(20 * MS, 30 * MS);
        assertEquals(
                List.of("-PROCESSOR", "-NIC", "-BRIDGE", "-NVRAM", "+NVRAM", "+BRIDGE", "+NIC", "+PROCESSOR"), moves);
        assertEquals(Regulators.NOMINAL_PPM, regulators.ppm(30 * MS));
    }

    @Test
    void afterALossOfTheMainsDomainsReturnInTheOrderThatWasDeclaredLast() {
        regulators.collapse();
        assertEquals(0, regulators.step(10 * MS));
        assertEquals(0, regulators.ppm(10 * MS));
        regulators.start(20 * MS);
        assertTrue(regulators.starting());
        assertEquals(0, regulators.step(20 * MS));
        runUntil(20 * MS, 30 * MS);
        assertEquals(List.of("+NVRAM", "+BRIDGE", "+NIC", "+PROCESSOR"), moves);
        assertFalse(regulators.starting());
        moves.clear();
        regulators.sag(new Sag(500_000, MS, 0, 0, 23), 40 * MS);
        regulators.collapse();
        regulators.recover(50 * MS);
        regulators.start(60 * MS);
        runUntil(60 * MS, 70 * MS);
        assertEquals(List.of("+PROCESSOR", "+NIC", "+BRIDGE", "+NVRAM"), moves);
    }

    @Test
    void mainsThatReturnWhileTheRailSagsBringItNoFurther() {
        regulators.sag(new Sag(910_000, 0, 0, 0, 0), 0);
        regulators.collapse();
        regulators.start(10 * MS);
        runUntil(10 * MS, 20 * MS);
        assertEquals(List.of("+NVRAM", "+BRIDGE"), moves);
        assertFalse(regulators.starting(), "it has risen as far as it does");
        assertEquals(910_000, regulators.ppm(20 * MS));
    }

    @Test
    void aDomainFallsInTheNanosecondInWhichTheRailIsBelowItsThreshold() {
        regulators.sag(new Sag(500_000, 10 * MS, 0, 0, 0), 0);
        long fallsNs = regulators.nextNs();
        assertEquals(ALL, regulators.step(fallsNs - 1));
        assertEquals(ALL & ~PowerDomain.PROCESSOR.bit(), regulators.step(fallsNs));
        assertTrue(regulators.ppm(fallsNs) < Regulators.fallsAtPpm(PowerDomain.PROCESSOR, 0));
    }

    @Test
    void everyOrderOfFallAndReturnIsReached() {
        Set<List<String>> seen = new HashSet<>();
        for (int order = 0; order < Sag.ORDERS; order++) {
            long fromNs = 100L * order * MS;
            moves.clear();
            regulators.sag(new Sag(100_000, MS, 0, order, Sag.ORDERS - 1 - order), fromNs);
            runUntil(fromNs, fromNs + 10 * MS);
            regulators.recover(fromNs + 10 * MS);
            runUntil(fromNs + 10 * MS, fromNs + 20 * MS);
            assertEquals(8, moves.size());
            seen.add(List.copyOf(moves.subList(0, 4)));
            seen.add(List.copyOf(moves.subList(4, 8)));
        }
        assertEquals(2 * Sag.ORDERS, seen.size());
    }

    @Test
    void aRailThatBouncesCrossesEachThresholdSoOften() {
        regulators.sag(new Sag(820_000, MS, 2, 0, 0), 0);
        runUntil(0, 5 * MS);
        assertEquals(List.of("-PROCESSOR", "+PROCESSOR", "-PROCESSOR", "+PROCESSOR", "-PROCESSOR"), moves);
        assertEquals(820_000, regulators.ppm(5 * MS));
    }

    @Test
    void aSagThatStaysAboveEveryThresholdDoesNothing() {
        regulators.sag(new Sag(840_000, MS, 3, 0, 0), 0);
        runUntil(0, 20 * MS);
        assertEquals(List.of(), moves);
    }

    @Test
    void aRailThatJumpsIsThereAtOnce() {
        regulators.sag(new Sag(0, 0, 0, 0, 0), 5);
        assertEquals(0, regulators.step(5));
        regulators.recover(6);
        assertEquals(ALL, regulators.step(6));
        assertEquals(Long.MAX_VALUE, regulators.nextNs());
    }

    @Test
    void refusesWhatNoRailDoes() {
        assertThrows(IllegalArgumentException.class, () -> new Sag(1_000_001, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sag(0, 0, 0, Sag.ORDERS, 0));
    }
}
