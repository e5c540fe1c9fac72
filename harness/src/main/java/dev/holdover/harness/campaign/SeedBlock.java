package dev.holdover.harness.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring seeds of one file: what a worker does at a time. Blocks begin at multiples of {@link #SIZE}, whatever
 * seeds a campaign asks for, so that campaigns continue each other.
 *
 * @param file number of the file
 * @param from first seed
 * @param to last seed
 */
public record SeedBlock(int file, long from, long to) {
    static final int SIZE = 16;

    /** The blocks of all files, the first seeds of every file first. */
    public static List<SeedBlock> split(int files, long from, long seeds) {
        List<SeedBlock> blocks = new ArrayList<>();
        long last = from + seeds - 1;
        for (long first = from; first <= last; first = Math.floorDiv(first, SIZE) * SIZE + SIZE) {
            long end = Math.min(last, Math.floorDiv(first, SIZE) * SIZE + SIZE - 1);
            for (int file = 0; file < files; file++) {
                blocks.add(new SeedBlock(file, first, end));
            }
        }
        return blocks;
    }
}
