package dev.holdover.harness.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.run.Spectator;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs have reached: each fault in each state of a card's own personality, each fault while another was still
 * there, and how often each thing happened that can happen.
 */
public final class Coverage implements Spectator {
    /** The state of a card whose processor does not run. */
    public static final String NOT_RUNNING = "not-running";

    private static final String STATES = "states";
    private static final String INSIDE = "inside";
    private static final String PROBES = "probes";

    private final Map<String, Map<String, Long>> states = new TreeMap<>();
    private final Map<String, Map<String, Long>> inside = new TreeMap<>();
    private final long[] probes = new long[Happening.values().length];

    @Override
    public void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal) {
        journal.listen(new Watch(cluster));
    }

    /** State of a card, then fault, then how often it struck there. */
    public Map<String, Map<String, Long>> states() {
        return states;
    }

    /** A fault that was there, then the one that struck, then how often. */
    public Map<String, Map<String, Long>> inside() {
        return inside;
    }

    /** How often something happened; runs are compared by it to what can happen at all. */
    public long probe(Happening happening) {
        return probes[happening.ordinal()];
    }

    /** All states that there are. */
    public static List<String> allStates() {
        List<String> all = new ArrayList<>();
        for (Role role : Role.values()) {
            all.add(word(role));
        }
        all.add(NOT_RUNNING);
        return all;
    }

    void add(Coverage other) {
        add(states, other.states);
        add(inside, other.inside);
        for (int i = 0; i < probes.length; i++) {
            probes[i] += other.probes[i];
        }
    }

    private static void add(Map<String, Map<String, Long>> to, Map<String, Map<String, Long>> from) {
        from.forEach((row, columns) -> columns.forEach((column, count) -> count(to, row, column, count)));
    }

    private static void count(Map<String, Map<String, Long>> in, String row, String column, long by) {
        in.computeIfAbsent(row, key -> new TreeMap<>()).merge(column, by, Long::sum);
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void write(ObjectNode json) {
        write(json.putObject(STATES), states);
        write(json.putObject(INSIDE), inside);
        ObjectNode counts = json.putObject(PROBES);
        for (Happening happening : Happening.values()) {
            if (probes[happening.ordinal()] > 0) {
                counts.put(happening.word(), probes[happening.ordinal()]);
            }
        }
    }

    private static void write(ObjectNode json, Map<String, Map<String, Long>> matrix) {
        matrix.forEach((row, columns) -> columns.forEach(json.putObject(row)::put));
    }

    static Coverage read(JsonNode json) {
        Coverage coverage = new Coverage();
        read(json.path(STATES), coverage.states);
        read(json.path(INSIDE), coverage.inside);
        for (Happening happening : Happening.values()) {
            coverage.probes[happening.ordinal()] =
                    json.path(PROBES).path(happening.word()).asLong();
        }
        return coverage;
    }

    private static void read(JsonNode json, Map<String, Map<String, Long>> into) {
        json.properties()
                .forEach(row -> row.getValue()
                        .properties()
                        .forEach(column -> count(
                                into,
                                row.getKey(),
                                column.getKey(),
                                column.getValue().asLong())));
    }

    private final class Watch implements Journal.Listener {
        private final Cluster cluster;
        private final List<String> active = new ArrayList<>();

        Watch(Cluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void happened(Happening happening, String who, long a, long b, long timeNs) {
            probes[happening.ordinal()]++;
        }

        @Override
        public void done(Journal.Kind kind, String word, String on, long timeNs) {
            if (kind == Journal.Kind.HEAL) {
                active.remove(word);
                return;
            }
            for (CardNode card : cluster.cards()) {
                if (concerns(card, on)) {
                    count(states, state(card), word, 1);
                }
            }
            active.stream().distinct().forEach(there -> count(inside, there, word, 1));
            if (kind == Journal.Kind.FAULT) {
                active.add(word);
            }
        }

        /** What is about no card or host in particular is about all. */
        private boolean concerns(CardNode card, String on) {
            String host = card.host().map(each -> each.name()).orElse("");
            boolean another = cluster.cards().stream().anyMatch(each -> named(on, each.name()))
                    || cluster.hosts().stream().anyMatch(each -> named(on, each.name()));
            return !another || named(on, card.name()) || named(on, host);
        }

        private static boolean named(String on, String name) {
            return on.equals(name) || on.endsWith("/" + name) || on.contains("/" + name + "/");
        }

        private static String state(CardNode card) {
            if (card.hardware().state() != ProcessorState.RUNNING) {
                return NOT_RUNNING;
            }
            long state = card.hardware().bridge().peek(Register.SLOT_STATE, 0);
            return word(Role.of(Field.SLOT_ROLE.get(state)));
        }
    }
}
