package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import java.util.Map;

final class NvramPoison extends MemoryFault {
    /** Two check bits: every read of the word fails, and the syndrome says why. */
    private static final int POISON_CHECK = 0x03;

    NvramPoison() {
        super(new Page(
                "nvram-poison",
                Target.CARD,
                "has poison in its NVRAM",
                "",
                "Words of the NVRAM, count of them (1), are marked as bad: a host's read gets a poisoned completion, "
                        + "the processor's read a machine check. They lie in place, as nvram-bit-flip has it, or at "
                        + "address.",
                "By the firmware: superblock and records are written anew, image blocks fetched from the peer. By a "
                        + "store of the whole word.",
                "poison, error forwarding; AER Poisoned TLP; ACPI EINJ uncorrectable memory error"));
    }

    @Override
    void spoil(CardNode card, Map<String, Long> parameters) {
        card.hardware().flipBits(MemoryPlace.draw(card, parameters), 0, POISON_CHECK);
    }
}
