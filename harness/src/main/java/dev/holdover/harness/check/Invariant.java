package dev.holdover.harness.check;

import java.util.Locale;

/** The protocol's invariants that are watched, in every run. */
public enum Invariant {
    ONE_OPEN_GATE(1, "At every instant at most one open gate for a personality."),
    ONE_OPENER_PER_EPOCH(
            2, "For each personality and epoch at most one card ever opens a gate; persisted epochs never fall."),
    STALE_EPOCH_REFUSED(3, "Nothing with an epoch below the receiver's persisted one is accepted."),
    ACKNOWLEDGED_SURVIVES(4, "Every acknowledged write is in the next owner's image while lost cards <= f(mode)."),
    LINEARIZABLE(5, "Reads and writes are linearizable for clients; a write that timed out is a maybe."),
    LOG_PREFIX(6, "The successor's image is the owner's log prefix up to the final lsn: hash chain equal, no gap."),
    CLAIM_AFTER_CERTIFICATE(
            7, "Every claim of an epoch is preceded by the certificate of the one before, or by the end of its lease."),
    GATE_NEEDS_LEASE(8, "Gate open means that the lease has not expired, even with the firmware frozen."),
    FIREWALL(9, "After a gate shut nothing of the other side reaches NVRAM or devices; the same for the host's gate."),
    BOOT_GATED(10, "Boot means gate shut; a superseded log is never replayed."),
    ONE_ANSWERER(
            11, "At most one card answers for an address; claimed only after replay and gate; all caches converge."),
    RESERVED_FIRST(12, "After a reservation with epoch e+1 no disk write of e lands; FLUSH and FUA order is kept."),
    DIRTY_IF_DIFFERENT(13, "A block whose content differs from the peer's is dirty for that peer, or in flight."),
    RESYNC_GOES_FORWARD(14, "Resync never replaces newer by older."),
    COPY_IS_CONSISTENT(
            15, "A copy that is being filled never claims without force; a consistent image exists throughout."),
    REPLAY_IDEMPOTENT(16, "Replay is idempotent: a crash at every step, the same image."),
    ENERGY_SUFFICES(
            17, "Mains cut at any instant: the drain ends, or the data is retained, before the battery is empty."),
    SHORTAGE_REFUSES(
            18,
            "Durability falls only after an event the host saw; while energy is short, LOCAL acknowledges nothing."),
    ONE_VOTE(19, "At most one vote for each card, personality and epoch."),
    MOVES_ARE_RARE(20, "At most so many moves in a window; fail-back only after sync and hold."),
    ONE_OWNER_AFTER_RETURN(21, "A crash at each step of a return: exactly one owner in the end."),
    CORRUPTION_DETECTED(
            22,
            "Any one torn or corrupt record or superblock copy is detected, and repaired or halted on: never served."),
    SERVES_AGAIN(23, "After healing, a powered, connected, synced majority serves again in time."),
    RIGHT_VERDICT(24, "The diagnostic ladder's verdict is the injected fault's class; link-only faults shut no gate."),
    BAD_FRAME_IGNORED(25, "A damaged, forged or repeated frame leaves the state hash unchanged."),
    DETERMINISM(26, "Same seed and build, same trace hash."),
    OVER_SEND(27, "Over-send is reported, and bounded.");

    private final int number;
    private final String text;

    Invariant(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Its number in the protocol. */
    public int number() {
        return number;
    }

    public String text() {
        return text;
    }

    /** Its name in reports: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
