package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void dependsOnSeedAndNameAlone() {
        long[] expected = draws(new RandomStream(7, "alpha.client"));
        World world = new World(7, () -> {});
        for (int i = 0; i < 50; i++) {
            world.random("other" + i).next();
        }
        long[] found = draws(world.random("alpha.client"));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i]);
        }
        assertNotEquals(expected[0], new RandomStream(8, "alpha.client").next());
        assertNotEquals(expected[0], new RandomStream(7, "alpha.clienu").next());
    }

    @Test
    void neighbouringSeedsAndNamesHaveNothingInCommon() {
        Set<Long> seen = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            for (int name = 0; name < 100; name++) {
                assertTrue(seen.add(new RandomStream(seed, "card" + name).next()), seed + ", card" + name);
            }
        }
    }

    @Test
    void staysBetweenItsBoundsAndReachesBoth() {
        RandomStream random = new RandomStream(1, "bounds");
        long[][] bounds = {{0, 0}, {5, 5}, {-3, 3}, {0, 1}, {1_000_000, 1_000_007}, {9, 3}};
        for (long[] each : bounds) {
            boolean low = false;
            boolean high = false;
            for (int i = 0; i < 2_000; i++) {
                long drawn = random.between(each[0], each[1]);
                assertTrue(drawn >= each[0] && drawn <= Math.max(each[0], each[1]), drawn + " in " + each[0]);
                low |= drawn == each[0];
                high |= drawn == Math.max(each[0], each[1]);
            }
            assertTrue(low && high, each[0] + ".." + each[1]);
        }
    }

    @Test
    void drawsRoughlyEvenly() {
        RandomStream random = new RandomStream(2, "even");
        int[] counts = new int[16];
        int draws = 160_000;
        for (int i = 0; i < draws; i++) {
            counts[(int) random.between(0, 15)]++;
        }
        double chi = 0;
        for (int count : counts) {
            chi += Math.pow(count - draws / 16.0, 2) / (draws / 16.0);
        }
        assertTrue(chi < 45, "chi-square " + chi + " with 15 degrees of freedom");
    }

    @Test
    void chanceHasItsRateAndDrawsNothingForZero() {
        RandomStream random = new RandomStream(3, "chance");
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            hits += random.chance(50_000) ? 1 : 0;
        }
        assertTrue(Math.abs(hits - 10_000) < 500, hits + " of 200000 at 5 %");
        RandomStream one = new RandomStream(4, "none");
        assertFalse(one.chance(0));
        assertEquals(new RandomStream(4, "none").next(), one.next());
        assertTrue(one.chance(1_000_000));
    }

    private static long[] draws(RandomStream random) {
        long[] draws = new long[20];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = random.next();
        }
        return draws;
    }
}
