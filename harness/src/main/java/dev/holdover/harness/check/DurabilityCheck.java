package dev.holdover.harness.check;

import dev.holdover.driver.core.Outcome;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Invariants 4 and 6: what was acknowledged is there, with every reader and every new owner. */
final class DurabilityCheck implements Witness {
    private final Oracles oracles;
    private final PermittedLoss permitted;
    private final Violations violations;
    private final List<Obligations> ledger = new ArrayList<>();
    private final int[] copiesOf;
    /** The card that has certified the end of its epoch, and whose successor has not claimed yet. */
    private final int[] certifiedBy;

    private final boolean[] elected;

    /** Where the owner's log ended when its save began. */
    private final long[] savingLsn;

    private final boolean[] forced;
    private final boolean[][] lost;
    private StoredImages stored = new StoredImages(List.of());
    private final byte[] buffer = new byte[NvramLayout.BLOCK];

    DurabilityCheck(Oracles oracles, PermittedLoss permitted, Violations violations) {
        this.oracles = oracles;
        this.permitted = permitted;
        this.violations = violations;
        int cards = oracles.numbers();
        this.copiesOf = new int[cards];
        this.certifiedBy = new int[cards];
        this.elected = new boolean[cards];
        this.savingLsn = new long[cards];
        this.forced = new boolean[cards];
        this.lost = new boolean[cards][cards];
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                if (card.isHome(slot)) {
                    ledger.add(new Obligations(
                            card.personality(slot), card.layout().plainBytes()));
                }
            }
        }
    }

    /** Where cards save to disks. */
    void stored(StoredImages images) {
        stored = images;
    }

    @Override
    public void issued(int personality, long writeId, long offset, int length) {
        of(personality).issued(writeId, offset, length);
    }

    @Override
    public void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {
        if (outcome == Outcome.DURABLE) {
            of(personality).acknowledged(writeId, Math.max(1, copiesOf[personality]), offset, length);
        }
    }

    @Override
    public void durability(Host host, CardNode card, int window, int copies) {
        copiesOf[card.config().slots().get(window).personality()] = copies;
    }

    @Override
    public void read(Host host, int personality, long offset, byte[] bytes, int length) {
        judge(host.name(), of(personality), bytes, offset, length, "reads back", true);
    }

    @Override
    public void nvramLost(CardNode card) {
        if (!permitted.permits(card)) {
            violations.broken(
                    Invariant.ACKNOWLEDGED_SURVIVES,
                    card.name(),
                    "loses its NVRAM though no fault that was declared can have cost it");
            return;
        }
        CardOracle oracle = oracles.of(card);
        disksMayBeLost();
        for (int slot = 0; slot < oracle.slots(); slot++) {
            if (!oracle.node().config().slots().get(slot).copies().contains(oracle.number())) {
                continue;
            }
            boolean[] lostOf = lost[oracle.personality(slot)];
            lostOf[oracle.number()] = true;
            of(oracle.personality(slot)).lost(count(lostOf), lastOwner(oracle, slot));
        }
    }

    /** Where something was done to every disk that a personality is destaged to, its promise is that of the NVRAM. */
    private void disksMayBeLost() {
        for (CardOracle home : oracles.all()) {
            for (int slot = 0; slot < home.slots(); slot++) {
                boolean destages = home.node().config().slots().get(slot).destages();
                if (home.isHome(slot) && destages && !anySoundDisk(home, slot)) {
                    of(home.personality(slot)).onNoDisk();
                }
            }
        }
    }

    private boolean anySoundDisk(CardOracle home, int slot) {
        boolean any = false;
        for (CardOracle peer : oracles.peers(home, slot)) {
            any |= stored.soundDisk(peer.node()).isPresent();
        }
        return any;
    }

    private static int count(boolean[] which) {
        int count = 0;
        for (boolean each : which) {
            count += each ? 1 : 0;
        }
        return count;
    }

    private boolean lastOwner(CardOracle oracle, int slot) {
        int personality = oracle.personality(slot);
        for (CardOracle other : oracles.all()) {
            int otherSlot = Oracles.slotOf(other, personality);
            if (other != oracle && otherSlot >= 0 && Oracles.owns(other.role(otherSlot))) {
                return false;
            }
        }
        return true;
    }

    /** A card that lost its copy has all of it again. */
    private void refilled(CardOracle owner, int slot) {
        int personality = owner.personality(slot);
        boolean[] lostOf = lost[personality];
        boolean changed = lostOf[owner.number()];
        lostOf[owner.number()] = false;
        for (CardOracle peer : oracles.peers(owner, slot)) {
            int peerSlot = Oracles.slotOf(peer, personality);
            boolean whole = peer.role(peerSlot) == Role.BACKUP_SYNC && peer.epoch(peerSlot) == owner.epoch(slot);
            if (lostOf[peer.number()] && whole) {
                lostOf[peer.number()] = false;
                changed = true;
            }
        }
        if (changed) {
            of(personality).lost(count(lostOf), false);
        }
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int personality = card.config().slots().get(slot).personality();
        switch (notice) {
            case CERTIFICATE_SENT -> {
                certifiedBy[personality] = card.config().card();
                elected[personality] = false;
            }
            case ELECTED -> elected[personality] = true;
            case CLAIMED -> claimed(card, slot, b);
            case NV_SAVING -> {
                of(personality).saving();
                savingLsn[personality] = oracles.of(card).committed(slot);
            }
            case NV_SAVED -> saved(oracles.of(card), slot);
            case PEER_IN_SYNC -> refilled(oracles.of(card), slot);
            case LOSS_ACCEPTED -> {
                if (card.config().slots().get(slot).acceptsLoss()) {
                    of(personality).release();
                }
            }
            case FORCED -> {
                if (permitted.forced(card)) {
                    forced[personality] = true;
                    of(personality).release();
                }
            }
            default -> {
                // Of no interest here.
            }
        }
    }

    /** All that was acknowledged when a save began is in another card's NVRAM, or on the card's own disk. */
    private void saved(CardOracle card, int slot) {
        int personality = card.personality(slot);
        boolean held = false;
        for (CardOracle peer : oracles.peers(card, slot)) {
            held |= peer.committed(Oracles.slotOf(peer, personality)) >= savingLsn[personality];
        }
        Optional<StoredImages.Stored> onDisk = stored.soundDisk(card.node())
                .flatMap(disk -> stored.load(card.node(), slot, disk))
                .filter(each -> each.lsn() >= savingLsn[personality]);
        if (onDisk.isPresent()) {
            String wrong = of(personality)
                    .judgeSaved(onDisk.get().image(), card.layout().plainBytes());
            if (!wrong.isEmpty()) {
                violations.broken(Invariant.ACKNOWLEDGED_SURVIVES, card.node().name(), "has saved to disk: " + wrong);
            }
            held = true;
        }
        held |= card.node().config().storeSlot() != FirmwareConfig.NO_STORE
                && stored.soundDisk(card.node()).isEmpty();
        if (held) {
            of(personality).saved();
        } else {
            violations.broken(
                    Invariant.ACKNOWLEDGED_SURVIVES,
                    card.node().name(),
                    "says that personality " + personality + " is saved up to lsn " + savingLsn[personality]
                            + ", and no other card holds so much");
        }
    }

    private void claimed(CardNode card, int slot, long lsn) {
        CardOracle successor = oracles.of(card);
        Obligations obligations = of(successor.personality(slot));
        judgeImage(successor, slot, obligations, "takes over");
        for (long at = 0; at < successor.layout().plainBytes(); at += buffer.length) {
            successor.copyImage(slot, at, buffer, buffer.length);
            obligations.settle(buffer, at, buffer.length);
        }
        if (forced[obligations.personality()]) {
            return;
        }
        for (CardOracle owner : oracles.peers(successor, slot)) {
            int ownerSlot = Oracles.slotOf(owner, obligations.personality());
            if (certifiedBy[obligations.personality()] == owner.number()
                    && !lost[obligations.personality()][owner.number()]
                    && owner.node().hardware().powered()) {
                if (elected[obligations.personality()]) {
                    isPrefix(owner, ownerSlot, successor, slot, lsn);
                } else {
                    comparePrefix(owner, ownerSlot, successor, slot, lsn);
                }
            }
        }
        certifiedBy[obligations.personality()] = 0;
        elected[obligations.personality()] = false;
    }

    /** Elected without the certificate, which reached nobody: what the owner logged beyond it was never promised. */
    private void isPrefix(CardOracle owner, int ownerSlot, CardOracle successor, int slot, long lsn) {
        WriteLog log = owner.log(ownerSlot);
        long hash = successor.log(slot).hash();
        if (lsn > log.lsn() || log.read(lsn) && log.hashRead() != hash) {
            violations.broken(
                    Invariant.LOG_PREFIX,
                    successor.node().name(),
                    "is elected at lsn " + lsn + ", hash " + Long.toHexString(hash)
                            + ", which is no part of the owner's log");
        }
    }

    private void comparePrefix(CardOracle owner, int ownerSlot, CardOracle successor, int slot, long lsn) {
        long finalHash = owner.log(ownerSlot).hash();
        long finalLsn = owner.log(ownerSlot).lsn();
        long hash = successor.log(slot).hash();
        if (finalLsn != lsn || finalHash != hash) {
            violations.broken(
                    Invariant.LOG_PREFIX,
                    successor.node().name(),
                    "takes over at lsn " + lsn + ", hash " + Long.toHexString(hash) + "; the owner's log ends at lsn "
                            + finalLsn + ", hash " + Long.toHexString(finalHash));
        }
        for (int block = 0; block < successor.layout().blocks(); block++) {
            if (!successor.sameBlock(slot, block, owner, ownerSlot)) {
                violations.broken(
                        Invariant.LOG_PREFIX,
                        successor.node().name(),
                        "takes over with block " + block + " other than the owner's");
            }
        }
    }

    /** At the end of a run: whoever owns a personality has what was promised. */
    void finish() {
        for (CardOracle card : oracles.all()) {
            for (int slot = 0; slot < card.slots(); slot++) {
                boolean owner = Oracles.owns(card.role(slot))
                        && card.epoch(slot) == oracles.highestClaimed(card.personality(slot));
                if (card.node().hardware().powered() && owner) {
                    judgeImage(card, slot, of(card.personality(slot)), "holds at the end");
                }
            }
        }
    }

    private void judgeImage(CardOracle card, int slot, Obligations obligations, String what) {
        for (long at = 0; at < card.layout().plainBytes(); at += buffer.length) {
            card.copyImage(slot, at, buffer, buffer.length);
            judge(card.node().name(), obligations, buffer, at, buffer.length, what, false);
        }
    }

    private void judge(
            String who, Obligations obligations, byte[] bytes, long offset, int length, String what, boolean mayTear) {
        disksMayBeLost();
        if (forced[obligations.personality()]) {
            return;
        }
        String wrong = obligations.judge(bytes, offset, length, mayTear);
        if (!wrong.isEmpty()) {
            violations.broken(Invariant.ACKNOWLEDGED_SURVIVES, who, what + ": " + wrong);
        }
    }

    private Obligations of(int personality) {
        for (int i = 0; i < ledger.size(); i++) {
            if (ledger.get(i).personality() == personality) {
                return ledger.get(i);
            }
        }
        throw new IllegalArgumentException("personality " + personality);
    }
}
