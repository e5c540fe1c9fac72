package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.flash.FirmwareImage;
import dev.holdover.model.flash.FlashMap;
import dev.holdover.model.flash.NorFlash;
import java.util.Map;

final class FlashCorrupt extends Fault {
    private static final String SLOT = "slot";
    private static final String BITS = "bits";

    FlashCorrupt() {
        super(new Page(
                "flash-corrupt",
                Target.CARD,
                "has bits that rot in its boot flash",
                "",
                "So many bits (1) of the image in a slot of the boot flash flip; in slot 0 or 1 as slot says, 0 if "
                        + "nothing is said. Firmware that runs already goes on. At the next reset the boot ROM finds "
                        + "the image bad and boots the other slot; if both are bad, the processor stays halted.",
                "By an update, which writes the slot anew; never by itself.",
                "bit rot, NOR read disturb and retention loss; corrupt boot image, brick"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(SLOT, Unit.COUNT, BITS, Unit.COUNT);
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of(
                SLOT, new Range(0, FlashMap.SLOTS - 1), BITS, new Range(1, (long) FlashMap.SLOT_BYTES * Byte.SIZE));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        NorFlash chip = card.hardware().flash().chip();
        int at = FlashMap.slot((int) (long) parameters.getOrDefault(SLOT, 0L));
        int length = imageLength(chip, at);
        boolean[] flipped = new boolean[length * Byte.SIZE];
        long wanted = Math.min(flipped.length, parameters.getOrDefault(BITS, 1L));
        while (wanted > 0) {
            int bit = (int) card.flips().between(0, flipped.length - 1);
            if (!flipped[bit]) {
                flipped[bit] = true;
                chip.rot(at + bit / Byte.SIZE, 1 << bit % Byte.SIZE);
                wanted--;
            }
        }
    }

    /** What lies there may be no image at all: then anything of the slot rots. */
    private static int imageLength(NorFlash chip, int at) {
        int length = FirmwareImage.length(chip.copy(at, FlashMap.SLOT_BYTES), 0);
        return length > 0 && length <= FlashMap.SLOT_BYTES ? length : FlashMap.SLOT_BYTES;
    }
}
