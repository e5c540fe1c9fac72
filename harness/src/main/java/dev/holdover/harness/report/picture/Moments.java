package dev.holdover.harness.report.picture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Where the ticks of a time axis are, and how they are called. */
final class Moments {
    private static final long[] UNITS_NS = {1, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000L, 3_600_000_000_000L};
    private static final String[] UNITS = {"ns", "us", "ms", "s", "min", "h"};
    private static final long SECOND_NS = 1_000_000_000;
    private static final long[] LONG_STEPS_S = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800
    };

    private Moments() {}

    /** Round moments from zero to {@code endNs}, {@code most} of them at most. */
    static List<Long> ticks(long endNs, int most) {
        long stepNs = step(endNs / Math.max(1, most) + 1);
        List<Long> ticks = new ArrayList<>();
        for (long at = 0; at <= endNs; at += stepNs) {
            ticks.add(at);
        }
        return ticks;
    }

    private static long step(long leastNs) {
        for (long power = 1; power < SECOND_NS; power *= 10) {
            for (int times : new int[] {1, 2, 5}) {
                if (power * times >= leastNs) {
                    return power * times;
                }
            }
        }
        for (long seconds : LONG_STEPS_S) {
            if (seconds * SECOND_NS >= leastNs) {
                return seconds * SECOND_NS;
            }
        }
        return leastNs;
    }

    /** In the largest unit that {@code endNs} has one of, so that all ticks have the same. */
    static String label(long ns, long endNs) {
        int unit = 0;
        while (unit + 1 < UNITS_NS.length && UNITS_NS[unit + 1] <= endNs) {
            unit++;
        }
        String number = BigDecimal.valueOf((double) ns / UNITS_NS[unit])
                .setScale(3, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return number + " " + UNITS[unit];
    }
}
