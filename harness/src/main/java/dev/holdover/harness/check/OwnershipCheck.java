package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;

/**
 * Invariants 1, 2, 3, 7, 8 and 19: gates, epochs, leases, votes, and the order in which they move.
 *
 * <p>A lease ends when its owner's clock says so. Whether it runs at an instant of true time is therefore read off
 * that card's clock at that instant, and off no other's.
 */
final class OwnershipCheck implements Witness {
    private static final int MAX_EPOCHS = 1 << 12;
    /** A clock that is fast steps over a nanosecond; what is due then comes with the next one. */
    private static final long STEP_NS = 4;

    private static final long FORGOTTEN = Long.MAX_VALUE;

    private final Oracles oracles;
    private final Violations violations;
    private final int[] openWindows;
    private final long[][] lastEpoch;
    private final int[][] openerOf;
    private final long[] certifiedEpoch;
    private final long[] claimedEpoch;
    private final boolean[] forced;
    /** By personality: the card that claims with what it has loaded from its disk; zero: none. */
    private final int[] reviver;

    private final long[][] leaseUntilNs;
    private final long[][] votedEpoch;
    private final int[][] votedFor;

    OwnershipCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.openWindows = new int[cards];
        this.lastEpoch = new long[cards][NvramLayout.MAX_SLOTS];
        this.openerOf = new int[cards][MAX_EPOCHS];
        this.certifiedEpoch = new long[cards];
        this.claimedEpoch = new long[cards];
        this.forced = new boolean[cards];
        this.reviver = new int[cards];
        this.leaseUntilNs = new long[cards][NvramLayout.MAX_SLOTS];
        this.votedEpoch = new long[cards][NvramLayout.MAX_SLOTS];
        this.votedFor = new int[cards][NvramLayout.MAX_SLOTS];
        for (long[] each : leaseUntilNs) {
            Arrays.fill(each, Long.MAX_VALUE);
        }
        oracles.watch(this::superblockStored, Area.SUPERBLOCK);
        oracles.watch(this::headerStored, Area.HEADERS);
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
        int number = card.config().card();
        openWindows[number] = windows;
        CardOracle oracle = oracles.of(card);
        for (int slot = 0; slot < oracle.slots(); slot++) {
            if ((windows >>> slot & 1) != 0) {
                opened(card, oracle, slot);
            }
        }
    }

    private void opened(CardNode card, CardOracle oracle, int slot) {
        int personality = oracle.personality(slot);
        if (forced[personality]) {
            return;
        }
        for (CardOracle other : oracles.all()) {
            int otherSlot = Oracles.slotOf(other, personality);
            if (other != oracle && otherSlot >= 0 && (openWindows[other.number()] >>> otherSlot & 1) != 0) {
                violations.broken(
                        Invariant.ONE_OPEN_GATE,
                        card.name(),
                        "opens its gate for personality " + personality + " while that of "
                                + other.node().name() + " is open");
            }
        }
        leased(oracle, slot);
        int epoch = (int) Math.min(MAX_EPOCHS - 1, oracle.epoch(slot));
        int opener = openerOf[personality][epoch];
        int number = card.config().card();
        if (opener != 0 && opener != number) {
            violations.broken(
                    Invariant.ONE_OPENER_PER_EPOCH,
                    card.name(),
                    "opens its gate for personality " + personality + " in epoch " + epoch + ", as card " + opener
                            + " did");
        }
        openerOf[personality][epoch] = number;
    }

    private void leased(CardOracle oracle, int slot) {
        if (!oracle.node().config().slots().get(slot).leased() || forced[oracle.personality(slot)]) {
            return;
        }
        long untilNs = leaseUntilNs[oracle.number()][slot];
        long nowNs = oracle.node().clock().nowNs();
        if (untilNs == Long.MAX_VALUE || untilNs < nowNs - STEP_NS) {
            violations.broken(
                    Invariant.GATE_NEEDS_LEASE,
                    oracle.node().name(),
                    "has its gate open for personality " + oracle.personality(slot)
                            + (untilNs == Long.MAX_VALUE ? " without a lease" : " after its lease"));
        }
    }

    /** Looks at every open gate. */
    void sweep() {
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                if ((openWindows[card.number()] >>> slot & 1) != 0) {
                    leased(card, slot);
                }
            }
        }
    }

    @Override
    public void lease(CardNode card, int window, long untilNs) {
        leaseUntilNs[card.config().card()][window] = untilNs;
        long longest = card.config().lease().ns();
        if (untilNs != Long.MAX_VALUE && untilNs - card.clock().nowNs() > longest) {
            violations.broken(
                    Invariant.GATE_NEEDS_LEASE, card.name(), "leases a window for longer than " + longest + " ns");
        }
    }

    private void superblockStored(CardOracle oracle, Side by, int noSlot, long offset, int length) {
        CardNode card = oracle.node();
        long[] last = lastEpoch[card.config().card()];
        for (int slot = 0; slot < oracle.slots(); slot++) {
            long epoch = oracle.epoch(slot);
            if (epoch < last[slot] && epoch != 0) {
                violations.broken(
                        Invariant.ONE_OPENER_PER_EPOCH,
                        card.name(),
                        "persisted epoch " + epoch + " of slot " + slot + " after epoch " + last[slot]);
            }
            last[slot] = Math.max(last[slot], epoch);
            voted(oracle, slot);
        }
    }

    private void voted(CardOracle oracle, int slot) {
        if (oracle.record(slot).isEmpty()) {
            return;
        }
        long epoch = oracle.record(slot).get().votedEpoch();
        int whom = oracle.record(slot).get().votedFor();
        int number = oracle.number();
        boolean again = epoch == votedEpoch[number][slot] && whom != votedFor[number][slot];
        if (again && epoch != 0 || epoch < votedEpoch[number][slot] && votedEpoch[number][slot] != FORGOTTEN) {
            violations.broken(
                    Invariant.ONE_VOTE,
                    oracle.node().name(),
                    "votes for card " + whom + " in epoch " + epoch + " after a vote for card " + votedFor[number][slot]
                            + " in epoch " + votedEpoch[number][slot]);
        }
        votedEpoch[number][slot] = epoch;
        votedFor[number][slot] = whom;
    }

    /** The one-word store that commits a log record: its epoch must be the present one. */
    private void headerStored(CardOracle oracle, Side by, int slot, long offset, int length) {
        CardNode card = oracle.node();
        if (length != 8 || (offset - oracle.headers(slot) & WriteLog.HEADER_BYTES - 1) != 0) {
            return;
        }
        long epoch = card.hardware().memory().getLong(offset + 32);
        long persisted = oracle.epoch(slot);
        boolean empty = card.hardware().memory().getLong(offset + 24) << 32 == 0;
        if (epoch < persisted && !empty && !follows(oracle, slot)) {
            violations.broken(
                    Invariant.STALE_EPOCH_REFUSED,
                    card.name(),
                    "accepts a write of epoch " + epoch + " in slot " + slot + " at epoch " + persisted);
        }
    }

    /** A follower takes the owner's whole log, with the epochs in which it was written. */
    private static boolean follows(CardOracle oracle, int slot) {
        return !Oracles.owns(oracle.role(slot));
    }

    @Override
    public void nvramLost(CardNode card) {
        Arrays.fill(lastEpoch[card.config().card()], 0);
        Arrays.fill(votedEpoch[card.config().card()], 0);
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int personality = card.config().slots().get(slot).personality();
        switch (notice) {
            case CERTIFICATE_SENT -> {
                certifiedEpoch[personality] = Math.max(certifiedEpoch[personality], a);
                if ((openWindows[card.config().card()] >>> slot & 1) != 0) {
                    violations.broken(
                            Invariant.CLAIM_AFTER_CERTIFICATE,
                            card.name(),
                            "certifies epoch " + a + " while its gate is open");
                }
            }
            case STORE_REVIVED -> revived(card, slot, personality, b);
            case FORCED -> forced[personality] = true;
            case CLAIMED -> claimed(card, slot, personality, a);
            default -> {
                // Of no interest here.
            }
        }
    }

    /** A copy from a disk claims only where no other copy could, and none has more of the log. */
    private void revived(CardNode card, int slot, int personality, long lsn) {
        reviver[personality] = card.config().card();
        long epoch = oracles.of(card).epoch(slot);
        for (CardOracle other : oracles.peers(oracles.of(card), slot)) {
            int otherSlot = Oracles.slotOf(other, personality);
            boolean more = other.epoch(otherSlot) > epoch
                    || other.epoch(otherSlot) == epoch && other.committed(otherSlot) > lsn;
            boolean mayClaim = other.role(otherSlot) != Role.STALE
                    && (other.role(otherSlot) != Role.BACKUP_SYNC
                            || card.config().slots().get(slot).leased()
                            || other.committed(otherSlot) == lsn);
            if (mayClaim || more) {
                violations.broken(
                        Invariant.CLAIM_AFTER_CERTIFICATE,
                        card.name(),
                        "claims with lsn " + lsn + " of epoch " + epoch + " from its disk, and "
                                + other.node().name() + " is " + other.role(otherSlot) + " with lsn "
                                + other.committed(otherSlot) + " of epoch " + other.epoch(otherSlot));
            }
        }
    }

    private void claimed(CardNode card, int slot, int personality, long epoch) {
        long before = Math.max(1, claimedEpoch[personality]);
        claimedEpoch[personality] = Math.max(claimedEpoch[personality], epoch);
        boolean loaded = reviver[personality] == card.config().card();
        reviver[personality] = 0;
        if (loaded) {
            return;
        }
        if (forced[personality] || certifiedEpoch[personality] >= before) {
            return;
        }
        if (!card.config().slots().get(slot).leased()) {
            violations.broken(
                    Invariant.CLAIM_AFTER_CERTIFICATE,
                    card.name(),
                    "claims epoch " + epoch + " without the certificate of epoch " + before);
            return;
        }
        for (CardOracle other : oracles.all()) {
            int otherSlot = Oracles.slotOf(other, personality);
            boolean holds = otherSlot >= 0
                    && other.node() != card
                    && Oracles.owns(other.role(otherSlot))
                    && other.epoch(otherSlot) == before
                    && leaseUntilNs[other.number()][otherSlot]
                            > other.node().clock().nowNs();
            if (holds) {
                violations.broken(
                        Invariant.CLAIM_AFTER_CERTIFICATE,
                        card.name(),
                        "claims epoch " + epoch + " while the lease of "
                                + other.node().name() + " runs");
            }
        }
    }
}
