package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes {@code path=value} into a tree, as if it had stood in the file. */
final class Overrides {
    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

    private final Tree tree;
    private final Problems problems;

    Overrides(Tree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    void apply(String pathAndValue) {
        Place place = Place.override(pathAndValue);
        int equals = pathAndValue.indexOf('=');
        if (equals < 0) {
            throw problems.stop(place, "no '=' in it; write path=value, like cards.a.nvram=1MiB");
        }
        List<String> path = segments(pathAndValue.substring(0, equals).trim(), place);
        String text = pathAndValue.substring(equals + 1);
        JsonNode value = text.isBlank()
                ? JsonNodeFactory.instance.nullNode()
                : YamlReader.read(text, problems, mark -> place).root();
        JsonNode parent = tree.root();
        String pointer = "";
        for (int i = 0; i < path.size() - 1; i++) {
            parent = enter(parent, pointer, path.get(i), path.get(i + 1), place);
            pointer = Tree.child(pointer, path.get(i));
        }
        parent = spellOut(parent, pointer, path.get(path.size() - 1));
        set(parent, pointer, path.get(path.size() - 1), value, place);
    }

    /** {@code when[0].at} and {@code when.0.at} are the same. */
    private List<String> segments(String path, Place place) {
        List<String> segments = new ArrayList<>();
        for (String part : path.replace("[", ".").replace("]", "").split("\\.", -1)) {
            if (part.isEmpty()) {
                throw problems.stop(place, "the path has an empty part; write path=value, like when[0].at=50ms");
            }
            segments.add(part);
        }
        return segments;
    }

    /** One step down; what is missing is made, of the kind that the segment after needs. */
    private JsonNode enter(JsonNode from, String pointer, String segment, String after, Place place) {
        JsonNode parent = spellOut(from, pointer, segment);
        JsonNode child =
                parent.isArray() ? parent.path(index((ArrayNode) parent, segment, place)) : parent.path(segment);
        if (child.isMissingNode() || child.isNull()) {
            boolean list = INDEX.matcher(after).matches();
            child = list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
            set(parent, pointer, segment, child, place);
        }
        return child;
    }

    private void set(JsonNode parent, String pointer, String segment, JsonNode value, Place place) {
        String child = Tree.child(pointer, segment);
        if (parent instanceof ArrayNode array) {
            int index = index(array, segment, place);
            if (index == array.size()) {
                array.add(value);
            } else {
                array.set(index, value);
            }
        } else if (parent instanceof ObjectNode object) {
            object.set(segment, value);
        } else {
            String what = pointer.isEmpty() ? "the file" : Problems.quote(Tree.lastKey(pointer));
            throw problems.stop(
                    place,
                    what + " is no mapping or list and has no " + Problems.quote(segment) + "; end the path there");
        }
        tree.forget(child);
        tree.put(child, place);
        tree.putKey(child, place);
    }

    private int index(ArrayNode array, String segment, Place place) {
        if (INDEX.matcher(segment).matches() && Integer.parseInt(segment) <= array.size()) {
            return Integer.parseInt(segment);
        }
        throw problems.stop(
                place,
                "no item " + Problems.quote(segment) + " in the list; items are numbered from 0, and " + array.size()
                        + " adds one");
    }

    /** Below a short form ({@code hosts: [alpha]}, {@code workload: idle}) a path means the long form. */
    private JsonNode spellOut(JsonNode node, String pointer, String segment) {
        boolean hosts = pointer.equals("/hosts")
                && node.isArray()
                && !INDEX.matcher(segment).matches();
        boolean workload = Tree.lastKey(pointer).equals("workload") && node.isTextual();
        if (!hosts && !workload) {
            return node;
        }
        ObjectNode spelled = JsonNodeFactory.instance.objectNode();
        if (workload) {
            move(pointer, Tree.child(pointer, "pattern"));
            spelled.set("pattern", node);
        } else {
            for (int i = 0; i < node.size(); i++) {
                String name = node.get(i).asText();
                move(Tree.child(pointer, i), Tree.child(pointer, name));
                spelled.putNull(name);
            }
        }
        JsonNode parent = tree.root().at(Tree.parent(pointer));
        ((ObjectNode) parent).set(Tree.lastKey(pointer), spelled);
        return spelled;
    }

    private void move(String from, String to) {
        Place place = tree.value(from);
        tree.put(to, place);
        tree.putKey(to, place);
    }
}
