package dev.holdover.model.layout;

/**
 * The write-back cache before a block volume, at the end of a personality's image: so it is replicated, fenced and
 * taken over as every other byte of it, and each change of it is a record of the log.
 *
 * <pre>
 * tags     lines x 8 B, padded to a whole block: what each line holds
 * lines    lines x 4 KiB
 * </pre>
 *
 * <p>A tag is one word, so it is stored whole or not at all: the block of the volume in its low 48 bits, a {@link Kind}
 * in its highest four. The host allocates lines. A line that is used anew is FREE in between, or a crash would show
 * one block's bytes as another's:
 *
 * <pre>
 * block in the cache       its line is written
 * block not in it          tag FREE of a line that is on disk already; the line; its tag
 * </pre>
 *
 * The firmware brings lines to the disks and tells in the {@link BlockArea} which are there.
 */
public final class BlockCache {
    /** What a line is. */
    public enum Kind {
        /** It holds nothing. */
        FREE,
        /** It holds the bytes of its block. */
        DATA,
        /** Its block is all zeros; the line's own bytes mean nothing. */
        ZERO;

        private static final Kind[] VALUES = values();

        static Kind of(long value) {
            return value >= 0 && value < VALUES.length ? VALUES[(int) value] : FREE;
        }
    }

    private static final int TAG_BYTES = 8;
    private static final int KIND_SHIFT = 60;
    private static final long BLOCK_MASK = (1L << 48) - 1;

    private BlockCache() {}

    /** Size of a cache of {@code lines} lines, in bytes. */
    public static long bytes(int lines) {
        return tagBytes(lines) + (long) lines * NvramLayout.BLOCK;
    }

    /** Where the tags begin in the image. */
    public static long tags(NvramLayout layout) {
        return layout.plainBytes();
    }

    /** Where the tag of {@code line} lies in the image. */
    public static long tag(NvramLayout layout, int line) {
        return tags(layout) + (long) line * TAG_BYTES;
    }

    /** Where {@code line} lies in the image. */
    public static long line(NvramLayout layout, int line) {
        return tags(layout) + tagBytes(layout.cacheLines()) + (long) line * NvramLayout.BLOCK;
    }

    /** The line whose tag lies at {@code target} of the image, or -1. */
    public static int lineOfTag(NvramLayout layout, long target) {
        long within = target - tags(layout);
        return within >= 0 && within < (long) layout.cacheLines() * TAG_BYTES ? (int) (within / TAG_BYTES) : -1;
    }

    /** The line that lies at {@code target} of the image, or -1. */
    public static int lineAt(NvramLayout layout, long target) {
        long within = target - line(layout, 0);
        return layout.cacheLines() > 0 && within >= 0 ? (int) (within / NvramLayout.BLOCK) : -1;
    }

    /** A tag. */
    public static long tagOf(Kind kind, long block) {
        return (long) kind.ordinal() << KIND_SHIFT | block & BLOCK_MASK;
    }

    public static Kind kind(long tag) {
        return Kind.of(tag >>> KIND_SHIFT);
    }

    /** The block of the volume that a tag names. */
    public static long block(long tag) {
        return tag & BLOCK_MASK;
    }

    private static long tagBytes(int lines) {
        return ((long) lines * TAG_BYTES + NvramLayout.BLOCK - 1) / NvramLayout.BLOCK * NvramLayout.BLOCK;
    }
}
