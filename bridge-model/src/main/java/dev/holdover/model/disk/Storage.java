package dev.holdover.model.disk;

/** What a disk keeps: the medium, and before it the cache. It is addressed in logical blocks. */
final class Storage {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int MOST_FLIPS = 8;

    private final int units;
    private final Medium medium = new Medium();
    private final WriteCache cache;
    private final byte[] zeros = new byte[Medium.PAGE];

    Storage(DiskGeometry geometry, DiskChance chance) {
        this.units = geometry.logicalBytes() / Medium.UNIT;
        this.cache = new WriteCache(medium, chance, units);
    }

    /**
     * A write, or a write of zeros, lands where and as far as its faults let it.
     *
     * @param cached it need not go to the medium
     * @param cut only a part of it lands
     */
    void land(Command command, boolean cached, boolean cut) {
        long from = command.landLba * units;
        long end = from + command.landUnits;
        boolean zero = command.opcode == DiskOpcode.WRITE_ZEROES;
        boolean through = !cached || zero && WriteCache.tooLarge((end - from) / Medium.UNITS);
        for (long page = from / Medium.UNITS; page * Medium.UNITS < end; page++) {
            int mask = mask(page, from, end);
            mask = cut ? cache.subset(mask) : mask;
            byte[] bytes = zero ? zeros : command.data;
            int at = zero ? 0 : (int) ((page * Medium.UNITS - from) * Medium.UNIT);
            if (mask != 0 && !through) {
                cache.write(page, mask, bytes, at);
            } else if (mask != 0) {
                cache.drop(page, mask);
                if (zero) {
                    medium.zero(page, mask);
                } else {
                    medium.write(page, mask, bytes, at);
                }
            }
        }
    }

    /** Fills the caller's buffer; false: one of the blocks can't be read. */
    boolean read(Command command) {
        long from = command.lba * units;
        long end = from + (long) command.count * units;
        boolean good = true;
        for (long page = from / Medium.UNITS; page * Medium.UNITS < end && good; page++) {
            int mask = mask(page, from, end);
            int at = command.at + (int) ((page * Medium.UNITS - from) * Medium.UNIT);
            int fromMedium = mask & ~cache.read(page, mask, command.buffer, at);
            good = !medium.unreadable(page, fromMedium);
            if (good) {
                medium.read(page, fromMedium, command.buffer, at);
            }
        }
        return good;
    }

    void readMedium(long lba, byte[] into, int at) {
        long from = lba * units;
        long page = from / Medium.UNITS;
        int start = (int) (from % Medium.UNITS);
        medium.read(page, mask(page, from, from + units), into, at - start * Medium.UNIT);
    }

    void flush() {
        cache.flush();
    }

    void lose() {
        cache.lose();
    }

    long dirtyBytes() {
        return cache.dirtyBytes();
    }

    void spoil(long lba, int count) {
        medium.errors().add(lba * units, (lba + count) * units);
    }

    /** Flips one to eight different bits of a block: the block has a power of two of them, the step is odd. */
    void rot(long lba, long seed) {
        long mixed = (seed + 1) * MIX;
        mixed = (mixed ^ mixed >>> 29) * MIX;
        long from = lba * units;
        int bits = units * Medium.UNIT * Byte.SIZE;
        int first = (int) (from % Medium.UNITS) * Medium.UNIT * Byte.SIZE;
        int flips = 1 + (int) (mixed >>> 61) % MOST_FLIPS;
        int step = (int) (mixed >>> 40) & bits - 1 | 1;
        int bit = (int) (mixed >>> 20) & bits - 1;
        for (int i = 0; i < flips; i++) {
            medium.flip(from / Medium.UNITS, first + bit);
            bit = bit + step & bits - 1;
        }
    }

    private static int mask(long page, long from, long end) {
        long first = page * Medium.UNITS;
        int low = (int) Math.max(0, from - first);
        int high = (int) Math.min(Medium.UNITS, end - first);
        return (1 << high) - (1 << low);
    }
}
