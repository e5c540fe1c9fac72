package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.model.contract.ServiceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code nics}. */
final class NicsReader {
    private static final int SLOTS = 8;
    private static final long GROUP = 1L << 40;
    private static final int HEX = 16;
    /** Locally administered; the low bits are the controller's number. */
    private static final long DEFAULT_ADDRESS = 0x024E_0000_0000L;

    private final Section root;
    private final Components components;
    private final Map<String, Integer> used;

    /** @param used how many daughter slots of each card are taken */
    NicsReader(Section root, Components components, Map<String, Integer> used) {
        this.root = root;
        this.components = components;
        this.used = used;
    }

    List<NicSpec> nics() {
        List<NicSpec> nics = new ArrayList<>();
        for (Section entry : root.entries("nics")) {
            components.declare(entry.name(), Target.NIC, entry);
            Optional<String> card = entry.read("in", () -> components.resolve(Target.CARD, entry.text("in", "")));
            Optional<String> lan = entry.has("on")
                    ? entry.read("on", () -> components.resolve(Target.LAN, entry.text("on", "")))
                    : components.named(Target.LAN).stream().findFirst();
            if (lan.isEmpty() && !entry.has("on")) {
                entry.problem("NIC '" + entry.name() + "' has no LAN to be on; write down 'lans'");
            }
            if (card.isEmpty() || lan.isEmpty()) {
                continue;
            }
            int slot = used.merge(card.get(), 1, Integer::sum) - 1;
            if (slot >= SLOTS) {
                entry.problem("in", "card '" + card.get() + "' has no daughter slot left; it has " + SLOTS);
            }
            for (NicSpec other : nics) {
                if (other.card().equals(card.get()) && other.lan().equals(lan.get())) {
                    entry.problem(
                            "on",
                            "'" + other.name() + "' of the same card is on '" + lan.get()
                                    + "' already, and both would bear its addresses; name another LAN");
                }
            }
            components.declarePort(lan.get() + "/" + entry.name());
            nics.add(new NicSpec(
                    entry.name(),
                    card.get(),
                    slot,
                    lan.get(),
                    CardsReader.aboveZero(entry, "speed", Unit.BANDWIDTH, Defaults.NIC_BITS_PER_SECOND),
                    address(entry, nics)));
        }
        return nics;
    }

    private static long address(Section entry, List<NicSpec> others) {
        long address = DEFAULT_ADDRESS | others.size() + 1;
        if (entry.has("address")) {
            address = Long.parseLong(entry.text("address", "").replace(":", ""), HEX);
        }
        if ((address & GROUP) != 0) {
            entry.problem(
                    "address",
                    "'" + entry.text("address", "") + "' is the address of a group; write an even first byte");
        } else if (ServiceAddress.card(address) >= 0) {
            entry.problem("address", "addresses from 02:48 on are those of personalities; write another");
        }
        for (NicSpec other : others) {
            if (other.address() == address) {
                entry.problem("address", "'" + other.name() + "' has this address already; write another");
            }
        }
        return address;
    }

    /** Where a host has such a controller on a LAN, that is its port there, and no other. */
    List<LanSpec> instead(List<LanSpec> lans, List<NicSpec> nics) {
        List<LanSpec> after = new ArrayList<>();
        for (LanSpec lan : lans) {
            List<String> hosts = new ArrayList<>(lan.hosts());
            for (NicSpec nic : nics) {
                Optional<String> host = components.hostOf(nic.card());
                if (nic.lan().equals(lan.name()) && host.filter(hosts::remove).isPresent()) {
                    components.removePort(lan.name() + "/" + host.get());
                }
            }
            after.add(lan.withHosts(hosts));
        }
        return after;
    }
}
