package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.RaidStatus;
import dev.holdover.firmware.raid.RaidVolume;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import java.util.Arrays;

/**
 * Brings lines of the cache to the disks: those that a heartbeat period has passed over, or all of them while half the
 * cache is dirty or all that the energy allows, somebody waits for it, or the host is gone. Only what is durable as the
 * ack mode asks goes to a disk: nobody reads there what a take-over could take back.
 */
final class Destager {
    /** Lines that are under way at once. */
    static final int LINES_AT_ONCE = 16;

    private static final int NONE = -1;
    private static final long UNMEASURED_NS = 10_000_000;
    private static final int FORGETS = 16;

    private final Hal hal;
    private final Personality personality;
    private final Replicator replicator;
    private final WriteCache cache;
    private final byte[][] buffers = new byte[LINES_AT_ONCE][NvramLayout.BLOCK];
    private final int[] lines = new int[LINES_AT_ONCE];
    private final long[] since = new long[LINES_AT_ONCE];
    private final long[] givenNs = new long[LINES_AT_ONCE];
    private final boolean[] underWay;
    /** Since when a line is dirty that can't be read: it waits for the next period. */
    private final long[] unreadable;

    private long slowestNs = UNMEASURED_NS;
    private long most = Long.MAX_VALUE;
    private int cursor;
    private long dueUpTo;
    private long writesAtTick;
    private long wantedUpTo;
    private long failures;

    Destager(Hal hal, Personality personality, Replicator replicator, WriteCache cache) {
        this.hal = hal;
        this.personality = personality;
        this.replicator = replicator;
        this.cache = cache;
        this.underWay = new boolean[cache.lines()];
        this.unreadable = new long[cache.lines()];
        Arrays.fill(lines, NONE);
    }

    /** Whether a tag of the engine is one of these. */
    static boolean owns(int tag) {
        return tag < LINES_AT_ONCE;
    }

    /** The engine is gone, with all that was under way. */
    void stop() {
        Arrays.fill(lines, NONE);
        Arrays.fill(underWay, false);
        wantedUpTo = 0;
    }

    /** A heartbeat period has passed. */
    void tick() {
        dueUpTo = writesAtTick;
        writesAtTick = cache.writes();
        Arrays.fill(unreadable, 0);
    }

    /** Whether lines go at once. */
    boolean pressed() {
        return 2L * cache.dirty() >= Math.min(cache.lines(), most) || personality.role() != Role.ACTIVE;
    }

    /** No more lines than that may be dirty. */
    void atMost(long lines) {
        most = lines;
    }

    /** Whether any line is under way. */
    boolean works() {
        for (int line : lines) {
            if (line != NONE) {
                return true;
            }
        }
        return false;
    }

    /** How long so many lines take to the disks, in nanoseconds, by the slowest of the last ones. */
    long takesNs(long dirtyLines) {
        return (dirtyLines + LINES_AT_ONCE - 1) / LINES_AT_ONCE * slowestNs;
    }

    /** How many lines get to the disks within {@code ns}, as far as there are so many. */
    long linesWithin(long ns) {
        return Math.min(ns / slowestNs, cache.lines()) * LINES_AT_ONCE;
    }

    /** Somebody waits until all that is in the cache now is on the disks. */
    void want() {
        wantedUpTo = cache.writes();
    }

    /** Whether everything that was written up to {@code writes} is on the disks. */
    boolean done(long writes) {
        for (int line = 0; line < cache.lines(); line++) {
            if (cache.dirtySince(line) != 0 && cache.dirtySince(line) <= writes) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of those that were written up to {@code writes} can't be read out of the cache. */
    boolean unreadable(long writes) {
        for (int line = 0; line < cache.lines(); line++) {
            if (unreadable[line] != 0 && unreadable[line] == cache.dirtySince(line) && unreadable[line] <= writes) {
                return true;
            }
        }
        return false;
    }

    /** How often a line did not get to the disks. */
    long failures() {
        return failures;
    }

    /** Gives the engine as many lines as it takes. */
    void step(RaidVolume raid) {
        if (cache.dirty() == 0) {
            return;
        }
        long upTo = pressed() ? Long.MAX_VALUE : Math.max(dueUpTo, wantedUpTo);
        long durable = replicator.durableLsn(personality);
        int free = nextFree(0);
        for (int i = 0; i < cache.lines() && free >= 0; i++) {
            int line = cursor;
            long dirtySince = cache.dirtySince(line);
            boolean goes = dirtySince != 0
                    && dirtySince <= upTo
                    && dirtySince != unreadable[line]
                    && !underWay[line]
                    && cache.lsnOf(line) <= durable
                    && read(free, line);
            if (goes && !give(raid, free, line)) {
                return;
            }
            cursor = cursor + 1 == cache.lines() ? 0 : cursor + 1;
            free = goes ? nextFree(free + 1) : free;
        }
    }

    /** Memory that can't be corrected is mended from another card, or by the host's next write, or never. */
    private boolean read(int tag, int line) {
        if (cache.kind(line) == Kind.ZERO) {
            return true;
        }
        try {
            hal.nvram().get(cache.at(line), buffers[tag], 0, NvramLayout.BLOCK);
            return true;
        } catch (UncorrectableError error) {
            unreadable[line] = cache.dirtySince(line);
            failures++;
            return false;
        }
    }

    private boolean give(RaidVolume raid, int tag, int line) {
        boolean zero = cache.kind(line) == Kind.ZERO;
        lines[tag] = line;
        since[tag] = cache.dirtySince(line);
        givenNs[tag] = hal.nowNs();
        underWay[line] = true;
        boolean taken = zero ? raid.zero(cache.block(line), tag) : raid.write(cache.block(line), buffers[tag], 0, tag);
        if (!taken) {
            lines[tag] = NONE;
            underWay[line] = false;
        }
        return taken;
    }

    /** The engine has ended one. */
    void done(int tag, RaidStatus status) {
        int line = lines[tag];
        if (line == NONE) {
            return;
        }
        lines[tag] = NONE;
        underWay[line] = false;
        slowestNs = Math.max(hal.nowNs() - givenNs[tag], slowestNs - slowestNs / FORGETS);
        if (status == RaidStatus.OK) {
            cache.destaged(line, since[tag]);
        } else {
            failures++;
        }
    }

    private int nextFree(int from) {
        for (int tag = from; tag < LINES_AT_ONCE; tag++) {
            if (lines[tag] == NONE) {
                return tag;
            }
        }
        return NONE;
    }
}
