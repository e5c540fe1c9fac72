package dev.holdover.harness.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.holdover.harness.scenario.Vocabulary.Word;
import java.util.List;
import java.util.Objects;

/** Writes what scenario files say, so that it is read back as it was. */
public final class ScenarioWriter {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private final Vocabulary vocabulary;

    /** @param vocabulary of the steps */
    public ScenarioWriter(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** {@code file} with another story: these steps, this duration, no expectations, and nothing for campaigns. */
    public ObjectNode withStory(JsonNode file, long durationNs, List<StepSpec> steps) {
        ObjectNode changed = file.deepCopy();
        changed.put("duration", Quantity.exact(Unit.DURATION, durationNs));
        changed.remove(List.of("when", "expect", "campaign"));
        changed.set("when", when(steps));
        return changed;
    }

    private ArrayNode when(List<StepSpec> steps) {
        ArrayNode when = JsonNodeFactory.instance.arrayNode();
        steps.forEach(step -> when.add(node(step)));
        return when;
    }

    /** A step as it stands in a file. */
    ObjectNode node(StepSpec step) {
        Word word = Objects.requireNonNull(
                (step.isFault() ? vocabulary.faults() : vocabulary.actions()).get(step.word()), step.word());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("at", moment(step.when()));
        node.put(step.isFault() ? "fault" : "do", step.word());
        if (!step.on().isEmpty()) {
            node.put("on", step.on());
        }
        step.forNs().ifPresent(forNs -> node.put("for", Quantity.exact(Unit.DURATION, forNs)));
        step.parameters().forEach((key, range) -> {
            List<String> choices = word.choices().get(key);
            Unit unit = word.parameters().get(key);
            if (choices != null) {
                node.put(key, choices.get((int) range.lo()));
            } else if (unit == Unit.COUNT && range.lo() == range.hi()) {
                node.put(key, range.lo());
            } else {
                node.put(key, Quantity.exact(Objects.requireNonNull(unit, key), range));
            }
        });
        step.texts().forEach(node::put);
        return node;
    }

    private static String moment(When when) {
        if (when instanceof When.After after) {
            return Quantity.exact(Unit.DURATION, after.ns()) + " after " + after.event()
                    + after.on().map(name -> " on " + name).orElse("");
        }
        if (when instanceof When.AtStore store) {
            return "store " + Quantity.exact(Unit.COUNT, store.count()) + " of " + store.component() + " from "
                    + Quantity.exact(Unit.DURATION, store.fromNs());
        }
        return Quantity.exact(Unit.DURATION, ((When.At) when).ns());
    }

    /** As YAML. */
    public static String yaml(JsonNode node) {
        try {
            return YAML.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
