package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code cards}, gives each host without an entry its default card, and joins peers. */
final class CardsReader {
    private final Section root;
    private final Components components;
    private final long driftPpm;
    /** "host slot" to the card that sits there. */
    private final Map<String, String> slots = new LinkedHashMap<>();

    /** @param driftPpm how far every clock may be from true time, in parts per million */
    CardsReader(Section root, Components components, long driftPpm) {
        this.root = root;
        this.components = components;
        this.driftPpm = driftPpm;
    }

    List<CardSpec> read(List<HostSpec> hosts) {
        List<Section> entries = root.entries("cards");
        entries.forEach(this::declare);
        for (HostSpec host : hosts) {
            if (components.cardsIn(host.name()).isEmpty()) {
                String card = host.name() + Defaults.CARD_SUFFIX;
                components.declareDefault(card, Target.CARD);
                components.plug(card, host.name());
            }
        }
        // Written slots are taken first, whatever their order in the file; the others fill what is left.
        entries.stream().filter(e -> e.has("slot")).forEach(this::takeSlot);
        List<CardSpec> cards = new ArrayList<>();
        for (Section entry : entries) {
            cards.add(card(entry.name(), entry));
        }
        Section nothing = root.absent();
        for (String name : components.named(Target.CARD)) {
            if (entries.stream().noneMatch(e -> e.name().equals(name))) {
                cards.add(card(name, nothing));
            }
        }
        return cards;
    }

    private void declare(Section entry) {
        components.declare(entry.name(), Target.CARD, entry);
        entry.read("in", () -> components.resolve(Target.HOST, entry.text("in", "")))
                .ifPresent(host -> components.plug(entry.name(), host));
    }

    private void takeSlot(Section entry) {
        String host = host(entry.name());
        int slot = entry.number("slot", 0);
        String there = slots.putIfAbsent(host + " " + slot, entry.name());
        if (there != null && !host.isEmpty()) {
            entry.problem(
                    "slot",
                    "slot " + slot + " of host '" + host + "' already holds card '" + there
                            + "'; take another slot, like " + freeSlot(host));
        }
    }

    private int slot(String name, Section entry) {
        if (entry.has("slot")) {
            return entry.number("slot", 0);
        }
        int free = freeSlot(host(name));
        slots.put(host(name) + " " + free, name);
        return free;
    }

    private int freeSlot(String host) {
        int slot = 1;
        while (slots.containsKey(host + " " + slot)) {
            slot++;
        }
        return slot;
    }

    private CardSpec card(String name, Section entry) {
        List<String> peers = peers(name, entry);
        return new CardSpec(
                name,
                host(name),
                slot(name, entry),
                nvramBytes(entry),
                logSlots(entry),
                entry.quantity("battery", Unit.ENERGY, Defaults.BATTERY_MILLIJOULES),
                ack(entry, peers),
                peers,
                cards(name, entry, "witnesses"),
                entry.word("short-of-copies", CardSpec.ShortOfCopies.GO_ON),
                entry.word("loss", CardSpec.Loss.REFUSE),
                entry.word("on-congestion", CardSpec.OnCongestion.BLOCK),
                entry.quantity("resync-rate", Unit.BANDWIDTH, 0),
                entry.word("take-over", Defaults.TAKE_OVER),
                aboveZero(entry, "heartbeat", Unit.DURATION, Defaults.HEARTBEAT_NS),
                entry.number("missed", Defaults.MISSED),
                aboveZero(entry, "watchdog", Unit.DURATION, Defaults.WATCHDOG_NS),
                aboveZero(entry, "load", Unit.POWER, Defaults.LOAD_MILLIWATTS),
                entry.word("low-energy", CardSpec.LowEnergy.REFUSE),
                entry.word("outage", CardSpec.Outage.TAKE_OVER),
                entry.word("arm", CardSpec.Arm.AT_BOOT),
                clock(entry),
                entry.text("save-to", ""));
    }

    private Range clock(Section entry) {
        Range ppm = entry.range("clock", Unit.RATE, Defaults.CLOCK_PPM);
        entry.read("clock", () -> withinDrift(ppm, driftPpm));
        return ppm;
    }

    /** A clock that is worse than its cluster reckons with makes every promise about leases void. */
    static Range withinDrift(Range ppm, long driftPpm) {
        if (ppm.lo() < -driftPpm || ppm.hi() > driftPpm) {
            throw new IllegalArgumentException(Problems.quote(Quantity.exact(Unit.RATE, ppm))
                    + " is beyond the declared drift of all clocks; stay within "
                    + Quantity.exact(Unit.RATE, new Range(-driftPpm, driftPpm)) + ", or raise 'drift' of 'cluster'");
        }
        return ppm;
    }

    private String host(String card) {
        return components.hostOf(card).orElse("");
    }

    private static long nvramBytes(Section entry) {
        long bytes = entry.quantity("nvram", Unit.SIZE, Defaults.NVRAM_BYTES);
        String written = "NVRAM size " + Quantity.exact(Unit.SIZE, bytes);
        if (bytes < Defaults.NVRAM_LEAST_BYTES || bytes > Defaults.NVRAM_MOST_BYTES) {
            entry.problem(
                    "nvram",
                    written + " is out of bounds; from "
                            + Quantity.exact(Unit.SIZE, Defaults.NVRAM_LEAST_BYTES) + " to "
                            + Quantity.exact(Unit.SIZE, Defaults.NVRAM_MOST_BYTES));
        } else if (bytes % Defaults.NVRAM_UNIT_BYTES != 0) {
            entry.problem(
                    "nvram",
                    written + " is not a multiple of 4KiB; write "
                            + HostsReader.near(bytes, Defaults.NVRAM_UNIT_BYTES));
        }
        return bytes;
    }

    private static int logSlots(Section entry) {
        int slots = entry.number("log", Defaults.LOG_SLOTS);
        if (Integer.bitCount(slots) != 1) {
            int below = Integer.highestOneBit(slots);
            entry.problem(
                    "log", "a log of " + slots + " slots is not a power of two; write " + below + " or " + 2 * below);
        }
        return slots;
    }

    static long aboveZero(Section entry, String key, Unit unit, long otherwise) {
        long value = entry.quantity(key, unit, otherwise);
        if (value == 0) {
            entry.problem(key, "'" + key + "' is zero; write more, like " + unit.example());
        }
        return value;
    }

    private static CardSpec.AckMode ack(Section entry, List<String> peers) {
        CardSpec.AckMode ack = entry.word("ack", Defaults.ACK);
        if (ack.copies() > peers.size() + 1) {
            entry.problem(
                    "ack",
                    "ack mode " + entry.text("ack", "") + " needs " + ack.copies() + " copies, and there are "
                            + (peers.size() + 1) + "; name more peers or ask for less");
        }
        return ack;
    }

    private List<String> peers(String name, Section entry) {
        if (entry.has("peers")) {
            if (entry.has("peer")) {
                entry.problem("peer", "'peer' and 'peers' both; write one of them");
            }
            return cards(name, entry, "peers");
        }
        if (!entry.has("peer")) {
            return defaultPeers(name);
        }
        String written = entry.text("peer", "");
        if (written.equals(Defaults.NO_PEER)) {
            return List.of();
        }
        Optional<String> peer = entry.read("peer", () -> components.resolve(Target.CARD, written));
        peer.map(card -> conflict(name, card, written))
                .filter(why -> !why.isEmpty())
                .ifPresent(why -> entry.problem("peer", why + "; name a card in another host, or none"));
        return peer.stream().toList();
    }

    /** The cards of a list, each of another host than {@code name} and none twice. */
    private List<String> cards(String name, Section entry, String key) {
        List<String> cards = new ArrayList<>();
        for (int i = 0; i < entry.get(key).size(); i++) {
            String written = entry.get(key).path(i).asText();
            try {
                String card = components.resolve(Target.CARD, written);
                String why = conflict(name, card, written);
                if (cards.contains(card)) {
                    why = "card '" + card + "' twice";
                }
                if (why.isEmpty()) {
                    cards.add(card);
                } else {
                    entry.problem(key, i, why + "; name other cards, each in a host of its own");
                }
            } catch (IllegalArgumentException e) {
                entry.problem(key, i, String.valueOf(e.getMessage()));
            }
        }
        return cards;
    }

    private String conflict(String name, String peer, String written) {
        if (!host(peer).equals(host(name)) || host(name).isEmpty()) {
            return "";
        }
        return peer.equals(name)
                ? "card '" + name + "' is its own peer"
                : "peer '" + written + "' is in the same host '" + host(name) + "'";
    }

    /** Everybody else's first card, beginning with the host that comes next: so everybody takes over from another. */
    private List<String> defaultPeers(String name) {
        List<String> cards = components.named(Target.CARD);
        List<String> hosts = cards.stream().map(this::host).distinct().toList();
        if (hosts.size() != cards.size() || cards.size() < 2 || cards.size() > Defaults.CLUSTER_MOST) {
            return List.of();
        }
        List<String> peers = new ArrayList<>();
        for (int i = 1; i < cards.size(); i++) {
            peers.add(cards.get((cards.indexOf(name) + i) % cards.size()));
        }
        return peers;
    }
}
