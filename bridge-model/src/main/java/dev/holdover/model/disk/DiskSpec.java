package dev.holdover.model.disk;

/**
 * What a disk is bought as.
 *
 * @param latencyLowNs the least a command takes beside its transfer, in nanoseconds
 * @param latencyHighNs the most, in nanoseconds
 * @param bytesPerSecond what the medium transfers, for all commands together
 * @param volatileCache whether writes are completed before they are on the medium
 * @param ports one or two
 * @param drawMw what it draws while it has power, in milliwatts
 */
public record DiskSpec(
        DiskGeometry geometry,
        long latencyLowNs,
        long latencyHighNs,
        long bytesPerSecond,
        boolean volatileCache,
        int ports,
        long drawMw) {
    /** What a small SSD draws while it writes, in milliwatts. */
    public static final long TYPICAL_MW = 3_000;

    private static final long SLOWEST_NS = 3_600_000_000_000L;

    /** One that draws {@link #TYPICAL_MW}. */
    public DiskSpec(
            DiskGeometry geometry,
            long latencyLowNs,
            long latencyHighNs,
            long bytesPerSecond,
            boolean volatileCache,
            int ports) {
        this(geometry, latencyLowNs, latencyHighNs, bytesPerSecond, volatileCache, ports, TYPICAL_MW);
    }

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public DiskSpec {
        if (latencyLowNs < 0 || latencyHighNs < latencyLowNs || latencyHighNs > SLOWEST_NS) {
            throw new IllegalArgumentException("latency of " + latencyLowNs + " to " + latencyHighNs
                    + " ns: must be a range from 0 ns on, an hour at most");
        }
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(bytesPerSecond + " bytes a second: must be more than none");
        }
        if (drawMw < 0) {
            throw new IllegalArgumentException(drawMw + " mW: must be none or more");
        }
        if (ports != 1 && ports != 2) {
            throw new IllegalArgumentException(ports + " ports: must be 1 or 2");
        }
    }
}
