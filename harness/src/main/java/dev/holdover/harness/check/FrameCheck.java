package dev.holdover.harness.check;

import dev.holdover.firmware.Firmware;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;

/** Invariant 25: a frame that the wire damaged or repeated changes nothing. */
final class FrameCheck implements Witness {
    private final Violations violations;
    private long stateBefore;
    private long storesBefore;

    FrameCheck(Violations violations) {
        this.violations = violations;
    }

    @Override
    public void beforeBadFrame(CardNode card) {
        stateBefore = state(card);
        storesBefore = card.hardware().memory().cardStores();
    }

    @Override
    public void afterBadFrame(CardNode card) {
        if (state(card) != stateBefore || card.hardware().memory().cardStores() != storesBefore) {
            violations.broken(
                    Invariant.BAD_FRAME_IGNORED, card.name(), "a damaged or repeated frame changed its state");
        }
    }

    private static long state(CardNode card) {
        return card.firmware().map(Firmware::stateHash).orElse(0L);
    }
}
