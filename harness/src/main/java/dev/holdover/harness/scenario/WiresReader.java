package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code wires} and {@code feeds}, or puts the default ones in place. */
final class WiresReader {
    private final Section root;
    private final Components components;

    WiresReader(Section root, Components components) {
        this.root = root;
        this.components = components;
    }

    List<WireSpec> wires(List<HostSpec> hosts) {
        List<WireSpec> wires = new ArrayList<>();
        for (Section entry : root.entries("wires")) {
            components.declare(entry.name(), Target.WIRE, entry);
            WireSpec wire = wire(entry.name(), entry, end(entry, 0), end(entry, 1));
            if (wires.stream().filter(other -> sameEnds(wire, other)).count() >= Defaults.PORTS_OF_A_CARD) {
                entry.problem(
                        "between",
                        "two wires join cards '" + wire.endA() + "' and '" + wire.endB()
                                + "' already, and a card has two ports; remove one");
            }
            wires.add(wire);
        }
        if (!root.has("wires") && !root.has("lans") && hosts.size() == 2) {
            components.declareDefault(Defaults.WIRE, Target.WIRE);
            Section nothing = root.absent();
            String endA = firstCard(hosts.get(0));
            String endB = firstCard(hosts.get(1));
            wires.add(wire(Defaults.WIRE, nothing, Optional.of(endA), Optional.of(endB)));
        }
        return wires;
    }

    private static boolean sameEnds(WireSpec one, WireSpec other) {
        return one.endA().equals(other.endA()) && one.endB().equals(other.endB())
                || one.endA().equals(other.endB()) && one.endB().equals(other.endA());
    }

    private String firstCard(HostSpec host) {
        return components.cardsIn(host.name()).stream().findFirst().orElse("");
    }

    private Optional<String> end(Section entry, int index) {
        String name = entry.get("between").path(index).asText();
        try {
            return Optional.of(components.resolve(Target.CARD, name));
        } catch (IllegalArgumentException e) {
            entry.problem("between", index, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private WireSpec wire(String name, Section entry, Optional<String> endA, Optional<String> endB) {
        if (endA.isPresent() && endA.equals(endB)) {
            entry.problem(
                    "between", "both ends of wire '" + name + "' are at card '" + endA.get() + "'; name two cards");
        }
        endA.ifPresent(end -> components.declarePort(name + "/" + end));
        endB.ifPresent(end -> components.declarePort(name + "/" + end));
        return new WireSpec(
                name,
                endA.orElse(""),
                endB.orElse(""),
                entry.range("latency", Unit.DURATION, Defaults.LATENCY_NS),
                CardsReader.aboveZero(entry, "bandwidth", Unit.BANDWIDTH, Defaults.BITS_PER_SECOND),
                entry.range("loss", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("duplicate", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("reorder", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("corrupt", Unit.RATIO, Defaults.RATIO_PPM));
    }

    List<FeedSpec> feeds(List<HostSpec> hosts) {
        if (!root.has("feeds")) {
            components.declareDefault(Defaults.FEED, Target.FEED);
            return List.of(new FeedSpec(
                    Defaults.FEED, hosts.stream().map(HostSpec::name).toList()));
        }
        List<FeedSpec> feeds = new ArrayList<>();
        boolean mistaken = false;
        for (Section entry : root.entries("feeds")) {
            components.declare(entry.name(), Target.FEED, entry);
            feeds.add(new FeedSpec(entry.name(), powered(entry)));
            // A mistyped host is one mistake, not two.
            mistaken |= feeds.get(feeds.size() - 1).hosts().size()
                    < entry.get("powers").size();
        }
        for (HostSpec host : hosts) {
            if (!mistaken && feeds.stream().noneMatch(feed -> feed.hosts().contains(host.name()))) {
                root.keyProblem("feeds", "no feed powers host '" + host.name() + "'; add it to one");
            }
        }
        return feeds;
    }

    private List<String> powered(Section entry) {
        List<String> hosts = new ArrayList<>();
        JsonNode names = entry.get("powers");
        for (int i = 0; i < names.size(); i++) {
            try {
                hosts.add(components.resolve(Target.HOST, names.get(i).asText()));
            } catch (IllegalArgumentException e) {
                entry.problem("powers", i, String.valueOf(e.getMessage()));
            }
        }
        return hosts;
    }
}
