package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each level against a plain array: a million operations among deaths, crashes, rot and lies. */
class DifferentialTest {
    private static final long OPERATIONS = Long.getLong("holdover.raid.operations", 1_000_000);
    private static final int SEEDS = 20;

    @Test
    void noLevelDiffersFromAPlainArrayInAMillionOperations() {
        long[] each = new long[5];
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (RaidLevel level : RaidLevel.values()) {
                Storm storm = storm(level, seed, new RaidSteps());
                storm.run(OPERATIONS / SEEDS / 5);
                each[level.ordinal()] += storm.operations();
                for (RaidEvent event : RaidEvent.values()) {
                    events[event.ordinal()] += storm.bench().count(event);
                }
            }
        }
        for (RaidEvent event : RaidEvent.values()) {
            boolean sane = event == RaidEvent.PARITY_REPAIRED || event == RaidEvent.GROWN || event == RaidEvent.ENDED;
            assertTrue(sane == (events[event.ordinal()] == 0), event + ": " + events[event.ordinal()]);
        }
    }

    private final long[] events = new long[RaidEvent.values().length];

    static Storm storm(RaidLevel level, long seed, RaidSteps steps) {
        return switch (level) {
            case RAID0 -> new Storm(level, 3, 0, seed, steps);
            case RAID1 -> new Storm(level, 3, 2, seed, steps);
            case RAID5 -> new Storm(level, 4, 1, seed, steps);
            case RAID6 -> new Storm(level, 5, 2, seed, steps);
            case RAID10 -> new Storm(level, 4, 1, seed, steps);
        };
    }
}
