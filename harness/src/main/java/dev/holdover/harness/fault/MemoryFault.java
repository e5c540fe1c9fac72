package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something that happens to some words of a powered card's NVRAM. */
abstract class MemoryFault extends Fault {
    MemoryFault(Page page) {
        super(page);
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("count", Unit.COUNT);
        parameters.put("address", Unit.SIZE);
        return parameters;
    }

    @Override
    public final Map<String, List<String>> choices() {
        return Map.of("place", MemoryPlace.WORDS);
    }

    @Override
    public final Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        // What can't be read is a machine check: the firmware begins anew.
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public final void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        if (!card.hardware().powered()) {
            return;
        }
        for (long i = 0; i < parameters.getOrDefault("count", 1L); i++) {
            spoil(card, parameters);
        }
    }

    /** Happens to one word. */
    abstract void spoil(CardNode card, Map<String, Long> parameters);
}
