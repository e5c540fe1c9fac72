package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdover.harness.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema and the code tell the same, and an editor finds what it shows. */
class SchemaTest {
    private final JsonNode schema = SchemaFile.json();

    @Test
    void fitsItsMetaSchema() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        assertEquals(List.of(), meta.validate(schema));
    }

    @Test
    void listsTheWordsOfTheCodeExactly() {
        Vocabulary v = Run.vocabulary();
        assertEquals(List.copyOf(v.faults().keySet()), texts("/$defs/step/properties/fault/enum"));
        assertEquals(List.copyOf(v.actions().keySet()), texts("/$defs/step/properties/do/enum"));
        assertEquals(v.events(), texts("/$defs/event/enum"));
        Set<String> keys = new TreeSet<>(Set.of("at", "fault", "do", "on", "for"));
        Stream.concat(v.faults().values().stream(), v.actions().values().stream())
                .forEach(word -> {
                    keys.addAll(word.parameters().keySet());
                    keys.addAll(word.choices().keySet());
                    keys.addAll(word.texts());
                    word.choices()
                            .forEach((key, words) ->
                                    assertEquals(words, texts("/$defs/step/properties/" + key + "/enum")));
                });
        Set<String> properties = new TreeSet<>();
        schema.at("/$defs/step/properties").fieldNames().forEachRemaining(properties::add);
        assertEquals(keys, properties);
    }

    @Test
    void saysWhatEachWordMeans() {
        for (String list : List.of("/$defs/step/properties/fault", "/$defs/step/properties/do", "/$defs/event")) {
            assertEquals(
                    texts(list + "/enum").size(),
                    texts(list + "/enumDescriptions").size(),
                    list);
        }
    }

    @Test
    void describesEachPropertyForHoverHelp() {
        forEachProperty((name, property) -> {
            assertTrue(property.path("title").isTextual(), name + " has no title");
            assertTrue(
                    property.path("description").asText().endsWith(".")
                            || property.path("description").asText().endsWith("'."),
                    name + " has no description");
            assertTrue(property.has("examples") || property.has("default") || property.has("enum"), name);
        });
        forEachNode(node -> {
            if (node.has("enumDescriptions")) {
                assertEquals(
                        node.get("enum").size(), node.get("enumDescriptions").size());
            }
        });
    }

    @Test
    void closesEveryMapping() {
        forEachNode(node -> {
            if (node.path("properties").isObject() || node.has("patternProperties")) {
                assertFalse(node.path("additionalProperties").asBoolean(true), node.toString());
            }
        });
    }

    @Test
    void tellsTheSameDefaultsAsTheCode() {
        assertDefault("/properties/duration", Unit.DURATION, Defaults.DURATION_NS);
        assertDefault("/$defs/host/properties/boot-time", Unit.DURATION, Defaults.BOOT_TIME_NS);
        assertDefault("/$defs/workload/properties/every", Unit.DURATION, Defaults.EVERY_NS);
        assertDefault("/$defs/workload/properties/size", Unit.SIZE, Defaults.SIZE_BYTES);
        String card = "/$defs/card/properties/";
        assertDefault(card + "nvram", Unit.SIZE, Defaults.NVRAM_BYTES);
        assertDefault(card + "battery", Unit.ENERGY, Defaults.BATTERY_MILLIJOULES);
        assertDefault(card + "load", Unit.POWER, Defaults.LOAD_MILLIWATTS);
        assertDefault(card + "heartbeat", Unit.DURATION, Defaults.HEARTBEAT_NS);
        assertDefault(card + "watchdog", Unit.DURATION, Defaults.WATCHDOG_NS);
        assertDefault(card + "clock", Unit.RATE, Defaults.CLOCK_PPM);
        assertEquals(Defaults.LOG_SLOTS, schema.at(card + "log/default").asInt());
        assertEquals(Defaults.MISSED, schema.at(card + "missed/default").asInt());
        assertEquals(Defaults.ACK.name(), schema.at(card + "ack/default").asText());
        assertEquals(
                Defaults.TAKE_OVER,
                Section.constant(
                        CardSpec.TakeOver.class,
                        schema.at(card + "take-over/default").asText()));
        for (String network : List.of("/$defs/wire/properties/", "/$defs/lan/properties/")) {
            assertDefault(network + "latency", Unit.DURATION, Defaults.LATENCY_NS);
            assertDefault(network + "bandwidth", Unit.BANDWIDTH, Defaults.BITS_PER_SECOND);
            for (String key : List.of("loss", "duplicate", "reorder", "corrupt")) {
                assertDefault(network + key, Unit.RATIO, Defaults.RATIO_PPM);
            }
        }
        assertDefault("/$defs/array/properties/volume", Unit.SIZE, Defaults.VOLUME_BYTES);
        assertDefault("/$defs/array/properties/latency", Unit.DURATION, Defaults.ARRAY_LATENCY_NS);
        assertDefault("/$defs/array/properties/write-every", Unit.DURATION, Defaults.VOLUME_EVERY_NS);
        assertDefault("/$defs/array/properties/give-up", Unit.DURATION, Defaults.GIVE_UP_NS);
        assertDefault("/$defs/station/properties/every", Unit.DURATION, Defaults.ASK_EVERY_NS);
        assertDefault("/$defs/station/properties/arp-age", Unit.DURATION, Defaults.ARP_AGE_NS);
    }

    @Test
    void namesEveryConstantOfTheEnums() {
        for (String word : texts("/$defs/workload/properties/pattern/enum")) {
            Section.constant(WorkloadSpec.Pattern.class, word);
        }
        for (String word : texts("/$defs/card/properties/take-over/enum")) {
            Section.constant(CardSpec.TakeOver.class, word);
        }
        assertEquals(
                texts("/$defs/workload/properties/pattern/enum"),
                texts("/$defs/host/properties/workload/anyOf/0/enum"));
    }

    @Test
    void takesAsQuantitiesWhatTheCodeTakes() {
        Map<String, Unit> units = Map.of(
                "duration", Unit.DURATION,
                "size", Unit.SIZE,
                "bandwidth", Unit.BANDWIDTH,
                "energy", Unit.ENERGY,
                "power", Unit.POWER);
        units.forEach((name, unit) -> {
            Pattern one = pattern(name);
            for (String suffix : unit.allSuffixes()) {
                assertTrue(one.matcher("15" + suffix).find(), suffix);
                assertTrue(one.matcher("1.5" + suffix).find(), suffix);
                assertFalse(one.matcher("1.." + suffix).find(), suffix);
                assertFalse(one.matcher("1 " + suffix).find(), suffix);
            }
            assertFalse(one.matcher("15").find());
            texts("/$defs/" + name + "/examples").forEach(example -> Quantity.parse(unit, example));
        });
        assertTrue(pattern("duration-range").matcher("50..200us").find());
        assertTrue(pattern("size-range").matcher("512B..4KiB").find());
        assertTrue(pattern("ratio-range").matcher("0..2%").find());
        for (String rate : List.of("+200ppm", "-0.02%", "-200..200ppm", "-0.02%..+100ppm")) {
            assertTrue(pattern("rate-range").matcher(rate).find(), rate);
            Quantity.range(Unit.RATE, rate);
        }
        assertFalse(pattern("rate-range").matcher("200").find());
        assertFalse(pattern("rate-range").matcher("--200ppm").find());
        for (String example : texts("/$defs/moment/examples")) {
            assertTrue(pattern("moment").matcher(example).find(), example);
            Moments.moment(example);
        }
        for (String example : texts("/$defs/bound/examples")) {
            assertTrue(pattern("bound").matcher(example).find(), example);
            Moments.bound(example);
        }
    }

    private Pattern pattern(String definition) {
        return Pattern.compile(schema.at("/$defs/" + definition + "/pattern").asText());
    }

    private void assertDefault(String pointer, Unit unit, long value) {
        assertDefault(pointer, unit, new Range(value, value));
    }

    private void assertDefault(String pointer, Unit unit, Range value) {
        assertEquals(value, Quantity.range(unit, schema.at(pointer + "/default").asText()), pointer);
    }

    private List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        schema.at(pointer).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private void forEachProperty(BiConsumer<String, JsonNode> check) {
        forEachNode(node -> node.path("properties").properties().forEach(e -> check.accept(e.getKey(), e.getValue())));
    }

    private void forEachNode(Consumer<JsonNode> check) {
        List<JsonNode> left = new ArrayList<>(List.of(schema));
        while (!left.isEmpty()) {
            JsonNode node = left.remove(left.size() - 1);
            check.accept(node);
            node.forEach(left::add);
        }
    }
}
