package dev.holdover.harness.workload;

import dev.holdover.harness.world.RandomStream;

/**
 * The clients of one personality. They outlive hosts: whoever owns the personality works for them, and
 * write numbers go on counting.
 */
public final class Client extends NumberedClient {
    /** How a client writes. */
    public enum Pattern {
        /** One after the other through the image, again from its beginning at its end. */
        LOG_APPEND,
        /** Anywhere. */
        RANDOM_WRITES,
        /** Sixteen at once, then a pause sixteen times as long. */
        BURSTS,
        /** Not at all. */
        IDLE
    }

    /**
     * What a client does; times in nanoseconds, sizes in bytes.
     *
     * @param everyLowNs shortest pause between writes
     * @param fromNs when it begins
     * @param untilNs when it ends
     */
    public record Habit(
            Pattern pattern,
            long everyLowNs,
            long everyHighNs,
            long sizeLow,
            long sizeHigh,
            long fromNs,
            long untilNs) {}

    private static final int BURST = 16;

    private final int personality;
    private final Habit habit;
    private final long sectors;
    private long appendSector;
    private int inBurst;
    private long offset;
    private int length;

    /** @param imageBytes size of the personality's image */
    public Client(int personality, Habit habit, RandomStream random, long imageBytes) {
        super(habit.everyLowNs(), habit.everyHighNs(), random);
        this.personality = personality;
        this.habit = habit;
        this.sectors = imageBytes / SectorPattern.BYTES;
    }

    public int personality() {
        return personality;
    }

    /** How it writes. */
    public Habit habit() {
        return habit;
    }

    public boolean idle() {
        return habit.pattern() == Pattern.IDLE;
    }

    /** When the first write is due. */
    long firstNs(long nowNs) {
        return idle() ? Long.MAX_VALUE : Math.max(nowNs, habit.fromNs());
    }

    /** When the write after one at {@code nowNs} is due. */
    long nextNs(long nowNs) {
        if (nowNs >= habit.untilNs()) {
            return Long.MAX_VALUE;
        }
        if (habit.pattern() == Pattern.BURSTS && ++inBurst < BURST) {
            return nowNs;
        }
        inBurst = 0;
        long pause = pauseNs();
        return nowNs + (habit.pattern() == Pattern.BURSTS ? pause * BURST : pause);
    }

    /** Chooses the next write's place; {@link #offset} and {@link #length} tell it. */
    void choose() {
        int sectorsPerBlock = 4096 / SectorPattern.BYTES;
        long size = random().between(habit.sizeLow() / SectorPattern.BYTES, habit.sizeHigh() / SectorPattern.BYTES);
        long sector = habit.pattern() == Pattern.LOG_APPEND ? appendSector : random().between(0, sectors - 1);
        long fits = Math.min(sectorsPerBlock - sector % sectorsPerBlock, sectors - sector);
        long count = Math.max(1, Math.min(size, fits));
        appendSector = (sector + count) % sectors;
        offset = sector * SectorPattern.BYTES;
        length = (int) count * SectorPattern.BYTES;
    }

    long offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Whether to read back what was just written. */
    boolean wantsReadBack() {
        return random().between(0, 15) == 0;
    }
}
