package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A personality's block volume: RAID over daughter disks, with a write-back cache in NVRAM.
 *
 * @param card the card whose own personality it belongs to
 * @param disks its members, in order
 * @param spares disks that take a failed member's place
 * @param level how blocks are spread
 * @param chunkBlocks blocks that follow each other on one member
 * @param lines lines of the cache
 * @param everyNs from one operation of a client to the next, if the host's workload is not idle
 * @param spanBlocks the client uses the first so many blocks of the volume
 * @param rowsPerSecond rows that rebuild and scrub may do in a second
 * @param giveUpNs after which a take-over goes on without a disk that does not answer
 */
public record BlockVolumeSpec(
        String card,
        List<String> disks,
        List<String> spares,
        Level level,
        int chunkBlocks,
        int lines,
        Range everyNs,
        int spanBlocks,
        int rowsPerSecond,
        long giveUpNs) {
    /** RAID levels. */
    public enum Level {
        RAID0(0, 2),
        RAID1(1, 2),
        RAID5(5, 3),
        RAID6(6, 4),
        RAID10(10, 4);

        private final int number;
        private final int fewest;

        Level(int number, int fewest) {
            this.number = number;
            this.fewest = fewest;
        }

        public int number() {
            return number;
        }

        /** The fewest disks that make sense. */
        public int fewest() {
            return fewest;
        }

        /** How many members may fail, whichever they are. */
        public int survives(int members) {
            return switch (this) {
                case RAID0 -> 0;
                case RAID1 -> members - 1;
                case RAID5, RAID10 -> 1;
                case RAID6 -> 2;
            };
        }
    }

    /** Copies the lists. */
    public BlockVolumeSpec {
        disks = List.copyOf(disks);
        spares = List.copyOf(spares);
    }
}
