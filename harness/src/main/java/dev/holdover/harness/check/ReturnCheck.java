package dev.holdover.harness.check;

import dev.holdover.firmware.console.Command;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Invariants 20 and 21: guests go home only after their home has been whole and its host healthy for the hold
 * time, not too often, and each return ends with one owner.
 */
final class ReturnCheck implements Witness {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MILLION = 1_000_000;

    private final Oracles oracles;
    private final Violations violations;
    private final long[] hostHealthySinceNs;
    private final long[] hostHealthyBeforeNs;
    private final long[] hostFailedNs;
    private final long[] copyWholeSinceNs;
    private final boolean[] returned;
    private final boolean[] forced;
    private final boolean[] ordered;
    private final List<List<Long>> moves = new ArrayList<>();

    ReturnCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.hostHealthySinceNs = new long[cards];
        this.hostHealthyBeforeNs = new long[cards];
        this.hostFailedNs = new long[cards];
        this.copyWholeSinceNs = new long[cards];
        this.returned = new boolean[cards];
        this.forced = new boolean[cards];
        this.ordered = new boolean[cards];
        Arrays.fill(hostHealthySinceNs, NEVER);
        Arrays.fill(hostHealthyBeforeNs, NEVER);
        Arrays.fill(copyWholeSinceNs, NEVER);
        for (int i = 0; i < cards; i++) {
            moves.add(new ArrayList<>());
        }
        oracles.watch(this::superblockStored, Area.SUPERBLOCK);
    }

    /** A card's number is that of its home personality, which lies in slot 0. */
    private void superblockStored(CardOracle card, Side by, int noSlot, long offset, int length) {
        boolean whole = card.role(0) == Role.BACKUP_SYNC;
        long sinceNs =
                Math.min(copyWholeSinceNs[card.number()], card.node().hardware().nowNs());
        copyWholeSinceNs[card.number()] = whole ? sinceNs : NEVER;
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int number = card.config().card();
        int personality = card.config().slots().get(slot).personality();
        long nowNs = card.hardware().nowNs();
        switch (notice) {
            case PROOF_ACCEPTED, RECONNECT_ALLOWED ->
                hostHealthySinceNs[number] = Math.min(hostHealthySinceNs[number], nowNs);
            case HOST_FAILED, CARD_BOOTED -> {
                hostHealthyBeforeNs[number] = hostHealthySinceNs[number];
                hostHealthySinceNs[number] = NEVER;
                hostFailedNs[number] = nowNs;
            }
            case RETURNING -> returning(card, personality, (int) a, nowNs);
            case RETURN_ABORTED -> moves.get(number).remove(moves.get(number).size() - 1);
            case FORCED -> forced[personality] = true;
            case OPERATOR_COMMAND -> ordered[(int) b] |= a == Command.RETURN.ordinal();
            default -> {
                // Of no interest here.
            }
        }
    }

    private void returning(CardNode guest, int personality, int home, long nowNs) {
        returned[personality] = true;
        // The guest hears of a failure, and of a recovery, with the next heartbeats.
        long heardNs = 3 * guest.config().heartbeatNs();
        boolean unheard = hostHealthySinceNs[home] == NEVER && nowNs - hostFailedNs[home] <= heardNs;
        long hostNs = unheard ? hostHealthyBeforeNs[home] : hostHealthySinceNs[home];
        long sinceNs = Math.max(hostNs, copyWholeSinceNs[home]);
        // Who orders it need not wait for the hold time; the rest holds for him too.
        long holdNs = ordered[personality] ? 0 : guest.config().failBack().holdNs();
        ordered[personality] = false;
        if (sinceNs == NEVER || nowNs - sinceNs + heardNs < onFastClock(guest, holdNs)) {
            violations.broken(
                    Invariant.MOVES_ARE_RARE,
                    guest.name(),
                    "sends personality " + personality + " home to card " + home
                            + ", which has not been whole and healthy for the hold time");
        }
        List<Long> of = moves.get(guest.config().card());
        of.add(nowNs);
        long windowNs = onFastClock(guest, guest.config().failBack().windowNs());
        long within = of.stream().filter(at -> nowNs - at < windowNs).count();
        if (within > guest.config().failBack().atMost()) {
            violations.broken(
                    Invariant.MOVES_ARE_RARE,
                    guest.name(),
                    "sends guests home " + within + " times within " + windowNs / 1_000_000 + " ms");
        }
    }

    /** What the guest's clock may take for {@code ns}, in true time. */
    private static long onFastClock(CardNode guest, long ns) {
        return ns - ns / MILLION * guest.config().lease().driftPpm();
    }

    /** At the end: every personality that went home has one owner. */
    void finish() {
        for (CardOracle card : oracles.all()) {
            if (returned[card.number()] && !forced[card.number()]) {
                judge(card.number());
            }
        }
    }

    private void judge(int personality) {
        long newest = 0;
        int owners = 0;
        for (CardOracle card : oracles.all()) {
            int slot = Oracles.slotOf(card, personality);
            if (slot < 0 || !card.node().hardware().powered()) {
                continue;
            }
            if (card.role(slot) == Role.CLAIMING || card.role(slot) == Role.REPLAYING) {
                return;
            }
            if (Oracles.owns(card.role(slot)) && card.epoch(slot) >= newest) {
                owners = card.epoch(slot) > newest ? 1 : owners + 1;
                newest = card.epoch(slot);
            }
        }
        if (owners != 1) {
            violations.broken(
                    Invariant.ONE_OWNER_AFTER_RETURN,
                    "cluster",
                    "personality " + personality + " has " + owners + " owners after its return");
        }
    }
}
