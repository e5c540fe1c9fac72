package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns YAML into a {@link Tree}.
 *
 * <p>It builds the tree from SnakeYAML's events rather than from its node graph, because there each limit (depth,
 * aliases, number of values) meets the place that breaks it. Scalars are typed as in YAML 1.2's JSON schema: {@code on}
 * and {@code no} are words, and only plain digits are numbers.
 */
final class YamlReader {
    static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 20_000;
    private static final int MOST_ALIASES = 16;

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}");

    private final ParserImpl events;
    private final Problems problems;
    private final Function<Mark, Place> placing;
    private final Tree tree = new Tree(JsonNodeFactory.instance.nullNode());
    /** Pointer of each anchored value; empty while the value is still being read. */
    private final Map<String, String> anchors = new LinkedHashMap<>();

    private final Map<String, JsonNode> anchored = new LinkedHashMap<>();
    private int aliases;

    private YamlReader(String text, Problems problems, Function<Mark, Place> placing) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        this.events = new ParserImpl(new StreamReader(text), options);
        this.problems = problems;
        this.placing = placing;
    }

    /**
     * Reads one document.
     *
     * @param placing where a mark of the parser is: in the file, or in an override
     */
    static Tree read(String text, Problems problems, Function<Mark, Place> placing) {
        YamlReader reader = new YamlReader(text, problems, placing);
        try {
            return reader.document();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            throw problems.stop(mark == null ? Place.START : placing.apply(mark), YamlWords.of(e));
        } catch (YAMLException e) {
            throw problems.stop(Place.START, YamlWords.of(e));
        }
    }

    static Place inFile(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, "");
    }

    private Tree document() {
        events.getEvent(); // the start of the stream
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return tree; // nothing but blanks and comments: null
        }
        events.getEvent(); // the start of the document
        tree.root(value("", 1));
        events.getEvent(); // the end of the document
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            Event second = events.getEvent();
            throw stop(second, "a second document begins here; a scenario file holds one, so remove the '---'");
        }
        return tree;
    }

    private JsonNode value(String pointer, int depth) {
        Event event = events.getEvent();
        tree.put(pointer, placing.apply(event.getStartMark()));
        if (tree.size() > MOST_VALUES) {
            throw stop(event, "more than " + MOST_VALUES + " values; a scenario is smaller, split the story");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias, pointer);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, "");
            anchored.remove(anchor);
        }
        JsonNode node = event instanceof ScalarEvent scalar
                ? scalar(scalar)
                : collection((CollectionStartEvent) event, pointer, depth);
        if (anchor != null) {
            anchors.put(anchor, pointer);
            anchored.put(anchor, node);
        }
        return node;
    }

    private JsonNode collection(CollectionStartEvent start, String pointer, int depth) {
        if (depth > DEEPEST) {
            throw stop(start, "nested more than " + DEEPEST + " deep; a scenario is flatter");
        }
        if (!start.getImplicit()) {
            throw tagged(start, start.getTag());
        }
        return start instanceof MappingStartEvent ? mapping(pointer, depth) : sequence(pointer, depth);
    }

    private ArrayNode sequence(String pointer, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            array.add(value(Tree.child(pointer, array.size()), depth + 1));
        }
        events.getEvent();
        return array;
    }

    private ObjectNode mapping(String pointer, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event event = events.getEvent();
            if (!(event instanceof ScalarEvent scalar)) {
                throw stop(event, "a key is a plain word; write 'key: value'");
            }
            scalar(scalar); // refuses a tag
            String key = scalar.getValue();
            String child = Tree.child(pointer, key);
            if (object.has(key)) {
                throw stop(
                        event,
                        "key " + Problems.quote(key) + " is written twice; keep one of them (the first is in line "
                                + tree.key(child).line() + ")");
            }
            if (scalar.getAnchor() != null) {
                throw stop(event, "an anchor cannot stand on a key; put it on the value");
            }
            tree.putKey(child, placing.apply(event.getStartMark()));
            object.set(key, value(child, depth + 1));
        }
        events.getEvent();
        return object;
    }

    private JsonNode aliased(AliasEvent alias, String pointer) {
        String name = alias.getAnchor();
        String from = anchors.get(name);
        JsonNode node = anchored.get(name);
        if (from == null) {
            throw stop(alias, "no anchor '&" + name + "' stands above; " + DidYouMean.hint(name, anchors.keySet()));
        }
        if (node == null) {
            throw stop(alias, "alias '*" + name + "' stands inside its own anchor; write the value out");
        }
        if (node.isContainerNode()) {
            if (++aliases > MOST_ALIASES) {
                throw stop(alias, "more than " + MOST_ALIASES + " aliases for lists or mappings; write them out");
            }
            tree.copyPlaces(from, pointer);
            if (tree.size() > MOST_VALUES) {
                throw stop(alias, "the aliases unfold to more than " + MOST_VALUES + " values; write them out");
            }
        }
        return node.deepCopy();
    }

    private JsonNode scalar(ScalarEvent event) {
        String text = event.getValue();
        if (event.getTag() != null) {
            throw tagged(event, event.getTag());
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (!event.isPlain()) {
            return nodes.textNode(text);
        }
        if (INTEGER.matcher(text).matches()) {
            return nodes.numberNode(Long.parseLong(text));
        }
        if (DECIMAL.matcher(text).matches()) {
            return nodes.numberNode(Double.parseDouble(text));
        }
        return switch (text) {
            case "", "~", "null" -> nodes.nullNode();
            case "true", "false" -> nodes.booleanNode(text.equals("true"));
            default -> nodes.textNode(text);
        };
    }

    private ScenarioException tagged(Event event, String tag) {
        String shown = tag.replace("tag:yaml.org,2002:", "!!");
        return stop(event, "tag " + Problems.quote(shown) + " has no meaning here; remove it");
    }

    private ScenarioException stop(Event event, String text) {
        return problems.stop(placing.apply(event.getStartMark()), text);
    }
}
