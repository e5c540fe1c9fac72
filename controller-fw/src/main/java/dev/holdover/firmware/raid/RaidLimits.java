package dev.holdover.firmware.raid;

/**
 * What a volume may use; all of it is allocated when the volume is created or opened.
 *
 * @param requests reads, writes and zeroes that may be open at once
 * @param rows rows that may be under work at once
 * @param zones checksum blocks kept in memory, at least one more than {@code rows}
 * @param backgroundRowsPerSecond rows a second that rebuild and scrub may begin; requests go first anyway
 * @param checkpointRows rows after which the progress of a rebuild is persisted
 */
public record RaidLimits(int requests, int rows, int zones, int backgroundRowsPerSecond, int checkpointRows) {
    public RaidLimits {
        if (requests < 1 || rows < 1 || rows > 256 || backgroundRowsPerSecond < 1 || checkpointRows < 1) {
            throw new IllegalArgumentException(
                    "at least one request, 1 to 256 rows, one row a second, one row a checkpoint");
        }
        if (zones <= rows || zones > 1024) {
            throw new IllegalArgumentException("more checksum blocks than rows, and at most 1024");
        }
    }

    /** Sixteen rows at once, rebuilds of 64 MiB a second and member. */
    public static RaidLimits standard() {
        return new RaidLimits(64, 16, 64, 16_384, 4_096);
    }
}
