package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All cards' oracles, kept up to date. The first of the witnesses. */
final class Oracles implements Witness {
    private final List<CardOracle> all = new ArrayList<>();
    private final CardOracle[] byCard;
    private final StoreCheck[][] checks = new StoreCheck[Area.values().length][0];

    Oracles(List<CardNode> cards) {
        int highest =
                cards.stream().mapToInt(card -> card.config().card()).max().orElse(0);
        byCard = new CardOracle[highest + 1];
        for (CardNode card : cards) {
            CardOracle oracle = new CardOracle(card);
            all.add(oracle);
            byCard[card.config().card()] = oracle;
        }
    }

    List<CardOracle> all() {
        return all;
    }

    CardOracle of(CardNode card) {
        return byCard[card.config().card()];
    }

    /** Length of an array that is indexed by card number, and by personality: each is its home card's number. */
    int numbers() {
        return byCard.length;
    }

    /** The card with a number. */
    CardOracle card(int number) {
        return byCard[number];
    }

    /** The other cards that hold copies of a slot's personality. */
    List<CardOracle> peers(CardOracle card, int slot) {
        List<CardOracle> peers = new ArrayList<>();
        for (int number : card.node().config().slots().get(slot).copies()) {
            if (number != card.number()) {
                peers.add(byCard[number]);
            }
        }
        return peers;
    }

    /** The slot of {@code personality} on a card. */
    static int slotOf(CardOracle card, int personality) {
        return card.node().slotOf(personality);
    }

    /** Highest persisted epoch of a personality on any card that claimed it. */
    long highestClaimed(int personality) {
        long highest = 0;
        for (CardOracle card : all) {
            int slot = slotOf(card, personality);
            if (slot >= 0 && owns(card.role(slot))) {
                highest = Math.max(highest, card.epoch(slot));
            }
        }
        return highest;
    }

    static boolean owns(Role role) {
        return role == Role.ACTIVE
                || role == Role.GATED
                || role == Role.DRAINING
                || role == Role.DRAINED
                || role == Role.RETURNING;
    }

    /** Watches stores from now on. */
    void watch(StoreCheck check, Area area) {
        StoreCheck[] longer = Arrays.copyOf(checks[area.ordinal()], checks[area.ordinal()].length + 1);
        longer[longer.length - 1] = check;
        checks[area.ordinal()] = longer;
    }

    @Override
    public void stored(CardNode card, Side by, long offset, int length) {
        CardOracle oracle = of(card);
        int slot = oracle.slotAt(offset);
        Area area = slot < 0 ? Area.SUPERBLOCK : oracle.areaAt(offset, slot);
        if (area == Area.SUPERBLOCK) {
            oracle.superblockStored();
        }
        StoreCheck[] interested = checks[area.ordinal()];
        for (int i = 0; i < interested.length; i++) {
            interested[i].stored(oracle, by, slot, offset, length);
        }
    }

    @Override
    public void nvramLost(CardNode card) {
        of(card).superblockStored();
    }
}
