package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code storage}. */
final class StorageReader {
    private final Section root;
    private final Components components;

    StorageReader(Section root, Components components) {
        this.root = root;
        this.components = components;
    }

    List<StorageSpec> read(List<HostSpec> all) {
        List<StorageSpec> arrays = new ArrayList<>();
        for (Section entry : root.entries("storage")) {
            components.declare(entry.name(), Target.ARRAY, entry);
            List<String> hosts = hosts(entry, all);
            for (String host : hosts) {
                components.declarePath(entry.name() + "/" + host);
                components.cardsIn(host).forEach(card -> components.declarePath(entry.name() + "/" + card));
            }
            long sizeBytes = CardsReader.aboveZero(entry, "volume", Unit.SIZE, Defaults.VOLUME_BYTES);
            if (sizeBytes % Defaults.WRITE_UNIT_BYTES != 0 || sizeBytes > Defaults.VOLUME_MOST_BYTES) {
                entry.problem(
                        "volume",
                        "volume " + Quantity.exact(Unit.SIZE, sizeBytes)
                                + " is not a multiple of 512B up to 16MiB; write 64KiB");
            }
            arrays.add(new StorageSpec(
                    entry.name(),
                    sizeBytes,
                    entry.range("latency", Unit.DURATION, Defaults.ARRAY_LATENCY_NS),
                    hosts,
                    positive(entry),
                    CardsReader.aboveZero(entry, "give-up", Unit.DURATION, Defaults.GIVE_UP_NS)));
        }
        return arrays;
    }

    private static Range positive(Section entry) {
        Range everyNs = entry.range("write-every", Unit.DURATION, Defaults.VOLUME_EVERY_NS);
        if (everyNs.lo() == 0) {
            entry.problem("write-every", "'write-every' is zero, which never lets time pass; write at least 1ns");
        }
        return everyNs;
    }

    private List<String> hosts(Section entry, List<HostSpec> all) {
        if (!entry.has("hosts")) {
            return all.stream().map(HostSpec::name).toList();
        }
        List<String> hosts = new ArrayList<>();
        JsonNode names = entry.get("hosts");
        for (int i = 0; i < names.size(); i++) {
            try {
                hosts.add(components.resolve(Target.HOST, names.get(i).asText()));
            } catch (IllegalArgumentException e) {
                entry.problem("hosts", i, String.valueOf(e.getMessage()));
            }
        }
        return hosts.stream().distinct().toList();
    }
}
