package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.harness.world.CardParts;
import dev.holdover.model.bus.Completer;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.layout.NvramLayout;

/** Hardware that is wrong in one place each. */
final class PlantedHardwareBugs {
    private static final FirmwareParts FIRMWARE = new FirmwareParts() {};

    private PlantedHardwareBugs() {}

    /** A window has no limit: what the host stores behind its end goes to whatever lies there. */
    static CardParts windowWithoutLimit() {
        return new CardParts(() -> FIRMWARE, Limitless::new);
    }

    private record Limitless(FailoverCard card) implements Completer {
        @Override
        public void write(int bar, long offset, byte[] from, int at, int length) {
            NvramLayout layout = card.layout();
            int window = (int) (offset / layout.windowStride());
            long within = offset % layout.windowStride();
            boolean behind = bar == Bar.NVRAM && window < layout.slots() && within + length > layout.windowBytes();
            if (behind && card.bridge().windowOpen(window)) {
                card.memory().putFromHost(layout.slot(window) + within, from, at, length);
            } else {
                card.bridge().write(bar, offset, from, at, length);
            }
        }

        @Override
        public Completion read(int bar, long offset, byte[] into, int at, int length) {
            return card.bridge().read(bar, offset, into, at, length);
        }
    }
}
