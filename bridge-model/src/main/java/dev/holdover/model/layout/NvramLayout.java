package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u64;

import java.util.List;

/**
 * Where things lie in a card's NVRAM.
 *
 * <pre>
 * 0x0000  superblock, copy A          4 KiB
 * 0x1000  superblock, copy B          4 KiB
 * 0x2000  slot 0: the host's own personality
 *         slot 1: replica of a peer's personality (and the peer's window after a take-over)
 *         ...
 * </pre>
 *
 * <p>Each slot is one window of BAR2:
 *
 * <pre>
 * control page       4 KiB    {@link #APPLIED}, {@link #CONSUMED}, {@link #CREDIT}, shape
 * submission ring    logSlots x 64 B   {@link SubmissionRing}
 * completion ring    logSlots x 32 B   {@link CompletionRing}
 * log headers        logSlots x 64 B   {@link WriteLog}
 * dirty maps         for each peer a bit for each 4 KiB block, {@link DirtyMap}
 * payload slots      logSlots x 4 KiB
 * image              userBytes; at its end, where there is a block volume, its write-back cache {@link BlockCache}
 * block area         {@link BlockArea}, where there is a block volume
 * </pre>
 *
 * Behind the window, for the firmware alone, lies what a copy that is being filled keeps of its old self:
 *
 * <pre>
 * pre-image map      a bit for each 4 KiB block, {@link PreImage}
 * pre-image          userBytes
 * intents            {@link #INTENTS} x {@link #INTENT_BYTES}, where there is a block volume
 * </pre>
 *
 * Every part begins on a 4 KiB boundary. An instance is immutable.
 *
 * @param userBytes size of the image of each slot: a multiple of {@link #BLOCK}
 * @param logSlots capacity of the rings and of the log: a power of two
 * @param slots number of personalities that the card can hold, 1 to 8
 * @param peers how many other cards may hold copies of a personality, 1 to 7
 * @param cacheLines 4 KiB lines of the write-back cache before each personality's block volume; zero: there are none
 */
public record NvramLayout(long userBytes, int logSlots, int slots, int peers, int cacheLines) {
    /** Unit of dirty tracking and the largest write, in bytes. */
    public static final int BLOCK = 4096;

    /** Largest number of slots: one for each window of the bridge. */
    public static final int MAX_SLOTS = 8;

    /** Largest number of other copies. */
    public static final int MAX_PEERS = 7;

    /** Largest number of cache lines. */
    public static final int MAX_LINES = 4096;

    /**
     * Places for intents of a block volume: one for what it knows of its members, four for rows under way, and one that
     * is free for the next.
     */
    public static final int INTENTS = 6;

    /** Size of a place: its head, and a block for each of eight members. */
    public static final int INTENT_BYTES = 9 * BLOCK;

    /** Where slot 0 begins. */
    public static final long SLOTS_AT = 2L * BLOCK;

    /** In the control page: highest log sequence number whose payload is in the image. */
    public static final int APPLIED = 0x00;

    /** In the control page: highest submission index that was taken from the ring. */
    public static final int CONSUMED = 0x08;

    /** In the control page: highest submission index that the driver may use. */
    public static final int CREDIT = 0x10;

    /** In the control page: size of the image in bytes. */
    public static final int USER_BYTES = 0x20;

    /** In the control page: capacity of the rings and of the log. */
    public static final int LOG_SLOTS = 0x28;

    /** In the control page: how many dirty maps there are. */
    public static final int PEERS = 0x30;

    /** In the control page: lines of the block volume's cache. */
    public static final int CACHE_LINES = 0x38;

    /** The control page. */
    public static final Struct CONTROL = new Struct(
            "control",
            BLOCK,
            "Control page of a slot",
            List.of(
                    u64("applied", APPLIED, "Highest log sequence number whose payload is in the image"),
                    u64("consumed", CONSUMED, "Highest submission index that was taken from the ring"),
                    u64("credit", CREDIT, "Highest submission index that the driver may use"),
                    u64("user_bytes", USER_BYTES, "Size of the image in bytes"),
                    u64("log_slots", LOG_SLOTS, "Capacity of the rings and of the log"),
                    u64("peers", PEERS, "Number of dirty maps: one for each other copy"),
                    u64("cache_lines", CACHE_LINES, "Lines of the block volume's cache, at the end of the image")));

    public NvramLayout {
        if (userBytes < BLOCK || userBytes % BLOCK != 0) {
            throw new IllegalArgumentException("image of " + userBytes + " bytes: must be a multiple of 4096");
        }
        if (logSlots < 8 || Integer.bitCount(logSlots) != 1 || logSlots > 4096) {
            throw new IllegalArgumentException("log of " + logSlots + " slots: must be a power of two, 8 to 4096");
        }
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException(slots + " slots: must be 1 to 8");
        }
        if (peers < 1 || peers > MAX_PEERS) {
            throw new IllegalArgumentException(peers + " peers: must be 1 to 7");
        }
        if (cacheLines < 0 || cacheLines > MAX_LINES || BlockCache.bytes(cacheLines) >= userBytes) {
            throw new IllegalArgumentException(cacheLines
                    + " cache lines: must be 0 to 4096, and leave room in an image of " + userBytes + " bytes");
        }
    }

    /** Without a block volume. */
    public NvramLayout(long userBytes, int logSlots, int slots, int peers) {
        this(userBytes, logSlots, slots, peers, 0);
    }

    /** For personalities with one other copy. */
    public NvramLayout(long userBytes, int logSlots, int slots) {
        this(userBytes, logSlots, slots, 1);
    }

    /** Size of the image without the block volume's cache: what applications may write. */
    public long plainBytes() {
        return userBytes - BlockCache.bytes(cacheLines);
    }

    /** Number of 4 KiB blocks in an image. */
    public int blocks() {
        return (int) (userBytes / BLOCK);
    }

    /** Offset of the superblock's copy 0 or 1. */
    public static long superblock(int copy) {
        return (long) copy * BLOCK;
    }

    /** Where slot {@code slot} begins in the NVRAM. */
    public long slot(int slot) {
        return SLOTS_AT + slot * slotBytes();
    }

    /** Size of a slot in bytes. */
    public long slotBytes() {
        return intents() + (cacheLines == 0 ? 0 : (long) INTENTS * INTENT_BYTES);
    }

    /** Size of the part of a slot that its host may reach. */
    public long windowBytes() {
        return blockArea() + (cacheLines == 0 ? 0 : BlockArea.BYTES);
    }

    /** Size of the NVRAM in bytes. */
    public long totalBytes() {
        return slot(slots);
    }

    /** Distance between windows in BAR2: a power of two, as NTB windows are. */
    public long windowStride() {
        return Long.highestOneBit(windowBytes() - 1) << 1;
    }

    // Offsets within a slot.

    public long submissions() {
        return BLOCK;
    }

    public long completions() {
        return submissions() + whole((long) logSlots * SubmissionRing.BYTES);
    }

    public long headers() {
        return completions() + whole((long) logSlots * CompletionRing.BYTES);
    }

    public long dirtyMap() {
        return headers() + whole((long) logSlots * WriteLog.HEADER_BYTES);
    }

    public long payloads() {
        return dirtyMap() + whole(peers * mapBytes());
    }

    public long image() {
        return payloads() + (long) logSlots * BLOCK;
    }

    public long blockArea() {
        return image() + userBytes;
    }

    public long preImageMap() {
        return windowBytes();
    }

    public long preImage() {
        return preImageMap() + whole(mapBytes());
    }

    public long intents() {
        return preImage() + userBytes;
    }

    /** Size of a map with a bit for each block. */
    long mapBytes() {
        return (blocks() + 63L) / 64 * 8;
    }

    private static long whole(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
