package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;

/** Invariants 1, 2, 3 and 7: gates, epochs, and the order in which they move. */
final class OwnershipCheck implements Witness {
    private static final int MAX_EPOCHS = 1 << 12;

    private final Oracles oracles;
    private final Violations violations;
    private final int[] openWindows;
    private final boolean[] gateShut;
    private final long[][] lastEpoch;
    private final int[][] openerOf;
    private final long[] certifiedEpoch;

    OwnershipCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.all().stream()
                        .mapToInt(card -> card.node().config().card())
                        .max()
                        .orElse(0)
                + 1;
        this.openWindows = new int[cards];
        this.gateShut = new boolean[cards];
        this.lastEpoch = new long[cards][NvramLayout.MAX_SLOTS];
        this.openerOf = new int[cards][MAX_EPOCHS];
        this.certifiedEpoch = new long[cards];
        oracles.watch(this::superblockStored, Area.SUPERBLOCK);
        oracles.watch(this::headerStored, Area.HEADERS);
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
        int number = card.config().card();
        openWindows[number] = windows;
        gateShut[number] = cardGateShut;
        CardOracle oracle = oracles.of(card);
        for (int slot = 0; slot < oracle.slots(); slot++) {
            if ((windows >>> slot & 1) != 0) {
                opened(card, oracle, slot);
            }
        }
    }

    private void opened(CardNode card, CardOracle oracle, int slot) {
        int personality = oracle.personality(slot);
        for (CardOracle other : oracles.all()) {
            int otherSlot = Oracles.slotOf(other, personality);
            int otherNumber = other.node().config().card();
            if (other != oracle && otherSlot >= 0 && (openWindows[otherNumber] >>> otherSlot & 1) != 0) {
                violations.broken(
                        Invariant.ONE_OPEN_GATE,
                        card.name(),
                        "opens its gate for personality " + personality + " while that of "
                                + other.node().name() + " is open");
            }
        }
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
        }
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
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int personality = card.config().slots().get(slot).personality();
        if (notice == Notice.CERTIFICATE_SENT) {
            certifiedEpoch[personality] = Math.max(certifiedEpoch[personality], a);
            if (!gateShut[card.config().card()]) {
                violations.broken(
                        Invariant.CLAIM_AFTER_CERTIFICATE,
                        card.name(),
                        "certifies epoch " + a + " while its gate is open");
            }
        }
        if (notice == Notice.CLAIMED && certifiedEpoch[personality] < a - 1) {
            violations.broken(
                    Invariant.CLAIM_AFTER_CERTIFICATE,
                    card.name(),
                    "claims epoch " + a + " without the certificate of epoch " + (a - 1));
        }
    }
}
