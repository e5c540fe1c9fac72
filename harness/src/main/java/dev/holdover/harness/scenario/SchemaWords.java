package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what a violation of the schema is, and what would be right. */
final class SchemaWords {
    private static final Map<String, Unit> QUANTITIES = Map.of(
            "duration", Unit.DURATION,
            "duration-range", Unit.DURATION,
            "size", Unit.SIZE,
            "size-range", Unit.SIZE,
            "bandwidth", Unit.BANDWIDTH,
            "energy", Unit.ENERGY,
            "power", Unit.POWER,
            "ratio-range", Unit.RATIO,
            "rate-range", Unit.RATE);

    private static final String NAME_RULE = "letters, digits, '-' and '_', beginning with a letter";

    private final Tree tree;

    SchemaWords(Tree tree) {
        this.tree = tree;
    }

    /**
     * Words one violation.
     *
     * @param types for a wrong type: the types that would have been right
     */
    String of(Error error, List<String> types) {
        String pointer = SchemaCheck.pointer(error);
        JsonNode value = tree.root().at(pointer);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(error);
            case "required" -> isChoice(error) ? choice(error, value) : missingKey(error, pointer);
            case "oneOf" -> choice(error, value);
            case "enum" -> unknownWord(error, value);
            case "type" -> wrongType(error, pointer, value, types);
            case "pattern" -> wrongText(error, value);
            case "minimum", "maximum" -> outOfBounds(error, pointer, value);
            case "uniqueItems" ->
                Problems.quote(value.get(repeated(value)).asText()) + " stands twice in " + named(pointer)
                        + "; name it once";
            case "minItems", "maxItems", "minProperties", "maxProperties" -> count(error, pointer);
            case "maxLength" ->
                Problems.quote(value.asText()) + " is too long; at most "
                        + error.getSchemaNode().asText() + " characters";
            default ->
                named(pointer) + " does not fit the schema (" + error.getMessage() + "); see its description there";
        };
    }

    private static String unknownKey(Error error) {
        String key = error.getProperty();
        JsonNode parent = schemaParent(error);
        if (!parent.has("properties")) {
            return Problems.quote(key) + " is not a name; " + NAME_RULE;
        }
        List<String> allowed = new ArrayList<>();
        parent.get("properties").fieldNames().forEachRemaining(allowed::add);
        return "unknown key " + Problems.quote(key) + "; " + DidYouMean.hint(key, allowed);
    }

    private static String missingKey(Error error, String pointer) {
        String key = error.getProperty();
        JsonNode property = schemaParent(error).path("properties").path(key);
        JsonNode example = property.path("examples").path(0);
        String where = pointer.isEmpty() ? "the scenario" : named(pointer);
        return where + " lacks '" + key + "'; write '" + key + ": " + flow(example) + "'";
    }

    private static String choice(Error error, JsonNode value) {
        boolean step = schemaParent(error, "oneOf").path("properties").has("fault");
        String first = step ? "fault" : "see";
        String second = step ? "do" : "never";
        String third = step ? first : "runs";
        String noun = step ? "a step" : "an expectation";
        List<String> keys = Stream.of(first, second, third).distinct().toList();
        List<String> there = keys.stream().filter(value::has).toList();
        if (there.size() > 1) {
            return noun + " has either '" + String.join("' or '", there) + "', not both; make two of it";
        }
        return noun + " needs '" + String.join(": …' or '", keys) + ": …'; write one of them";
    }

    private static String unknownWord(Error error, JsonNode value) {
        List<String> allowed = new ArrayList<>();
        error.getSchemaNode().forEach(word -> allowed.add(word.asText()));
        String pointer = SchemaCheck.pointer(error);
        String key = isIndex(Tree.lastKey(pointer)) ? "" : " for '" + Tree.lastKey(pointer) + "'";
        if (!value.isTextual()) {
            return kind(value) + " where a word is needed" + key + "; " + DidYouMean.hint("", allowed);
        }
        return "unknown word " + Problems.quote(value.asText()) + key + "; " + DidYouMean.hint(value.asText(), allowed);
    }

    private String wrongType(Error error, String pointer, JsonNode value, List<String> types) {
        if (pointer.isEmpty()) {
            return "the file holds " + kind(value) + " where a mapping is needed; " + YamlWords.BEGINNING;
        }
        String definition = definition(error);
        Unit unit = QUANTITIES.get(definition);
        if (unit != null && value.isNumber()) {
            return named(pointer) + " lacks its unit; write it like " + unit.example() + " (" + unit.units() + ")";
        }
        if (definition.equals("moment") || definition.equals("bound")) {
            return value.isNumber()
                    ? named(pointer) + " lacks its unit; write it like 50ms (" + Unit.DURATION.units() + ")"
                    : named(pointer) + " is " + kind(value) + " where a moment is needed; write it like '"
                            + example(error) + "'";
        }
        if (value.isNumber() && types.contains("string") && !value.isContainerNode()) {
            return named(pointer) + " is a number where text is needed; put it in quotes";
        }
        List<String> wanted = types.stream()
                .filter(type -> !type.equals("null"))
                .map(SchemaWords::typeName)
                .distinct()
                .toList();
        String example = example(error);
        String right = example.isEmpty() ? "see the schema" : "write it like '" + example + "'";
        return named(pointer) + " is " + kind(value) + " where " + String.join(" or ", wanted) + " is needed; " + right;
    }

    private static String wrongText(Error error, JsonNode value) {
        String text = value.asText();
        String definition = definition(error);
        Unit unit = QUANTITIES.get(definition);
        Optional<String> precise = Optional.empty();
        if (unit != null) {
            boolean range = definition.endsWith("-range");
            if (!range && text.contains("..")) {
                return Problems.quote(text) + " is a range, but this is not drawn; write one value, like "
                        + unit.example();
            }
            precise = complaint(() -> Quantity.range(unit, text));
        } else if (definition.equals("moment")) {
            precise = complaint(() -> Moments.moment(text));
        } else if (definition.equals("bound")) {
            precise = complaint(() -> Moments.bound(text));
        } else if (definition.equals("name") || definition.equals("component")) {
            return Problems.quote(text) + " is not a name; " + NAME_RULE;
        } else if (SchemaCheck.pointer(error).equals("/scenario")) {
            return "the title is not one line of text; put the rest under 'about'";
        }
        return precise.orElseGet(
                () -> Problems.quote(text) + " is not understood; write it like '" + example(error) + "'");
    }

    private static Optional<String> complaint(Runnable reader) {
        try {
            reader.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static String outOfBounds(Error error, String pointer, JsonNode value) {
        JsonNode schema = schemaParent(error);
        String name = isIndex(Tree.lastKey(pointer)) ? value.asText() : named(pointer) + " " + value.asText();
        return name + " is out of bounds; from " + schema.path("minimum").asText() + " to "
                + schema.path("maximum").asText();
    }

    private static String count(Error error, String pointer) {
        JsonNode schema = schemaParent(error);
        boolean list = error.getKeyword().endsWith("Items");
        JsonNode least = schema.path(list ? "minItems" : "minProperties");
        JsonNode most = schema.path(list ? "maxItems" : "maxProperties");
        boolean tooFew = error.getKeyword().startsWith("min");
        String right = least.equals(most)
                ? "exactly " + least.asText()
                : tooFew ? "at least " + least.asText() : "at most " + most.asText();
        return named(pointer) + " has too " + (tooFew ? "few" : "many") + " entries; " + right;
    }

    /** A value as a message calls it: its key, or for an item its list's key and number. */
    private static String named(String pointer) {
        String last = Tree.lastKey(pointer);
        if (!isIndex(last)) {
            return Problems.quote(last);
        }
        String list = Tree.lastKey(Tree.parent(pointer));
        return switch (list) {
            case "when" -> "the step";
            case "expect" -> "the expectation";
            default -> "an item of " + Problems.quote(list);
        };
    }

    private static boolean isIndex(String key) {
        return !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a mapping";
            case NULL, MISSING -> "empty";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            default -> "text";
        };
    }

    private static String typeName(String type) {
        return switch (type) {
            case "array" -> "a list";
            case "object" -> "a mapping";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private static boolean isChoice(Error error) {
        return error.getSchemaLocation().getFragment().toString().contains("/oneOf/");
    }

    /** The name of the definition whose own keyword was violated, like "duration"; else empty. */
    private static String definition(Error error) {
        String[] parts = error.getSchemaLocation().getFragment().toString().split("/", -1);
        return parts.length == 4 && parts[1].equals("$defs") ? parts[2] : "";
    }

    /** The index of the first item of a list that stands in it before. */
    static int repeated(JsonNode list) {
        Set<JsonNode> before = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!before.add(list.get(i))) {
                return i;
            }
        }
        return 0;
    }

    /** A value as one writes it in YAML on one line. */
    private static String flow(JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> parts.add(flow(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (value.isObject()) {
            value.properties().forEach(entry -> parts.add(entry.getKey() + ": " + flow(entry.getValue())));
            return "{ " + String.join(", ", parts) + " }";
        }
        return value.asText();
    }

    private static String example(Error error) {
        // A choice has its example beside it, not in each branch.
        String fragment = error.getSchemaLocation().getFragment().toString();
        int choice = fragment.indexOf("/anyOf/");
        JsonNode schema = choice < 0 ? schemaParent(error) : SchemaFile.json().at(fragment.substring(0, choice));
        JsonNode example = schema.path("examples").path(0);
        return example.isMissingNode() ? "" : flow(example);
    }

    private static JsonNode schemaParent(Error error) {
        return schemaParent(error, error.getKeyword());
    }

    /** The schema that holds the violated keyword. */
    private static JsonNode schemaParent(Error error, String keyword) {
        String fragment = error.getSchemaLocation().getFragment().toString();
        int at = fragment.lastIndexOf("/" + keyword);
        return SchemaFile.json().at(fragment.substring(0, Math.max(0, at)));
    }
}
