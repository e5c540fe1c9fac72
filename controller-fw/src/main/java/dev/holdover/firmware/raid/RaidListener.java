package dev.holdover.firmware.raid;

/** Hears what comes of requests, and what happens besides. It may make further requests at once. */
public interface RaidListener {
    /** A request has ended. */
    void done(int tag, RaidStatus status);

    /** {@link RaidVolume#create} or {@link RaidVolume#open} has ended: it serves, or why it does not. */
    void opened(VolumeState state);

    /**
     * Something happened.
     *
     * @param place the member's, or -1
     * @param row which row, or -1
     */
    default void happened(RaidEvent event, int place, long row) {}
}
