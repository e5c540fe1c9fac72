package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.scenario.CampaignSpec.Variation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.world.RandomStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws worlds that differ from the one of a scenario file: in size, in what hosts do, in how good networks are. */
final class Variants {
    private static final long HALF = 500_000;
    private static final long MOSTLY = 900_000;
    private static final List<String> MORE_HOSTS = List.of("gamma", "delta", "epsilon");
    private static final List<String> EVERY = List.of("60us..240us", "500us..2ms", "2ms..8ms", "5ms..20ms");
    private static final List<String> SIZES = List.of("512B", "512B..4KiB", "4KiB");
    private static final List<String> PATTERNS = List.of("log-append", "random-writes", "bursts");
    private static final List<String> LATENCIES = List.of("5us..20us", "20us", "50us..400us", "1ms..3ms");
    private static final List<String> SHARES = List.of("0.01%", "0.1%", "1%", "5%");
    private static final List<String> TROUBLES = List.of("loss", "duplicate", "reorder", "corrupt");

    private final Path file;
    private final Vocabulary vocabulary;

    /**
     * A world.
     *
     * @param tree what its file would say
     */
    record Variant(JsonNode tree, Scenario scenario) {}

    Variants(Path file, Vocabulary vocabulary) {
        this.file = file;
        this.vocabulary = vocabulary;
    }

    /** A world near that of {@code base}; it itself, if what was drawn does not fit it. */
    Variant draw(Variant base, RandomStream random) {
        JsonNode tree = base.tree();
        Scenario scenario = base.scenario();
        for (Variation variation : scenario.campaign().vary()) {
            // Most files write so often that a run takes long; slower hosts find most bugs, too.
            if (!random.chance(variation == Variation.WORKLOAD ? MOSTLY : HALF)) {
                continue;
            }
            ObjectNode changed = tree.deepCopy();
            change(changed, variation, scenario, random);
            try {
                scenario = ScenarioFile.of(file, changed, vocabulary);
                tree = changed;
            } catch (ScenarioException e) {
                // This file does not bear it; the other variations may still do.
            }
        }
        return new Variant(tree, scenario);
    }

    private static void change(ObjectNode tree, Variation variation, Scenario scenario, RandomStream random) {
        switch (variation) {
            case HOSTS -> hosts(tree, random);
            case ACK -> acks(tree, scenario, random);
            case WORKLOAD -> workloads(tree, random);
            case NETWORK -> networks(tree, scenario, random);
        }
    }

    /** Only where the file names its hosts and nothing that hangs on them. */
    private static void hosts(ObjectNode tree, RandomStream random) {
        if (tree.has("cards") || tree.has("wires") || tree.has("lans") || tree.has("feeds")) {
            return;
        }
        long more = random.between(1, MORE_HOSTS.size());
        for (int i = 0; i < more; i++) {
            String name = MORE_HOSTS.get(i);
            if (tree.get("hosts") instanceof ArrayNode list) {
                list.add(name);
            } else if (tree.get("hosts") instanceof ObjectNode map && !map.has(name)) {
                map.putNull(name);
            }
        }
    }

    private static void acks(ObjectNode tree, Scenario scenario, RandomStream random) {
        List<String> modes = new ArrayList<>(List.of("LOCAL", "PEER"));
        if (scenario.hosts().size() > 2) {
            modes.add("QUORUM-2");
        }
        String mode = pick(modes, random);
        ObjectNode cards = tree.withObjectProperty("cards");
        if (cards.isEmpty()) {
            for (int i = 0; i < scenario.hosts().size(); i++) {
                cards.putObject("card" + i).put("in", scenario.hosts().get(i).name());
            }
        }
        for (JsonNode card : cards) {
            ((ObjectNode) card).put("ack", mode);
        }
    }

    private static void workloads(ObjectNode tree, RandomStream random) {
        if (tree.get("hosts") instanceof ArrayNode list) {
            ObjectNode map = tree.objectNode();
            list.forEach(name -> map.putNull(name.asText()));
            tree.set("hosts", map);
        }
        boolean all = random.chance(HALF);
        boolean first = true;
        for (Map.Entry<String, JsonNode> host : tree.get("hosts").properties()) {
            if (first || all) {
                ObjectNode spelled = host.getValue() instanceof ObjectNode given ? given : tree.objectNode();
                ObjectNode workload = tree.objectNode();
                workload.put("pattern", pick(PATTERNS, random));
                workload.put("every", pick(EVERY, random));
                workload.put("size", pick(SIZES, random));
                spelled.set("workload", workload);
                host.setValue(spelled);
            }
            first = false;
        }
    }

    private static void networks(ObjectNode tree, Scenario scenario, RandomStream random) {
        if (!tree.has("wires") && !tree.has("lans")) {
            if (scenario.hosts().size() == 2 && scenario.cards().size() == 2) {
                ArrayNode ends = tree.putObject("wires").putObject("lan-a").putArray("between");
                scenario.hosts().forEach(host -> ends.add(host.name()));
            } else {
                for (String lan : List.of("lan-a", "lan-b")) {
                    ArrayNode joins =
                            tree.withObjectProperty("lans").putObject(lan).putArray("joins");
                    scenario.hosts().forEach(host -> joins.add(host.name()));
                }
            }
        }
        for (String kind : List.of("wires", "lans")) {
            for (JsonNode network : tree.path(kind)) {
                ((ObjectNode) network).put("latency", pick(LATENCIES, random));
                for (String trouble : TROUBLES) {
                    if (random.chance(HALF)) {
                        ((ObjectNode) network).put(trouble, pick(SHARES, random));
                    }
                }
            }
        }
    }

    private static String pick(List<String> from, RandomStream random) {
        return from.get((int) random.between(0, from.size() - 1));
    }
}
