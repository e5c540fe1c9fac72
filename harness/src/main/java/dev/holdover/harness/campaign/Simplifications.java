package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.scenario.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans that are simpler than one. Some are no valid scenarios; whoever tries them finds out. */
final class Simplifications {
    private static final String DURATION = "duration";
    private static final String WHEN = "when";
    private static final String HOSTS = "hosts";
    private static final long MARGIN_NS = 1_000_000;
    private static final long[] ROUND_NS = {100_000_000, 10_000_000, 1_000_000, 100_000, 10_000};
    private static final Set<String> NEEDED = Set.of("scenario", HOSTS, WHEN, DURATION);
    private static final List<String> ROOMS =
            List.of("stations", "storage", "volumes", "nics", "disks", "feeds", "wires", "lans", "cards", HOSTS);

    private Simplifications() {}

    /** With an end right after the failure, or a nearer end at all. */
    static List<JsonNode> shorter(JsonNode plan, long failedNs) {
        long durationNs = durationNs(plan);
        List<JsonNode> shorter = new ArrayList<>();
        long endNs = failedNs + MARGIN_NS;
        for (long candidateNs : new long[] {endNs, durationNs / 2, durationNs * 3 / 4}) {
            if (candidateNs > 0 && candidateNs < durationNs * 9 / 10) {
                ObjectNode candidate = plan.deepCopy();
                candidate.put(DURATION, Quantity.exact(Unit.DURATION, candidateNs));
                dropStepsAfter(candidate, candidateNs);
                shorter.add(candidate);
            }
        }
        return shorter;
    }

    private static void dropStepsAfter(ObjectNode plan, long endNs) {
        ArrayNode kept = plan.arrayNode();
        for (JsonNode step : plan.path(WHEN)) {
            String at = step.path("at").asText();
            boolean late =
                    at.indexOf(' ') < 0 && Quantity.range(Unit.DURATION, at).hi() > endNs;
            if (!late) {
                kept.add(step);
            }
        }
        plan.set(WHEN, kept);
    }

    private static long durationNs(JsonNode plan) {
        return Quantity.parse(Unit.DURATION, plan.path(DURATION).asText("1s"));
    }

    /** Without one of its components, and without what is said of it. */
    static List<JsonNode> withoutComponents(JsonNode plan) {
        List<JsonNode> smaller = new ArrayList<>();
        for (String room : ROOMS) {
            if (plan.path(room).isArray()) {
                plan.path(room).forEach(name -> smaller.add(without(plan, name.asText())));
            } else {
                plan.path(room).properties().forEach(entry -> smaller.add(without(plan, entry.getKey())));
            }
        }
        return smaller;
    }

    private static JsonNode without(JsonNode plan, String name) {
        ObjectNode copy = plan.deepCopy();
        strip(copy, name);
        return copy;
    }

    /** Takes out all entries that are called so, and all mappings that name it. */
    private static void strip(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            object.remove(name);
            for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
                if (namesIt(entry.getValue(), name)) {
                    object.remove(entry.getKey());
                } else {
                    strip(entry.getValue(), name);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).asText().equals(name) || namesIt(array.get(i), name)) {
                    array.remove(i);
                } else {
                    strip(array.get(i), name);
                }
            }
        }
    }

    private static boolean namesIt(JsonNode node, String name) {
        if (!node.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String text = entry.getValue().asText();
            boolean between = entry.getKey().equals("between")
                    && (entry.getValue().path(0).asText().equals(name)
                            || entry.getValue().path(1).asText().equals(name));
            if (between
                    || text.equals(name)
                    || text.startsWith(name + ".")
                    || text.startsWith(name + "/")
                    || text.endsWith("/" + name)
                    || text.contains("/" + name + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Without one of the keys that may be left out. */
    static List<JsonNode> withoutWords(JsonNode plan) {
        List<JsonNode> smaller = new ArrayList<>();
        List<String> pointers = new ArrayList<>();
        collect(plan, "", pointers);
        for (String pointer : pointers) {
            ObjectNode copy = plan.deepCopy();
            int slash = pointer.lastIndexOf('/');
            ((ObjectNode) copy.at(pointer.substring(0, slash)))
                    .remove(pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~"));
            smaller.add(copy);
        }
        return smaller;
    }

    private static void collect(JsonNode node, String pointer, List<String> into) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String child = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
                if (!pointer.isEmpty() || !NEEDED.contains(entry.getKey())) {
                    into.add(child);
                }
                collect(entry.getValue(), child, into);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, into);
            }
        }
    }

    /** With one moment or time of a step rounded. */
    static List<JsonNode> rounder(JsonNode plan) {
        List<JsonNode> rounder = new ArrayList<>();
        for (int i = 0; i < plan.path(WHEN).size(); i++) {
            for (String key : List.of("at", "for")) {
                String text = plan.path(WHEN).get(i).path(key).asText();
                if (text.isEmpty() || text.startsWith("store")) {
                    continue;
                }
                int blank = text.indexOf(' ');
                String rest = blank < 0 ? "" : text.substring(blank);
                long ns = Quantity.range(Unit.DURATION, blank < 0 ? text : text.substring(0, blank))
                        .lo();
                for (long unit : ROUND_NS) {
                    long roundNs = ns / unit * unit;
                    if (roundNs == ns) {
                        break;
                    }
                    ObjectNode copy = plan.deepCopy();
                    ((ObjectNode) copy.get(WHEN).get(i))
                            .set(key, TextNode.valueOf(Quantity.exact(Unit.DURATION, roundNs) + rest));
                    rounder.add(copy);
                }
            }
        }
        return rounder;
    }
}
