package dev.holdover.driver.core;

import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import java.util.Arrays;

/** The host's picture of a block volume's cache: which line holds which block, and which line may be used anew. */
final class CacheLines {
    private static final int NONE = -1;
    private static final long K = 0x9E3779B97F4A7C15L;

    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final long[] tags;
    private final int[] open;
    private final long[] usedAt;
    private final boolean[] clean;
    /** Written while the firmware was away: what the card says of such a line is older than the line. */
    private final boolean[] writtenAlone;
    /** Open addressing: line plus one, by its block. */
    private final int[] index;

    private long uses;

    CacheLines(NvramLayout layout, NvramAccess nvram) {
        this.layout = layout;
        this.nvram = nvram;
        int lines = layout.cacheLines();
        this.tags = new long[lines];
        this.open = new int[lines];
        this.usedAt = new long[lines];
        this.clean = new boolean[lines];
        this.writtenAlone = new boolean[lines];
        this.index = new int[Integer.highestOneBit(Math.max(1, lines)) * 4];
    }

    /** Reads all tags: the window is ours from now on. Says false if one can't be read. */
    boolean load() {
        try {
            readTags();
        } catch (UncorrectableError error) {
            return false;
        }
        rebuild();
        return true;
    }

    private void readTags() {
        Arrays.fill(open, 0);
        Arrays.fill(clean, false);
        Arrays.fill(writtenAlone, false);
        Arrays.fill(usedAt, 0);
        for (int line = 0; line < tags.length; line++) {
            tags[line] = nvram.getLong(layout.image() + BlockCache.tag(layout, line));
        }
    }

    /** Reads the tag of a line whose write was refused. */
    void reload(int line) {
        tags[line] = nvram.getLong(layout.image() + BlockCache.tag(layout, line));
        clean[line] = false;
        rebuild();
    }

    private void rebuild() {
        Arrays.fill(index, 0);
        for (int line = 0; line < tags.length; line++) {
            if (kind(line) != Kind.FREE) {
                insert(line);
            }
        }
    }

    private void insert(int line) {
        int at = slot(BlockCache.block(tags[line]));
        while (index[at] != 0) {
            at = at + 1 & index.length - 1;
        }
        index[at] = line + 1;
    }

    private int slot(long block) {
        return (int) (block * K >>> 40) & index.length - 1;
    }

    /** The line that holds a block, or -1. */
    int lineOf(long block) {
        int at = slot(block);
        while (index[at] != 0) {
            int line = index[at] - 1;
            if (BlockCache.block(tags[line]) == block && kind(line) != Kind.FREE) {
                return line;
            }
            at = at + 1 & index.length - 1;
        }
        return NONE;
    }

    Kind kind(int line) {
        return BlockCache.kind(tags[line]);
    }

    /** A line holds a block from now on. */
    void tag(int line, long tag) {
        if (kind(line) != Kind.FREE) {
            remove(line);
        }
        tags[line] = tag;
        if (kind(line) != Kind.FREE) {
            insert(line);
        }
    }

    /** Takes a line out of the index, and moves those up that were put behind it for want of their own place. */
    private void remove(int line) {
        int gap = slot(BlockCache.block(tags[line]));
        while (index[gap] != line + 1) {
            gap = gap + 1 & index.length - 1;
        }
        for (int at = gap + 1 & index.length - 1; index[at] != 0; at = at + 1 & index.length - 1) {
            int home = slot(BlockCache.block(tags[index[at] - 1]));
            boolean mayMove = (at - home & index.length - 1) >= (at - gap & index.length - 1);
            if (mayMove) {
                index[gap] = index[at];
                gap = at;
            }
        }
        index[gap] = 0;
    }

    /** A write to a line is under way. */
    void begin(int line) {
        open[line]++;
        clean[line] = false;
        usedAt[line] = ++uses;
    }

    /** It has ended; {@code alone}: without the firmware, which knows nothing of it yet. */
    void end(int line, boolean alone) {
        open[line]--;
        writtenAlone[line] |= alone;
    }

    /** The firmware has begun anew: what it says of lines from now on takes every write into account. */
    void firmwareBegan() {
        Arrays.fill(clean, false);
        Arrays.fill(writtenAlone, false);
    }

    /** A line was read. */
    void used(int line) {
        usedAt[line] = ++uses;
    }

    /** A line that may hold another block, the one that was not used for longest; -1: none may. */
    int allocate() {
        int line = candidate();
        return line == NONE && refresh() ? candidate() : line;
    }

    private int candidate() {
        int best = NONE;
        for (int line = 0; line < tags.length; line++) {
            boolean may = open[line] == 0 && (kind(line) == Kind.FREE || clean[line]);
            if (may && (best == NONE || usedAt[line] < usedAt[best])) {
                best = line;
            }
        }
        return best;
    }

    /**
     * Asks the card which lines are on the disks, and says false if it does not answer. Of a line with a write under
     * way its answer says nothing.
     */
    private boolean refresh() {
        for (int word = 0; word * Long.SIZE < tags.length; word++) {
            long map;
            try {
                map = nvram.getLong(layout.blockArea() + BlockArea.CLEAN_MAP + (long) word * Long.BYTES);
            } catch (UncorrectableError error) {
                map = 0;
            } catch (Unreadable failed) {
                return false;
            }
            for (int bit = 0; bit < Long.SIZE && word * Long.SIZE + bit < tags.length; bit++) {
                int line = word * Long.SIZE + bit;
                clean[line] = open[line] == 0 && !writtenAlone[line] && (map >>> bit & 1) != 0;
            }
        }
        return true;
    }
}
