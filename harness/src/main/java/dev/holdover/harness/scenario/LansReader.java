package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code lans} and {@code stations}, or puts the default LANs in place. */
final class LansReader {
    private final Section root;
    private final Components components;

    LansReader(Section root, Components components) {
        this.root = root;
        this.components = components;
    }

    List<LanSpec> lans(List<HostSpec> hosts, List<WireSpec> wires) {
        List<LanSpec> lans = new ArrayList<>();
        for (Section entry : root.entries("lans")) {
            components.declare(entry.name(), Target.LAN, entry);
            LanSpec lan = lan(entry.name(), entry);
            lans.add(lan);
            for (WireSpec wire : wires) {
                if (lan.cards().contains(wire.endA()) && lan.cards().contains(wire.endB())) {
                    entry.problem(
                            "joins",
                            "wire '" + wire.name() + "' joins cards '" + wire.endA() + "' and '" + wire.endB()
                                    + "' already; join two cards by wires or by LANs");
                }
            }
        }
        if (!root.has("lans") && !root.has("wires") && hosts.size() >= Defaults.HOSTS_OF_A_LAN) {
            List<String> names = hosts.stream().map(HostSpec::name).toList();
            for (String name : Defaults.LANS) {
                components.declareDefault(name, Target.LAN);
                lans.add(lan(name, root.absent(), components.named(Target.CARD), names));
            }
        }
        return lans;
    }

    List<StationSpec> stations() {
        List<StationSpec> stations = new ArrayList<>();
        for (Section entry : root.entries("stations")) {
            components.declare(entry.name(), Target.STATION, entry);
            Optional<String> lan = entry.has("on")
                    ? entry.read("on", () -> components.resolve(Target.LAN, entry.text("on", "")))
                    : components.named(Target.LAN).stream().findFirst();
            if (lan.isEmpty() && !entry.has("on")) {
                entry.problem("station '" + entry.name() + "' has no LAN to be on; write down 'lans'");
            }
            lan.ifPresent(name -> components.declarePort(name + "/" + entry.name()));
            stations.add(new StationSpec(
                    entry.name(),
                    lan.orElse(""),
                    asked(entry),
                    CardsReader.aboveZero(entry, "every", Unit.DURATION, Defaults.ASK_EVERY_NS),
                    size(entry),
                    CardsReader.aboveZero(entry, "arp-age", Unit.DURATION, Defaults.ARP_AGE_NS)));
        }
        return stations;
    }

    private static long size(Section entry) {
        long bytes = entry.quantity("size", Unit.SIZE, Defaults.ASK_BYTES);
        if (bytes < Defaults.ASK_LEAST_BYTES || bytes > Defaults.ASK_MOST_BYTES) {
            entry.problem(
                    "size",
                    "a request of " + Quantity.exact(Unit.SIZE, bytes) + " is no frame; write "
                            + Defaults.ASK_LEAST_BYTES + "B to " + Defaults.ASK_MOST_BYTES + "B");
        }
        return bytes;
    }

    private List<String> asked(Section entry) {
        if (!entry.has("asks")) {
            return components.named(Target.CARD);
        }
        List<String> cards = new ArrayList<>();
        JsonNode names = entry.get("asks");
        for (int i = 0; i < names.size(); i++) {
            try {
                cards.add(components.resolve(Target.CARD, names.get(i).asText()));
            } catch (IllegalArgumentException e) {
                entry.problem("asks", i, String.valueOf(e.getMessage()));
            }
        }
        return cards;
    }

    private LanSpec lan(String name, Section entry) {
        List<String> cards = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        JsonNode names = entry.get("joins");
        for (int i = 0; i < names.size(); i++) {
            String member = names.get(i).asText();
            if (components.named(Target.HOST).contains(member)) {
                hosts.add(member);
                cards.addAll(components.cardsIn(member));
            } else {
                try {
                    cards.add(components.resolve(Target.CARD, member));
                } catch (IllegalArgumentException e) {
                    entry.problem("joins", i, String.valueOf(e.getMessage()));
                }
            }
        }
        return lan(name, entry, cards.stream().distinct().toList(), hosts);
    }

    private LanSpec lan(String name, Section entry, List<String> cards, List<String> hosts) {
        cards.forEach(card -> components.declarePort(name + "/" + card));
        hosts.forEach(host -> components.declarePort(name + "/" + host));
        return new LanSpec(
                name,
                cards,
                hosts,
                entry.read("powered-by", () -> components.resolve(Target.FEED, entry.text("powered-by", ""))),
                entry.range("latency", Unit.DURATION, Defaults.LATENCY_NS),
                CardsReader.aboveZero(entry, "bandwidth", Unit.BANDWIDTH, Defaults.BITS_PER_SECOND),
                entry.range("loss", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("duplicate", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("reorder", Unit.RATIO, Defaults.RATIO_PPM),
                entry.range("corrupt", Unit.RATIO, Defaults.RATIO_PPM));
    }
}
