package dev.holdover.harness.check;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.RandomStream;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.Superblock;
import java.util.Arrays;

/**
 * Invariants 10 and 16: what a boot does to the image. A superseded log changes nothing; and the replay
 * that is about to run comes to the same image wherever it is cut.
 */
final class BootCheck implements Witness {
    private static final int TRIALS = 8;

    private final Oracles oracles;
    private final Violations violations;
    private final RandomStream random;
    private final boolean[] booting;

    BootCheck(Oracles oracles, Violations violations, RandomStream random) {
        this.oracles = oracles;
        this.violations = violations;
        this.random = random;
        int cards = oracles.numbers();
        this.booting = new boolean[cards];
        oracles.watch(this::imageStored, Area.IMAGE);
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        int number = card.config().card();
        booting[number] = state == ProcessorState.RUNNING && card.firmware().isEmpty();
        if (booting[number]) {
            tryReplay(oracles.of(card));
        }
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.CARD_BOOTED || notice == Notice.NVRAM_BLANK) {
            booting[card.config().card()] = false;
        }
    }

    private void imageStored(CardOracle oracle, Side by, int slot, long offset, int length) {
        CardNode card = oracle.node();
        if (by != Side.CARD || !booting[card.config().card()]) {
            return;
        }
        // A card that was away when others elected an owner can't know; what it replays is overwritten before it
        // counts.
        boolean gaveAway = Oracles.owns(oracle.role(slot))
                && oracle.record(slot).filter(record -> record.certified()).isPresent()
                && oracle.epoch(slot) < oracles.highestClaimed(oracle.personality(slot));
        boolean superseded = oracle.role(slot) == Role.SUPERSEDED || gaveAway;
        if (superseded) {
            violations.broken(
                    Invariant.BOOT_GATED,
                    card.name(),
                    "replays the superseded log of personality " + oracle.personality(slot));
        }
    }

    private void tryReplay(CardOracle card) {
        if (card.epoch(0) == 0) {
            return;
        }
        CopiedNvram whole = new CopiedNvram(card.node().hardware().memory().size());
        for (int slot = 0; slot < card.slots(); slot++) {
            whole.copyOf(card.node().hardware().memory());
            if (!replay(whole, card, slot)) {
                continue;
            }
            long stores = whole.stores();
            for (int trial = 0; trial < TRIALS && stores > 0; trial++) {
                CopiedNvram cut = new CopiedNvram(whole.bytes().length);
                cut.copyOf(card.node().hardware().memory());
                cut.cutAfter(random.between(0, stores - 1));
                cutReplay(cut, card, slot);
                if (!Arrays.equals(cut.bytes(), whole.bytes())) {
                    violations.broken(
                            Invariant.REPLAY_IDEMPOTENT,
                            card.node().name(),
                            "a replay of slot " + slot + " that is cut and begun again comes to another image");
                }
            }
        }
    }

    private static void cutReplay(CopiedNvram nvram, CardOracle card, int slot) {
        try {
            replay(nvram, card, slot);
        } catch (CopiedNvram.Cut cut) {
            nvram.cutAfter(Long.MAX_VALUE);
            replay(nvram, card, slot);
        }
    }

    /** What the card's own firmware is about to do, on a copy of its memory. */
    private static boolean replay(CopiedNvram nvram, CardOracle card, int slot) {
        CardNode node = card.node();
        FirmwareConfig config = node.config();
        Hal hal = new TrialHal(nvram);
        FirmwareParts parts = node.parts();
        Superblock superblock = parts.superblock(hal, config);
        if (!superblock.load()) {
            return false;
        }
        Personality personality = new Personality(
                hal, config.layout(), config.card(), slot, config.slots().get(slot), superblock);
        return personality.log().open() && parts.recovery(hal).replay(personality) > 0;
    }
}
