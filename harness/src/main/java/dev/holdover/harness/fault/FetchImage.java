package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;

/** The other copy's card asks this one for part or all of its host's image (claim 3). */
final class FetchImage implements Deed {
    @Override
    public String word() {
        return "fetch";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "peer asks for its image";
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put("offset", Unit.SIZE);
        parameters.put("length", Unit.SIZE);
        return parameters;
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        long offset = parameters.getOrDefault("offset", 0L);
        long length = parameters.getOrDefault("length", 0L);
        cluster.otherCopies(card).stream()
                .filter(other -> other.firmware().isPresent())
                .findFirst()
                .ifPresent(asker -> asker.firmware()
                        .orElseThrow()
                        .operator()
                        .fetch(
                                asker.slotOf(card.config().slots().get(0).personality()),
                                card.config().card(),
                                offset,
                                length));
    }
}
