package dev.holdover.model.contract;

/**
 * What a card is for one personality. The values stand in SLOT_STATE.ROLE and in the superblock.
 *
 * <pre>
 * BOOT -> RECOVER -> ACTIVE | BACKUP_SYNC | CATCHUP | STALE
 * ACTIVE -> GATED -> DRAINING -> DRAINED                    our host failed
 * BACKUP_SYNC -> CLAIMING -> REPLAYING -> ACTIVE (guest)    a peer's host failed, we take over
 * ACTIVE (guest) -> RETURNING -> DRAINED                    fail-back
 * </pre>
 */
public enum Role {
    BOOT("Nothing is known yet; the window is closed"),
    RECOVER("The log is being replayed"),
    ACTIVE("Owner of the present epoch: its host may write"),
    GATED("Owner whose host failed: the gate is shut"),
    DRAINING("Sending what the peer lacks"),
    DRAINED("All sent; the epoch is the peer's to take"),
    BACKUP_SYNC("Backup that has all but the newest bytes"),
    CATCHUP("Backup that is being filled; no claim"),
    STALE("Backup that missed an epoch or lost its memory; no claim"),
    CLAIMING("Taking the epoch over"),
    REPLAYING("Bringing the image up to the final log position"),
    SUPERSEDED("Former owner: a later epoch belongs to another card"),
    RETURNING("Owner that gives the personality back to its home card: the window is closed"),
    WITNESS("Votes and grants leases; holds no data"),
    FORKED("An operator forced another epoch elsewhere: nothing is served until an operator decides");

    private static final Role[] VALUES = values();

    private final String doc;

    Role(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The role behind a stored value; anything unknown is {@link #STALE}, which may do nothing. */
    public static Role of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : STALE;
    }
}
