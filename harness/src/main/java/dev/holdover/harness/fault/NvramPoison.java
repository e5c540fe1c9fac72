package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class NvramPoison extends Fault {
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
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("count", Unit.COUNT);
        parameters.put("address", Unit.SIZE);
        return parameters;
    }

    @Override
    public Map<String, List<String>> choices() {
        return Map.of("place", MemoryPlace.WORDS);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        if (!card.hardware().powered()) {
            return;
        }
        for (long i = 0; i < parameters.getOrDefault("count", 1L); i++) {
            card.hardware().flipBits(MemoryPlace.draw(card, parameters), 0, POISON_CHECK);
        }
    }
}
