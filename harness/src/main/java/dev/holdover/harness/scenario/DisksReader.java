package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.CardSpec.AckMode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code disks} and {@code volumes}. */
final class DisksReader {
    private static final int SLOTS = 8;

    private final Section root;
    private final Components components;
    private final Map<String, Integer> used;

    /** @param used how many daughter slots of each card are taken */
    DisksReader(Section root, Components components, Map<String, Integer> used) {
        this.used = used;
        this.root = root;
        this.components = components;
    }

    List<DaughterDiskSpec> disks() {
        List<DaughterDiskSpec> disks = new ArrayList<>();
        for (Section entry : root.entries("disks")) {
            components.declare(entry.name(), Target.DISK, entry);
            List<String> cards = names(entry, "in", Target.CARD);
            List<Integer> slots = new ArrayList<>();
            for (String card : cards) {
                int slot = used.merge(card, 1, Integer::sum) - 1;
                if (slot >= SLOTS) {
                    entry.problem("in", "card '" + card + "' has no daughter slot left; it has " + SLOTS);
                }
                slots.add(slot);
            }
            disks.add(new DaughterDiskSpec(
                    entry.name(),
                    cards,
                    slots,
                    size(entry),
                    sector(entry),
                    entry.range("latency", Unit.DURATION, Defaults.DISK_LATENCY_NS),
                    CardsReader.aboveZero(entry, "bandwidth", Unit.BANDWIDTH, Defaults.DISK_BITS_PER_SECOND),
                    entry.word("cache", DaughterDiskSpec.Cache.VOLATILE),
                    entry.word("owner", DaughterDiskSpec.Owner.FIRMWARE)));
        }
        return disks;
    }

    private static DaughterDiskSpec.Sector sector(Section entry) {
        return Section.constant(DaughterDiskSpec.Sector.class, "S" + entry.text("sector", "512e"));
    }

    private static long size(Section entry) {
        long bytes = CardsReader.aboveZero(entry, "size", Unit.SIZE, Defaults.DISK_BYTES);
        if (bytes % Defaults.NVRAM_UNIT_BYTES != 0 || bytes < Defaults.DISK_LEAST_BYTES) {
            entry.problem(
                    "size",
                    "disk of " + Quantity.exact(Unit.SIZE, bytes) + " is not a multiple of 4KiB from "
                            + Quantity.exact(Unit.SIZE, Defaults.DISK_LEAST_BYTES) + " on; write "
                            + Quantity.exact(Unit.SIZE, Defaults.DISK_BYTES));
        }
        return bytes;
    }

    List<BlockVolumeSpec> volumes(List<DaughterDiskSpec> disks, List<CardSpec> cards) {
        List<BlockVolumeSpec> volumes = new ArrayList<>();
        Map<String, String> taken = new LinkedHashMap<>();
        for (Section entry : root.entries("volumes")) {
            String card = owner(entry);
            List<String> members = names(entry, "disks", Target.DISK);
            List<String> spares = names(entry, "spares", Target.DISK);
            for (String disk : members) {
                check(entry, "disks", card, disk, disks, taken);
            }
            for (String disk : spares) {
                check(entry, "spares", card, disk, disks, taken);
            }
            BlockVolumeSpec.Level level = entry.word("level", BlockVolumeSpec.Level.RAID5);
            if (entry.get("disks").size() < level.fewest()
                    || level == BlockVolumeSpec.Level.RAID10
                            && entry.get("disks").size() % 2 != 0) {
                entry.problem(
                        "disks",
                        "'" + entry.text("level", "raid5") + "' takes "
                                + (level == BlockVolumeSpec.Level.RAID10 ? "pairs of disks" : "more disks")
                                + "; write at least " + level.fewest());
            }
            if (cards.stream().noneMatch(each -> each.name().equals(card)) && !card.isEmpty()) {
                entry.problem("no card is named '" + card + "'");
            }
            volumes.add(new BlockVolumeSpec(
                    card,
                    members,
                    spares,
                    level,
                    entry.number("chunk", Defaults.CHUNK_BLOCKS),
                    entry.number("lines", Defaults.CACHE_LINES),
                    positive(entry),
                    entry.number("span", Defaults.SPAN_BLOCKS),
                    entry.number("background", Defaults.ROWS_PER_SECOND),
                    CardsReader.aboveZero(entry, "give-up", Unit.DURATION, Defaults.DISK_GIVE_UP_NS)));
        }
        return volumes;
    }

    /** Whether each card that acknowledges what is on a disk at a peer has a peer with one. */
    void destages(List<CardSpec> cards) {
        for (CardSpec card : cards) {
            boolean kept = cards.stream()
                    .anyMatch(each ->
                            card.peers().contains(each.name()) && !each.saveTo().isEmpty());
            if (card.ack() == AckMode.DESTAGED && !kept) {
                for (Section entry : root.entries("cards")) {
                    if (entry.name().equals(card.name())) {
                        entry.problem(
                                "ack", "none of " + card.peers() + " has a disk; write save-to: DISK at one of them");
                    }
                }
            }
        }
    }

    /** Whether each {@code save-to} names a disk that can hold what the card has, and is used for nothing else. */
    void stores(List<DaughterDiskSpec> disks, List<BlockVolumeSpec> volumes, List<CardSpec> cards) {
        for (Section entry : root.entries("cards")) {
            if (!entry.has("save-to")) {
                continue;
            }
            String disk = entry.text("save-to", "");
            List<String> in = disks.stream()
                    .filter(each -> each.name().equals(disk))
                    .flatMap(each -> each.cards().stream())
                    .toList();
            boolean shared = volumes.stream()
                    .anyMatch(
                            each -> each.disks().contains(disk) || each.spares().contains(disk));
            if (!in.equals(List.of(entry.name()))) {
                entry.problem(
                        "save-to",
                        "'" + disk + "' is not a disk in a slot of '" + entry.name()
                                + "' alone; write it under 'disks'");
            } else if (shared) {
                entry.problem(
                        "save-to", "disk '" + disk + "' is in a block volume; name one that is used for nothing else");
            } else {
                room(entry, disk, disks, cards);
            }
        }
    }

    private static void room(Section entry, String disk, List<DaughterDiskSpec> disks, List<CardSpec> cards) {
        CardSpec card = cards.stream()
                .filter(each -> each.name().equals(entry.name()))
                .findFirst()
                .orElseThrow();
        long slots = 1
                + cards.stream()
                        .filter(each -> each.peers().contains(card.name())
                                || each.witnesses().contains(card.name()))
                        .count();
        long needed = slots * 5 * card.nvramBytes() + slots * Defaults.STORE_MARGIN_BYTES;
        for (DaughterDiskSpec each : disks) {
            if (each.name().equals(disk) && each.sizeBytes() < needed) {
                entry.problem(
                        "save-to",
                        "disk '" + disk + "' of " + Quantity.exact(Unit.SIZE, each.sizeBytes())
                                + " is too small for the images of " + slots + " personalities; write size: "
                                + Quantity.exact(Unit.SIZE, needed) + " or more");
            }
            if (each.name().equals(disk) && each.owner() == DaughterDiskSpec.Owner.HOST) {
                entry.problem("save-to", "disk '" + disk + "' is the host's own; write owner: firmware at the disk");
            }
        }
    }

    private String owner(Section entry) {
        try {
            return components.resolve(Target.CARD, entry.name());
        } catch (IllegalArgumentException e) {
            entry.problem(String.valueOf(e.getMessage()));
            return "";
        }
    }

    private static void check(
            Section entry,
            String key,
            String card,
            String disk,
            List<DaughterDiskSpec> disks,
            Map<String, String> taken) {
        String other = taken.putIfAbsent(disk, entry.name());
        if (other != null) {
            entry.problem(key, "disk '" + disk + "' is in the volume of '" + other + "' already; name another");
        }
        for (DaughterDiskSpec each : disks) {
            if (each.name().equals(disk)) {
                if (!each.cards().contains(card)) {
                    entry.problem(
                            key,
                            "disk '" + disk + "' is not in a slot of '" + card + "'; it is in "
                                    + String.join(", ", each.cards()));
                }
                if (each.owner() == DaughterDiskSpec.Owner.HOST) {
                    entry.problem(key, "disk '" + disk + "' is the host's own; write owner: firmware at the disk");
                }
            }
        }
    }

    private static Range positive(Section entry) {
        Range everyNs = entry.range("every", Unit.DURATION, Defaults.BLOCK_EVERY_NS);
        if (everyNs.lo() == 0) {
            entry.problem("every", "'every' is zero, which never lets time pass; write at least 1ns");
        }
        return everyNs;
    }

    private List<String> names(Section entry, String key, Target kind) {
        List<String> found = new ArrayList<>();
        JsonNode names = entry.get(key);
        for (int i = 0; i < names.size(); i++) {
            try {
                found.add(components.resolve(kind, names.get(i).asText()));
            } catch (IllegalArgumentException e) {
                entry.problem(key, i, String.valueOf(e.getMessage()));
            }
        }
        return found;
    }
}
