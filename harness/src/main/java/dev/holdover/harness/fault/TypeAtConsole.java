package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

/** An operator types a line at a card's console. */
final class TypeAtConsole implements Deed {
    private static final String TYPE = "type";
    private static final String DEFAULT = "status";

    @Override
    public String word() {
        return "console";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "operator types at its console";
    }

    @Override
    public List<String> texts() {
        return List.of(TYPE);
    }

    /** Whoever begins to force must be taken to mean it. */
    @Override
    public List<CardNode> forces(Cluster cluster, String name, Map<String, String> texts) {
        return text(texts).strip().startsWith("force") ? List.of(cluster.card(name)) : List.of();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        strike(cluster, name, parameters, Map.of());
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters, Map<String, String> texts) {
        cluster.card(name).terminal().type(text(texts));
    }

    private static String text(Map<String, String> texts) {
        return texts.getOrDefault(TYPE, DEFAULT);
    }
}
