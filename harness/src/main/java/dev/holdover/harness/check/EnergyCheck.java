package dev.holdover.harness.check;

import dev.holdover.driver.core.Outcome;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.CompletionRing.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Invariants 17 and 18 against what the batteries really hold, whatever their gauges say. When a card is
 * empty, what it owned was drained, or it had slept for the time that is promised; unless batteries were
 * taken from it. No write is acknowledged while less is there than the drain needs, unless other cards hold it, as
 * many as the acknowledgement says. And no host is refused for want of energy before its driver was told of it, each
 * time anew.
 */
final class EnergyCheck implements Witness {
    /** Longer than a turn of the firmware takes. */
    private static final long TURN_NS = 50_000;

    private static final long AWAKE = -1;
    private static final long GATE_AND_CONFIRM_NS = 11_000_000;
    private static final long NS_MW_PER_MJ = 1_000_000_000L;
    private static final int COPIES_MASK = (1 << CompletionRing.INDEX_SHIFT - CompletionRing.STATUS_BITS) - 1;
    private static final int LSN_AT = 8;
    private static final int STATUS_MASK = (1 << CompletionRing.STATUS_BITS) - 1;

    private final PermittedLoss permitted;
    private final Oracles oracles;
    private final Violations violations;
    private final long[] asleepNs;
    private final long[] acknowledgedLsn;
    private final long[] promisedNs;
    private final List<String> told = new ArrayList<>();

    EnergyCheck(Oracles oracles, PermittedLoss permitted, Violations violations) {
        this.oracles = oracles;
        this.permitted = permitted;
        this.violations = violations;
        int cards = oracles.numbers();
        this.asleepNs = new long[cards];
        this.acknowledgedLsn = new long[cards];
        this.promisedNs = new long[cards];
        Arrays.fill(asleepNs, AWAKE);
        oracles.watch(this::ringStored, Area.RINGS);
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        int number = card.config().card();
        if (state == ProcessorState.SLEEPING) {
            asleepNs[number] = card.hardware().nowNs();
        } else if (state != ProcessorState.OFF) {
            asleepNs[number] = AWAKE;
        }
    }

    @Override
    public void rails(CardNode card, boolean main, boolean battery) {
        int number = card.config().card();
        // What was promised with energy that was taken away afterwards nobody can keep.
        boolean promisedBefore = promisedNs[number] <= permitted.takenNs(card) + TURN_NS;
        if (main || battery || permitted.robbed(card) || promisedBefore) {
            return;
        }
        long sleptNs = asleepNs[number] == AWAKE ? 0 : card.hardware().nowNs() - asleepNs[number];
        if (sleptNs >= EnergyBudget.RETENTION_NS) {
            return;
        }
        CardOracle oracle = oracles.of(card);
        for (int slot = 0; slot < oracle.slots(); slot++) {
            Role role = oracle.role(slot);
            boolean owed = role == Role.ACTIVE || role == Role.GATED || role == Role.DRAINING;
            if (owed && oracle.log(slot).lsn() > 0) {
                violations.broken(
                        Invariant.ENERGY_SUFFICES,
                        card.name(),
                        "is empty after " + sleptNs + " ns of sleep, personality " + oracle.personality(slot) + " is "
                                + role);
            }
        }
    }

    private void ringStored(CardOracle card, Side by, int slot, long offset, int length) {
        long within = offset - card.slotBase(slot) - card.layout().completions();
        long ring = (long) card.layout().logSlots() * CompletionRing.BYTES;
        if (length != 8 || by != Side.CARD || within < 0 || within >= ring || within % CompletionRing.BYTES != 0) {
            return;
        }
        CardNode node = card.node();
        long completion = node.hardware().memory().getLong(offset);
        boolean acknowledged = (completion & STATUS_MASK) == Status.OK.ordinal();
        FirmwareConfig config = node.config();
        long neededMj = (config.silenceNs() + GATE_AND_CONFIRM_NS) * config.loadMw() / NS_MW_PER_MJ;
        if (!acknowledged) {
            return;
        }
        long lsn = node.hardware().memory().getLong(offset + LSN_AT);
        // After a restart the firmware says again what it may have said before: that promises nothing more.
        long before = acknowledgedLsn[card.personality(slot)];
        acknowledgedLsn[card.personality(slot)] = Math.max(before, lsn);
        if (lsn > before) {
            promisedNs[config.card()] = node.hardware().nowNs();
        }
        // It may go while the firmware's turn is under way that has looked at it.
        boolean justTaken = node.hardware().nowNs() - permitted.takenNs(node) <= TURN_NS;
        if (lsn <= before || justTaken || node.hardware().chargeMj() >= neededMj) {
            return;
        }
        long copies = completion >>> CompletionRing.STATUS_BITS & COPIES_MASK;
        if (copies < 2 || copiesOf(card, slot, lsn) < copies) {
            violations.broken(
                    Invariant.SHORTAGE_REFUSES,
                    node.name(),
                    "acknowledges in " + copies + " copies with "
                            + node.hardware().chargeMj()
                            + " mJ; the drain alone takes " + neededMj + ", and "
                            + copiesOf(card, slot, lsn) + " cards hold it");
        }
    }

    /** How many cards have the log up to {@code lsn} in their NVRAM. */
    private long copiesOf(CardOracle card, int slot, long lsn) {
        long copies = 1;
        for (CardOracle peer : oracles.peers(card, slot)) {
            copies += peer.committed(Oracles.slotOf(peer, card.personality(slot))) >= lsn ? 1 : 0;
        }
        return copies;
    }

    @Override
    public void energyTold(Host host, CardNode card, EnergyLevel level) {
        told.remove(host.name());
        if (level == EnergyLevel.SHORT) {
            told.add(host.name());
        }
    }

    @Override
    public void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {
        if (outcome == Outcome.NO_ENERGY && !told.contains(host.name())) {
            violations.broken(
                    Invariant.SHORTAGE_REFUSES,
                    host.name(),
                    "is refused for want of energy before it was told, or after it was told that the shortage is over");
        }
    }
}
