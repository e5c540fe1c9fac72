package dev.holdover.model.disk;

/**
 * The shape of a disk: 512n (512, 512), 512e (512, 4096) or 4Kn (4096, 4096).
 *
 * @param logicalBytes bytes of a logical block, by which it is addressed: 512 or 4096
 * @param physicalBytes bytes of a block of the medium: 512 or 4096, no fewer than of a logical one
 * @param blocks size, in logical blocks; whole physical ones
 * @param queueDepth commands that a port takes before the first of them has ended, 1 to 65535
 */
public record DiskGeometry(int logicalBytes, int physicalBytes, long blocks, int queueDepth) {
    private static final int SMALL = 512;
    private static final int LARGE = 4096;
    private static final int DEEPEST_QUEUE = 65_535;

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public DiskGeometry {
        if (logicalBytes != SMALL && logicalBytes != LARGE) {
            throw new IllegalArgumentException("logical block of " + logicalBytes + " bytes: must be 512 or 4096");
        }
        if (physicalBytes != SMALL && physicalBytes != LARGE || physicalBytes < logicalBytes) {
            throw new IllegalArgumentException(
                    "physical block of " + physicalBytes + " bytes: must be 512 or 4096, at least a logical block");
        }
        if (blocks <= 0 || blocks > Long.MAX_VALUE / logicalBytes || blocks % (physicalBytes / logicalBytes) != 0) {
            throw new IllegalArgumentException(blocks + " logical blocks: must be whole physical blocks, one at least");
        }
        if (queueDepth < 1 || queueDepth > DEEPEST_QUEUE) {
            throw new IllegalArgumentException("queue depth " + queueDepth + ": must be 1 to " + DEEPEST_QUEUE);
        }
    }

    /** How many logical blocks a physical one holds. */
    public int blocksPerPhysical() {
        return physicalBytes / logicalBytes;
    }
}
