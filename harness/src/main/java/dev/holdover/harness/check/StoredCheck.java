package dev.holdover.harness.check;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.check.StoredImages.Stored;
import dev.holdover.harness.workload.SectorPattern;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.layout.NvramLayout;
import java.util.Optional;

/**
 * Invariants 4 and 22 for what cards save to a disk: what is reported to be stored can be loaded from the medium, at
 * once and whenever the disk loses its power; a card whose NVRAM was lost loads it, or says that it can't; and what it
 * loads is whole.
 *
 * <p>A disk to which something was done need not give it back any more. That too must be told, unless another disk is
 * in its place; and none of it may be loaded damaged.
 */
final class StoredCheck implements Witness {
    private final Oracles oracles;
    private final StoredImages images;
    private final Violations violations;
    /** By card and slot: the position that was reported last and whose loss was not told since; epoch zero: none. */
    private final long[][] epochs;

    private final long[][] lsns;
    private final boolean[][] owed;
    private final byte[] buffer = new byte[NvramLayout.BLOCK];

    StoredCheck(Oracles oracles, StoredImages images, Violations violations) {
        this.oracles = oracles;
        this.images = images;
        this.violations = violations;
        this.epochs = new long[oracles.numbers()][NvramLayout.MAX_SLOTS];
        this.lsns = new long[oracles.numbers()][NvramLayout.MAX_SLOTS];
        this.owed = new boolean[oracles.numbers()][NvramLayout.MAX_SLOTS];
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.NV_ERASING) {
            erased(oracles.of(card));
        }
        if (card.config().storeSlot() == FirmwareConfig.NO_STORE) {
            return;
        }
        int number = card.config().card();
        switch (notice) {
            case STORE_IN_SYNC -> reported(card, slot, a, b);
            case STORE_FAILED -> epochs[number][slot] = 0;
            case NVRAM_BLANK -> {
                for (int each = 0; each < owed[number].length; each++) {
                    owed[number][each] = epochs[number][each] != 0;
                }
            }
            case STORE_LOADED -> loaded(card, slot, a, b);
            case STORE_UNUSABLE -> {
                if (owed[number][slot] && images.soundDisk(card).isPresent()) {
                    lost(card, slot, "says that it can't be used");
                }
                owed[number][slot] = false;
                epochs[number][slot] = 0;
            }
            case CARD_BOOTED -> {
                for (int each = 0; each < owed[number].length; each++) {
                    if (owed[number][each]) {
                        lost(card, each, "boots without it and without a word");
                    }
                }
            }
            default -> {
                // Of no interest here.
            }
        }
    }

    @Override
    public void diskPower(DiskNode disk, boolean on) {
        if (on) {
            return;
        }
        for (CardOracle card : oracles.all()) {
            boolean its =
                    images.soundDisk(card.node()).filter(each -> each == disk).isPresent();
            for (int slot = 0; its && slot < card.slots(); slot++) {
                if (epochs[card.number()][slot] != 0) {
                    onMedium(card.node(), slot, "its disk has lost its power");
                }
            }
        }
    }

    @Override
    public void diskReplaced(DiskNode disk) {
        for (DiskNode.Bay bay : disk.bays()) {
            if (bay.card().config().storeSlot() == bay.slot()) {
                forget(bay.card().config().card());
            }
        }
    }

    private void forget(int number) {
        for (int slot = 0; slot < NvramLayout.MAX_SLOTS; slot++) {
            epochs[number][slot] = 0;
            owed[number][slot] = false;
        }
    }

    /** What a card erases, all others erase too. */
    private void erased(CardOracle owner) {
        for (int slot = 0; slot < owner.slots(); slot++) {
            for (CardOracle card : oracles.all()) {
                int its = Oracles.slotOf(card, owner.personality(slot));
                if (owner.isHome(slot) && its >= 0) {
                    epochs[card.number()][its] = 0;
                }
            }
        }
    }

    private void reported(CardNode card, int slot, long epoch, long lsn) {
        epochs[card.config().card()][slot] = epoch;
        lsns[card.config().card()][slot] = lsn;
        onMedium(card, slot, "nothing has happened yet");
    }

    private void onMedium(CardNode card, int slot, String when) {
        Optional<DiskNode> disk = images.soundDisk(card);
        if (disk.isEmpty()) {
            return;
        }
        Optional<Stored> stored = images.load(card, slot, disk.get());
        if (stored.isEmpty()) {
            lost(card, slot, "has none that could be loaded; " + when);
        } else if (!reaches(card, slot, stored.get().epoch(), stored.get().lsn())) {
            lost(
                    card,
                    slot,
                    "has lsn " + stored.get().lsn() + " of epoch "
                            + stored.get().epoch() + "; " + when);
        }
    }

    private void loaded(CardNode card, int slot, long epoch, long lsn) {
        int number = card.config().card();
        if (owed[number][slot] && images.soundDisk(card).isPresent() && !reaches(card, slot, epoch, lsn)) {
            lost(card, slot, "loads lsn " + lsn + " of epoch " + epoch);
        }
        owed[number][slot] = false;
        epochs[number][slot] = epoch;
        lsns[number][slot] = lsn;
        CardOracle oracle = oracles.of(card);
        for (long at = 0; at < oracle.layout().plainBytes(); at += buffer.length) {
            oracle.copyImage(slot, at, buffer, buffer.length);
            for (int i = 0; i < buffer.length; i += SectorPattern.BYTES) {
                long sector = (at + i) / SectorPattern.BYTES;
                if (SectorPattern.writeOf(buffer, i, oracle.personality(slot), sector) == SectorPattern.DAMAGED) {
                    violations.broken(
                            Invariant.CORRUPTION_DETECTED,
                            card.name(),
                            "loads from its disk sector " + sector + " of personality " + oracle.personality(slot)
                                    + ", which is damaged");
                    return;
                }
            }
        }
    }

    private boolean reaches(CardNode card, int slot, long epoch, long lsn) {
        int number = card.config().card();
        return epoch > epochs[number][slot] || epoch == epochs[number][slot] && lsn >= lsns[number][slot];
    }

    private void lost(CardNode card, int slot, String what) {
        violations.broken(
                Invariant.ACKNOWLEDGED_SURVIVES,
                card.name(),
                "has reported lsn " + lsns[card.config().card()][slot] + " of epoch "
                        + epochs[card.config().card()][slot] + " to be on its disk, and " + what);
    }
}
