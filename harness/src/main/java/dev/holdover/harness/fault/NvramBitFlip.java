package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.model.memory.Secded;
import java.util.Map;

final class NvramBitFlip extends MemoryFault {
    private static final int WIDTH = Secded.DATA_BITS + Secded.CHECK_BITS;

    NvramBitFlip() {
        super(new Page(
                "nvram-bit-flip",
                Target.CARD,
                "flips bits in its NVRAM",
                "",
                "Bits of NVRAM words flip: in each of count words (1) as many as bits says (1), of the 72 that a word "
                        + "has with its check bits. One is corrected by the SECDED code, two are poison; three and "
                        + "more may pass for one and be corrected wrongly, and then only a checksum can tell. The "
                        + "words lie in place: the image or the log of the host's own slot, the slot's dirty map, "
                        + "a superblock copy, the replica of a peer's image, the cache of its block volume, what "
                        + "surrounds that or is under way to the disks, or at address.",
                "By the patrol scrubber or the next read, one flip in a word; by the firmware, more than one; by the "
                        + "next store of the whole word, any.",
                "soft error, single-event upset; EDAC CE and UE; JESD245 correctable/uncorrectable ECC error count"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = super.parameters();
        parameters.put("bits", Unit.COUNT);
        return parameters;
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of("bits", new Range(1, WIDTH));
    }

    @Override
    void spoil(CardNode card, Map<String, Long> parameters) {
        long bits = parameters.getOrDefault("bits", 1L);
        long data = 0;
        int check = 0;
        while (Long.bitCount(data) + Integer.bitCount(check) < bits) {
            int bit = (int) card.flips().between(0, WIDTH - 1);
            data |= bit < Secded.DATA_BITS ? 1L << bit : 0;
            check |= bit < Secded.DATA_BITS ? 0 : 1 << bit - Secded.DATA_BITS;
        }
        card.hardware().flipBits(MemoryPlace.draw(card, parameters), data, check);
    }
}
