package dev.holdover.model.contract;

/** The two parties that meet at the bridge. */
public enum Side {
    /** The host computer's driver, through BAR0. */
    HOST,
    /** The embedded processor's firmware. */
    CARD;

    public Side other() {
        return this == HOST ? CARD : HOST;
    }
}
