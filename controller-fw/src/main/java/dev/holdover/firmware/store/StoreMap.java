package dev.holdover.firmware.store;

import dev.holdover.model.layout.NvramLayout;

/**
 * Where a personality's region lies on the disk, in blocks of 4 KiB.
 *
 * <pre>
 * header, copy A        1      {@link StoreHeader}
 * header, copy B        1
 * twice, by generation:
 *   image               image blocks
 *   checksums           CRC32C of each image block
 *   journal             image blocks + 64      {@link JournalGroup}
 * </pre>
 *
 * The journal takes one group for each chunk of the image while that is copied, and more after that.
 *
 * @param first first block of the region
 * @param imageBlocks blocks of an image
 */
record StoreMap(long first, int imageBlocks) {
    /** Blocks of the largest transfer. */
    static final int CHUNK = 16;

    static final int HEADERS = 2;
    private static final int CHECKSUMS_PER_BLOCK = NvramLayout.BLOCK / Integer.BYTES;
    private static final int SPARE = 64;

    static StoreMap of(NvramLayout layout, int slot) {
        StoreMap inFirst = new StoreMap(0, layout.blocks());
        return new StoreMap(slot * inFirst.blocks(), layout.blocks());
    }

    int tableBlocks() {
        return (imageBlocks + CHECKSUMS_PER_BLOCK - 1) / CHECKSUMS_PER_BLOCK;
    }

    int journalBlocks() {
        return imageBlocks + SPARE;
    }

    long blocks() {
        return HEADERS + 2L * half();
    }

    long header(int copy) {
        return first + copy;
    }

    long image(long generation) {
        return first + HEADERS + (generation & 1) * half();
    }

    long table(long generation) {
        return image(generation) + imageBlocks;
    }

    long journal(long generation) {
        return table(generation) + tableBlocks();
    }

    private long half() {
        return (long) imageBlocks + tableBlocks() + journalBlocks();
    }
}
