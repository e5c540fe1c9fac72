package dev.holdover.harness.check;

import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;

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
        int cards = oracles.numbers();
        this.shadow = new long[cards][0];
        oracles.watch(this::mapStored, Area.DIRTY_MAP);
        for (CardOracle card : oracles.all()) {
            int maps = card.mapWords() * card.layout().peers();
            shadow[card.number()] = new long[maps * card.slots()];
        }
    }

    private void mapStored(CardOracle card, Side by, int slot, long offset, int length) {
        int words = card.mapWords();
        int maps = words * card.layout().peers();
        int word = (int) (offset - card.dirtyMap(slot)) / 8;
        if (length != 8 || word >= maps) {
            return;
        }
        long[] known = shadow[card.number()];
        long now = card.node().hardware().memory().getLong(offset);
        long cleared = known[slot * maps + word] & ~now;
        known[slot * maps + word] = now;
        if (cleared == 0) {
            return;
        }
        for (CardOracle follower : oracles.peers(card, slot)) {
            if (card.peerOf(slot, follower) == word / words) {
                for (long rest = cleared; rest != 0; rest &= rest - 1) {
                    compare(card, slot, follower, word % words * 64 + Long.numberOfTrailingZeros(rest));
                }
            }
        }
    }

    /** Compares every clean block of every owner. */
    void sweep() {
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                if (!Oracles.owns(card.role(slot)) || !card.node().hardware().powered()) {
                    continue;
                }
                for (CardOracle follower : oracles.peers(card, slot)) {
                    int peer = card.peerOf(slot, follower);
                    for (int block = 0; block < card.layout().blocks(); block++) {
                        if (!card.dirty(slot, peer, block)) {
                            compare(card, slot, follower, block);
                        }
                    }
                }
            }
        }
    }

    private void compare(CardOracle owner, int slot, CardOracle follower, int block) {
        if (!owner.node().hardware().powered() || !Oracles.owns(owner.role(slot))) {
            return;
        }
        int followerSlot = Oracles.slotOf(follower, owner.personality(slot));
        boolean follows = followerSlot >= 0
                && follower.node().hardware().powered()
                && follower.role(followerSlot) == Role.BACKUP_SYNC
                && follower.epoch(followerSlot) == owner.epoch(slot);
        if (follows && !owner.sameBlock(slot, block, follower, followerSlot)) {
            violations.broken(
                    Invariant.DIRTY_IF_DIFFERENT,
                    owner.node().name(),
                    "block " + block + " of personality " + owner.personality(slot) + " is marked clean for "
                            + follower.node().name() + ", which has other bytes");
        }
    }
}
