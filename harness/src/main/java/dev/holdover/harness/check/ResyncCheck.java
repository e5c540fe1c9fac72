package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.workload.SectorPattern;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Invariants 14, 15 and 27: the filling of a copy. When it begins, the copy's image is taken down; until it
 * ends, image and pre-image together must be that state; and when it ends, no sector may be older than then,
 * unless what it held was never the owner's. The owner may not send more than differs.
 */
final class ResyncCheck implements Witness {
    private static final long PER_CENT = 101;

    private final Oracles oracles;
    private final Violations violations;
    private final Filling[][] fillings;
    private final boolean[] forced;
    /** By personality: the card that is about to claim with what it has loaded from its disk; zero: none. */
    private final int[] reviver;

    private final List<Sweep> sweeps = new ArrayList<>();
    private final byte[] buffer = new byte[NvramLayout.BLOCK];
    private long sentBytes;
    private long differingBytes;

    /** One copy that is being filled. */
    private static final class Filling {
        private boolean open;
        private byte[] before = {};
    }

    /**
     * One owner's filling of one card; in {@code stale} a bit for each block that differed when the owner asked, or
     * when it had its answer, or that was written meanwhile. Records of the log that were under way when it asked
     * take the copy back for a while.
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Sweep(CardOracle owner, int slot, int toCard, long[] stale) {
        boolean is(CardOracle its, int itsSlot, int to) {
            return owner == its && slot == itsSlot && toCard == to;
        }
    }

    ResyncCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.fillings = new Filling[cards][NvramLayout.MAX_SLOTS];
        this.forced = new boolean[cards];
        this.reviver = new int[cards];
        for (Filling[] each : fillings) {
            Arrays.setAll(each, slot -> new Filling());
        }
        oracles.watch(this::superblockStored, Area.SUPERBLOCK);
        oracles.watch(this::imageStored, Area.IMAGE);
    }

    private void superblockStored(CardOracle card, Side by, int noSlot, long offset, int length) {
        for (int slot = 0; slot < card.slots(); slot++) {
            Filling filling = fillings[card.number()][slot];
            boolean kept =
                    card.record(slot).isPresent() && card.record(slot).get().preImageKept();
            if (kept && !filling.open) {
                filling.before = new byte[(int) card.layout().userBytes()];
                card.copyImage(slot, 0, filling.before, filling.before.length);
            } else if (!kept && filling.open && card.role(slot) == Role.BACKUP_SYNC) {
                filled(card, slot, filling);
                consistent(card, slot, filling);
            }
            filling.open = kept;
        }
    }

    private void filled(CardOracle card, int slot, Filling filling) {
        int personality = card.personality(slot);
        if (forced[personality]) {
            return;
        }
        for (CardOracle owner : oracles.peers(card, slot)) {
            int ownerSlot = Oracles.slotOf(owner, personality);
            if (!Oracles.owns(owner.role(ownerSlot)) || owner.epoch(ownerSlot) != card.epoch(slot)) {
                continue;
            }
            byte[] owners = new byte[filling.before.length];
            byte[] now = new byte[filling.before.length];
            owner.copyImage(ownerSlot, 0, owners, owners.length);
            card.copyImage(slot, 0, now, now.length);
            for (int at = 0; at < now.length; at += SectorPattern.BYTES) {
                long sector = at / SectorPattern.BYTES;
                long old = SectorPattern.writeOf(filling.before, at, personality, sector);
                if (SectorPattern.writeOf(now, at, personality, sector) < old
                        && old <= SectorPattern.writeOf(owners, at, personality, sector)) {
                    violations.broken(
                            Invariant.RESYNC_GOES_FORWARD,
                            card.node().name(),
                            "sector " + sector + " of personality " + personality + " is older after the resync, and "
                                    + "the owner has write " + old + " or a later one");
                    return;
                }
            }
        }
    }

    /** Looks at every copy that is being filled. */
    void sweep() {
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                Filling filling = fillings[card.number()][slot];
                if (filling.open && card.node().hardware().powered()) {
                    consistent(card, slot, filling);
                }
            }
        }
    }

    private void consistent(CardOracle card, int slot, Filling filling) {
        for (int block = 0; block < card.layout().blocks(); block++) {
            card.copyOld(slot, block, buffer);
            int from = block * NvramLayout.BLOCK;
            if (!Arrays.equals(buffer, 0, buffer.length, filling.before, from, from + buffer.length)) {
                violations.broken(
                        Invariant.COPY_IS_CONSISTENT,
                        card.node().name(),
                        "block " + block + " of personality " + card.personality(slot)
                                + " can't be brought back to what it was before the resync");
                return;
            }
        }
    }

    private void imageStored(CardOracle card, Side by, int slot, long offset, int length) {
        for (int i = 0; i < sweeps.size(); i++) {
            Sweep sweep = sweeps.get(i);
            if (sweep.owner() == card && sweep.slot() == slot) {
                int block = (int) ((offset - card.image(slot)) / NvramLayout.BLOCK);
                sweep.stale()[block >>> 6] |= 1L << block;
            }
        }
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int personality = card.config().slots().get(slot).personality();
        CardOracle oracle = oracles.of(card);
        switch (notice) {
            case FORCED -> forced[personality] = true;
            case STORE_REVIVED -> reviver[personality] = oracle.number();
            case CLAIMING -> {
                Role role = oracle.role(slot);
                // A loaded image was whole before it counted, and nobody fills it: STALE says only that its card can't
                // know whether it is the latest. OwnershipCheck holds it against every other copy.
                boolean loaded = role == Role.STALE && reviver[personality] == oracle.number();
                boolean unfit = role == Role.CATCHUP || role == Role.STALE || role == Role.SUPERSEDED;
                if (unfit && !forced[personality] && !loaded) {
                    violations.broken(Invariant.COPY_IS_CONSISTENT, card.name(), "claims as " + role);
                }
                reviver[personality] = 0;
            }
            case RESYNC_COMPARED -> {
                sweeps.removeIf(sweep -> sweep.is(oracle, slot, (int) b));
                sweeps.add(new Sweep(oracle, slot, (int) b, new long[oracle.mapWords()]));
                compared(oracle, slot, (int) b);
            }
            case RESYNC_STARTED -> compared(oracle, slot, (int) b);
            case OVER_SENT -> sentBytes += a;
            case RESYNC_DONE -> ended(oracle, slot, a, (int) b);
            default -> {
                // Of no interest here.
            }
        }
    }

    /** What the resyncs that have ended sent, against what differed. */
    Resynced resynced() {
        return new Resynced(sentBytes, differingBytes);
    }

    private void compared(CardOracle owner, int slot, int toCard) {
        CardOracle peer = oracles.card(toCard);
        int peerSlot = Oracles.slotOf(peer, owner.personality(slot));
        for (Sweep sweep : sweeps) {
            for (int block = 0;
                    sweep.is(owner, slot, toCard) && block < owner.layout().blocks();
                    block++) {
                sweep.stale()[block >>> 6] |= owner.sameBlock(slot, block, peer, peerSlot) ? 0 : 1L << block;
            }
        }
    }

    private void ended(CardOracle owner, int slot, long bytes, int toCard) {
        for (Sweep sweep : sweeps) {
            if (sweep.is(owner, slot, toCard)) {
                long blocks = 0;
                for (long word : sweep.stale()) {
                    blocks += Long.bitCount(word);
                }
                sentBytes += bytes;
                differingBytes += blocks * NvramLayout.BLOCK;
                if (bytes * 100 > blocks * NvramLayout.BLOCK * PER_CENT) {
                    violations.broken(
                            Invariant.OVER_SEND,
                            owner.node().name(),
                            "sent " + bytes + " bytes to card " + toCard + " where " + blocks * NvramLayout.BLOCK
                                    + " differed");
                }
                sweeps.remove(sweep);
                return;
            }
        }
    }

    @Override
    public void nvramLost(CardNode card) {
        for (Filling filling : fillings[card.config().card()]) {
            filling.open = false;
        }
    }
}
