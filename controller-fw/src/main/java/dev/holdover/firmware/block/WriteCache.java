package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import java.util.Arrays;

/**
 * What the firmware knows of the write-back cache: which block each line holds, and whether it is on the disks. The
 * first stands in the image, as the host wrote it; the second is told to the host in the clean map, and begins anew
 * with every boot and every owner: what may not be on the disks is written again.
 */
final class WriteCache {
    private static final long CLEAN = 0;

    private final Hal hal;
    private final Personality personality;
    private final NvramLayout layout;
    private final long[] tags;
    /** When each line was written last, in writes; zero: it is on the disks. */
    private final long[] dirtySince;

    private final long[] lsnOf;
    private final long[] cleanMap;
    private long writes;
    private int dirty;

    WriteCache(Hal hal, Personality personality) {
        this.hal = hal;
        this.personality = personality;
        this.layout = personality.layout();
        this.tags = new long[layout.cacheLines()];
        this.dirtySince = new long[tags.length];
        this.lsnOf = new long[tags.length];
        this.cleanMap = new long[(tags.length + Long.SIZE - 1) / Long.SIZE];
    }

    int lines() {
        return tags.length;
    }

    /** Whether a record there would make a line dirty that is on the disks now. */
    boolean dirties(long target, int length) {
        int line = BlockCache.lineAt(layout, target);
        if (line >= 0) {
            return dirtySince[line] == CLEAN;
        }
        int first = BlockCache.lineOfTag(layout, target);
        int last = BlockCache.lineOfTag(layout, target + length - 8);
        for (int each = first; first >= 0 && last >= 0 && each <= last; each++) {
            if (dirtySince[each] == CLEAN) {
                return true;
            }
        }
        return false;
    }

    /** Lines that are not on the disks. */
    int dirty() {
        return dirty;
    }

    /** Counts the writes to lines. */
    long writes() {
        return writes;
    }

    /**
     * Reads all tags: this card has just become the owner, or booted as it. Nothing counts as being on the disks. Says
     * false if a tag can't be read: then nobody knows which blocks on the disks are older than what is here.
     */
    boolean begin() {
        try {
            readTags();
            return true;
        } catch (UncorrectableError error) {
            return false;
        }
    }

    private void readTags() {
        Arrays.fill(cleanMap, 0);
        for (int word = 0; word < cleanMap.length; word++) {
            hal.nvram().putLong(cleanAt(word), 0);
        }
        hal.nvram().fence();
        dirty = 0;
        for (int line = 0; line < tags.length; line++) {
            dirtySince[line] = CLEAN;
            lsnOf[line] = 0;
            readTag(line);
        }
    }

    /** A record of the log has changed the image; the host hears of it only after this. */
    void written(long target, int length) {
        int line = BlockCache.lineAt(layout, target);
        if (line >= 0) {
            if (kind(line) != Kind.FREE) {
                mark(line);
            }
            return;
        }
        int first = BlockCache.lineOfTag(layout, target);
        int last = BlockCache.lineOfTag(layout, target + length - 8);
        for (int each = first; first >= 0 && last >= 0 && each <= last; each++) {
            readTag(each);
        }
    }

    private void readTag(int line) {
        tags[line] = hal.nvram().getLong(personality.log().imageAt(BlockCache.tag(layout, line)));
        if (kind(line) == Kind.FREE) {
            clean(line);
        } else {
            mark(line);
        }
    }

    Kind kind(int line) {
        return BlockCache.kind(tags[line]);
    }

    /** The block of the volume that a line holds. */
    long block(int line) {
        return BlockCache.block(tags[line]);
    }

    /** When a line was written last, by {@link #writes}; zero: it is on the disks. */
    long dirtySince(int line) {
        return dirtySince[line];
    }

    /** Position in the log of the last record that touched a line. */
    long lsnOf(int line) {
        return lsnOf[line];
    }

    /** Where a line lies in the NVRAM. */
    long at(int line) {
        return personality.log().imageAt(BlockCache.line(layout, line));
    }

    /** The line that holds a block, or -1. */
    int lineOf(long block) {
        for (int line = 0; line < tags.length; line++) {
            if (kind(line) != Kind.FREE && block(line) == block) {
                return line;
            }
        }
        return -1;
    }

    /** A line is on the disks as it was at {@code since}; says whether it still is as then. */
    boolean destaged(int line, long since) {
        if (dirtySince[line] != since) {
            return false;
        }
        clean(line);
        return true;
    }

    private void clean(int line) {
        if (dirtySince[line] != CLEAN) {
            dirtySince[line] = CLEAN;
            dirty--;
        }
        show(line, true);
    }

    private void mark(int line) {
        if (dirtySince[line] == CLEAN) {
            dirty++;
        }
        dirtySince[line] = ++writes;
        lsnOf[line] = personality.log().lsn();
        show(line, false);
    }

    private void show(int line, boolean isClean) {
        int word = line / Long.SIZE;
        long bit = 1L << line % Long.SIZE;
        long now = isClean ? cleanMap[word] | bit : cleanMap[word] & ~bit;
        if (now != cleanMap[word]) {
            cleanMap[word] = now;
            hal.nvram().putLong(cleanAt(word), now);
        }
    }

    /** Tells anew which lines are on the disks. */
    void showAll() {
        for (int word = 0; word < cleanMap.length; word++) {
            hal.nvram().putLong(cleanAt(word), cleanMap[word]);
        }
    }

    private long cleanAt(int word) {
        return personality.base() + layout.blockArea() + BlockArea.CLEAN_MAP + (long) word * Long.BYTES;
    }
}
