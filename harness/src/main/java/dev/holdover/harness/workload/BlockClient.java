package dev.holdover.harness.workload;

import dev.holdover.harness.world.RandomStream;

/** What a personality does with its block volume; it outlives hosts, as {@link Client} does. */
public final class BlockClient extends NumberedClient {
    /** What a client does next. */
    enum Wish {
        WRITE,
        ZERO,
        READ,
        FLUSH
    }

    /**
     * The volume that the first owner makes.
     *
     * @param level 0, 1, 5, 6 or 10
     * @param chunkBlocks blocks that follow each other on one member
     * @param spanBlocks how many blocks the client uses
     */
    public record Shape(int level, int members, int chunkBlocks, int spanBlocks) {}

    private static final int WRITES = 55;
    private static final int ZEROS = 62;
    private static final int READS = 95;
    private static final int ALL = 99;

    private final int personality;
    private final Shape shape;
    private final boolean idle;
    private boolean created;

    /**
     * @param everyLowNs shortest pause between two operations; {@code everyHighNs} longest
     * @param idle whether it only makes the volume
     */
    public BlockClient(
            int personality, Shape shape, long everyLowNs, long everyHighNs, boolean idle, RandomStream random) {
        super(everyLowNs, everyHighNs, random);
        this.personality = personality;
        this.shape = shape;
        this.idle = idle;
    }

    int personality() {
        return personality;
    }

    Shape shape() {
        return shape;
    }

    boolean idle() {
        return idle;
    }

    /** Whether the volume was made, so that none is to be made again, whatever is found. */
    boolean created() {
        return created;
    }

    void hasCreated() {
        created = true;
    }

    /** A block; some are written more often than others, and some runs in a row. */
    long anyBlock(long blocks) {
        long span = Math.min(blocks, shape.spanBlocks());
        return random().between(0, random().between(0, 1) == 0 ? span - 1 : Math.max(0, span / 8 - 1));
    }

    Wish wish() {
        long draw = random().between(0, ALL);
        return draw < WRITES ? Wish.WRITE : draw < ZEROS ? Wish.ZERO : draw < READS ? Wish.READ : Wish.FLUSH;
    }
}
