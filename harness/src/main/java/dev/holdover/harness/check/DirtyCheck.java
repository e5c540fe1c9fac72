package dev.holdover.harness.check;

import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import java.util.Optional;

/**
 * Invariant 13: at every store to an owner's dirty map, and now and then over the whole map, each
 * clean block is the same on the peer that follows.
 */
final class DirtyCheck {
    private final Oracles oracles;
    private final Violations violations;
    private final long[][] shadow;

    DirtyCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.all().stream()
                        .mapToInt(card -> card.node().config().card())
                        .max()
                        .orElse(0)
                + 1;
        this.shadow = new long[cards][0];
        oracles.watch(this::mapStored, Area.DIRTY_MAP);
        for (CardOracle card : oracles.all()) {
            int words = (card.layout().blocks() + 63) / 64;
            shadow[card.node().config().card()] = new long[words * card.slots()];
        }
    }

    private void mapStored(CardOracle card, Side by, int slot, long offset, int length) {
        int words = (card.layout().blocks() + 63) / 64;
        int word = (int) (offset - card.dirtyMap(slot)) / 8;
        if (length != 8 || word >= words) {
            return;
        }
        long[] known = shadow[card.node().config().card()];
        long now = card.node().hardware().memory().getLong(offset);
        long cleared = known[slot * words + word] & ~now;
        known[slot * words + word] = now;
        for (; cleared != 0; cleared &= cleared - 1) {
            compare(card, slot, word * 64 + Long.numberOfTrailingZeros(cleared));
        }
    }

    /** Compares every clean block of every owner. */
    void sweep() {
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                for (int block = 0; block < card.layout().blocks(); block++) {
                    if (!card.dirty(slot, block)) {
                        compare(card, slot, block);
                    }
                }
            }
        }
    }

    private void compare(CardOracle owner, int slot, int block) {
        if (!owner.node().hardware().powered() || !Oracles.owns(owner.role(slot))) {
            return;
        }
        Optional<CardOracle> peer = oracles.peer(owner, slot);
        if (peer.isEmpty()) {
            return;
        }
        CardOracle follower = peer.get();
        int followerSlot = Oracles.slotOf(follower, owner.personality(slot));
        boolean follows = followerSlot >= 0
                && follower.node().hardware().powered()
                && follower.role(followerSlot) == Role.BACKUP_SYNC
                && follower.epoch(followerSlot) == owner.epoch(slot);
        if (follows && !owner.sameBlock(slot, block, follower, followerSlot)) {
            violations.broken(
                    Invariant.DIRTY_IF_DIFFERENT,
                    owner.node().name(),
                    "block " + block + " of personality " + owner.personality(slot) + " is marked clean, but "
                            + follower.node().name() + " has other bytes");
        }
    }
}
