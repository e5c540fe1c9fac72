package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardClockTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(1, () -> {});
    private final List<Long> calls = new ArrayList<>();

    private CardClock clock(long ppm) {
        CardClock clock = new CardClock(world.port("clock"), ppm);
        clock.attach((kind, a, b, nowNs) -> {
            assertEquals(clock.nowNs(), nowNs);
            calls.add(nowNs);
        });
        return clock;
    }

    @Test
    void countsFasterOrSlowerThanTheWorldByItsRate() {
        CardClock fast = clock(200);
        CardClock slow = new CardClock(world.port("slow"), -200);
        world.runUntil(SECOND);
        assertEquals(SECOND + 200_000, fast.nowNs());
        assertEquals(SECOND - 200_000, slow.nowNs());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200, -200, 50_000, -50_000, 499_999, -499_999})
    void callsAtTheFirstMomentAtWhichItHasComeSoFar(long ppm) {
        CardClock clock = clock(ppm);
        for (long dueNs = 1; dueNs < 40; dueNs++) {
            clock.at(dueNs * 77_777_777, 0, 0, 0);
        }
        world.runUntil(10 * SECOND);
        assertEquals(39, calls.size());
        for (int i = 0; i < calls.size(); i++) {
            long lateNs = calls.get(i) - (i + 1) * 77_777_777L;
            assertTrue(lateNs >= 0 && lateNs <= 1, "late by " + lateNs);
        }
    }

    @Test
    void movesWhatIsStillToComeWhenItsRateChanges() {
        CardClock clock = clock(0);
        clock.at(SECOND, 0, 0, 0);
        world.runUntil(SECOND / 2);
        clock.rate(-500_000);
        world.runUntil(SECOND);
        assertEquals(SECOND * 3 / 4, clock.nowNs());
        assertEquals(List.of(), calls);
        world.runUntil(SECOND * 3 / 2);
        assertEquals(List.of(SECOND), calls);
    }

    @Test
    void runsAsAtTheBeginningWhenItHeals() {
        CardClock clock = clock(100_000);
        clock.rate(0);
        world.runUntil(SECOND);
        clock.nominal();
        assertEquals(100_000, clock.ratePpm());
        assertEquals(SECOND, clock.nowNs());
        world.runUntil(2 * SECOND);
        assertEquals(2 * SECOND + SECOND / 10, clock.nowNs());
    }

    @Test
    void neverGoesBackAndNeverCallsEarlyHoweverOftenItsRateChanges() {
        CardClock clock = clock(0);
        RandomStream random = new RandomStream(7, "rates");
        for (long i = 1; i <= 200; i++) {
            clock.at(i * 5_000_003, 0, 0, 0);
        }
        long lastNs = 0;
        for (int i = 1; i <= 400; i++) {
            world.runUntil(world.nowNs() + random.between(1, 5_000_000));
            clock.rate(random.between(-200_000, 200_000));
            assertTrue(clock.nowNs() >= lastNs);
            lastNs = clock.nowNs();
        }
        world.runUntil(10 * SECOND);
        assertEquals(200, calls.size());
        for (int i = 0; i < 200; i++) {
            long lateNs = calls.get(i) - (i + 1) * 5_000_003L;
            assertTrue(lateNs >= 0 && lateNs < 1_000, "late by " + lateNs);
        }
    }

    @Test
    void otherComponentsKeepTheirTimes() {
        List<Long> others = new ArrayList<>();
        World.Port port = world.port("other");
        port.attach((kind, a, b, nowNs) -> others.add(nowNs));
        CardClock clock = clock(0);
        for (int i = 20; i > 0; i--) {
            port.at(i * 1_000L, 0, 0, 0);
            clock.at(i * 1_000L, 0, 0, 0);
        }
        clock.rate(-500_000);
        world.runUntil(50_000);
        for (int i = 0; i < 20; i++) {
            assertEquals((i + 1) * 1_000L, others.get(i));
            assertEquals((i + 1) * 1_000L, calls.get(i));
        }
    }

    @Test
    void aTimeThatNeverComesIsNoError() {
        CardClock clock = clock(-200);
        clock.at(Long.MAX_VALUE, 0, 0, 0);
        world.runUntil(SECOND);
        assertEquals(List.of(), calls);
        assertThrows(IllegalArgumentException.class, () -> clock(-1_000_000));
    }
}
