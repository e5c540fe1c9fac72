package dev.holdover.firmware.replicate;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.Superblock.SyncSet;

/**
 * Which copies of one personality have all acknowledged writes, and in how many of them a write must be.
 * Where a majority decides who takes over, a set counts only when a majority has registered it: a smaller
 * one not before, a larger one beside the one before.
 */
final class InSync {
    /** More copies than there can be: nothing is durable as long as no majority knows the set. */
    private static final int UNREACHABLE = Integer.MAX_VALUE;

    private final Personality personality;
    private final Outbound[] outbound;
    private SyncSet registered = new SyncSet(0, 0, 0, 1);
    private SyncSet proposed = registered;
    private boolean raised;

    InSync(Personality personality, Outbound[] outbound) {
        this.personality = personality;
        this.outbound = outbound;
    }

    /** An epoch of this card begins, or it has booted as the owner: only its own copy counts. */
    void begin() {
        int self = 1 << personality.copyOn(personality.card());
        SyncSet known = personality.record().syncSet();
        long version = known.epoch() == personality.epoch() ? known.version() + 1 : 1;
        proposed = new SyncSet(personality.epoch(), version, self, quorum(self));
        registered = personality.config().leased()
                ? new SyncSet(personality.epoch(), version - 1, self, UNREACHABLE)
                : proposed;
    }

    /** Looks who is in sync now; says whether another set is proposed. */
    boolean update() {
        int members = 1 << personality.copyOn(personality.card());
        for (Outbound each : outbound) {
            if (each.inSync()) {
                members |= 1 << personality.copyOn(each.card());
            }
        }
        if (members == proposed.members()) {
            return false;
        }
        proposed = new SyncSet(personality.epoch(), proposed.version() + 1, members, quorum(members));
        if (!personality.config().leased()) {
            registered = proposed;
        }
        return true;
    }

    /** The set that is to be registered with the next lease. */
    SyncSet proposed() {
        return proposed;
    }

    /** A majority has registered a version. */
    void registered(long version) {
        if (version == proposed.version()) {
            registered = proposed;
        }
    }

    /**
     * While it is raised, nothing counts as durable that only this card holds. The set that a majority knows stays as
     * it is: what was acknowledged in one copy before still is in one only, and a candidate must reckon with that.
     */
    void raise(boolean now) {
        raised = now;
    }

    /** In how many copies a write is when it is acknowledged now; {@link CompletionRing#DESTAGED}: on a disk too. */
    int quorum() {
        int quorum = Math.min(registered.quorum(), proposed.quorum());
        quorum = raised ? Math.max(2, quorum) : quorum;
        return mustBeDestaged() ? CompletionRing.DESTAGED : quorum;
    }

    /** Whether a write must be on the disk of another card, too: some card keeps one, or writes wait until one does. */
    private boolean mustBeDestaged() {
        return personality.config().destages() && (personality.config().waits() || destagedLsn() >= 0);
    }

    private long destagedLsn() {
        long best = -1;
        for (Outbound each : outbound) {
            best = Math.max(best, each.destagedLsn());
        }
        return best;
    }

    /** Position up to which the log is in as many copies as it must be. */
    long durableLsn() {
        long lsn = durableLsn(registered);
        lsn = proposed.version() == registered.version() ? lsn : Math.min(lsn, durableLsn(proposed));
        lsn = raised ? Math.min(lsn, heldByAnother()) : lsn;
        return mustBeDestaged() ? Math.min(lsn, Math.max(0, destagedLsn())) : lsn;
    }

    private long heldByAnother() {
        long best = 0;
        for (Outbound each : outbound) {
            best = Math.max(best, each.acknowledgedLsn());
        }
        return best;
    }

    private long durableLsn(SyncSet set) {
        long end = personality.log().lsn();
        if (set.quorum() <= 1) {
            return end;
        }
        long best = 0;
        for (Outbound each : outbound) {
            long lsn = each.acknowledgedLsn();
            if (lsn > best && set.has(personality.copyOn(each.card())) && copiesWith(set, lsn) >= set.quorum()) {
                best = lsn;
            }
        }
        return Math.min(best, end);
    }

    /** How many members have the log up to {@code lsn}, this card included. */
    private int copiesWith(SyncSet set, long lsn) {
        int copies = 1;
        for (Outbound each : outbound) {
            copies += set.has(personality.copyOn(each.card())) && each.acknowledgedLsn() >= lsn ? 1 : 0;
        }
        return copies;
    }

    private int quorum(int members) {
        int asked = personality.config().quorum();
        return personality.config().waits() ? asked : Math.min(asked, Integer.bitCount(members));
    }
}
