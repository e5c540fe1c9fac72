package dev.holdover.firmware.raid;

/** What can be had of a volume. */
public enum VolumeState {
    /** Neither created nor opened yet. */
    CLOSED,
    /** Being created or opened. */
    OPENING,
    /** Every member is there and in sync. */
    OPTIMAL,
    /** It serves, but not every member is in sync. */
    DEGRADED,
    /** No member carries a volume. */
    NO_VOLUME,
    /** The members are those of a volume for whose intents or members there is no room here. */
    UNSUPPORTED,
    /**
     * Members are gone, or were not current, that it can't do without. None of them is marked failed, nothing is
     * written without them: when they are back, another {@link RaidVolume} opens them and replays what is due.
     */
    STOPPED,
    /** Another card owns the members. */
    FENCED;

    /** Whether it takes requests. */
    public boolean serves() {
        return this == OPTIMAL || this == DEGRADED;
    }
}
