package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverConfig;
import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.card.Lan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything in one world, by name. Built once, hosts first, then cards, wires and feeds. */
public final class Cluster {
    private static final long FIRST_BOOT_NS = 1_000_000;

    private final World world;
    private final Witness witness;
    private final Turns turns = new Turns();
    private final List<Host> hosts = new ArrayList<>();
    private final List<CardNode> cards = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<PowerFeed> feeds = new ArrayList<>();

    public Cluster(World world, Witness witness) {
        this.world = world;
        this.witness = witness;
    }

    /** Adds a host that takes {@code bootNs} to boot. */
    public void addHost(String name, long bootNs) {
        hosts.add(new Host(world, world.port(name), turns, witness, bootNs));
    }

    /** Plugs a card into a host, which drives it with {@code program}. */
    public void addCard(
            String name,
            String hostName,
            CardConfig hardware,
            FirmwareConfig firmware,
            Supplier<FirmwareParts> parts,
            Program.Factory program) {
        Host host = host(hostName);
        CardNode card = new CardNode(world, name, hardware, firmware, lan(name), witness, parts);
        DriverConfig driver = new DriverConfig(firmware.unlockKey(), world.random(name + ".driver")::next);
        SimulatedDevice device = new SimulatedDevice(host, card, world.random(name + ".wc"));
        card.plugInto(host, host.tasks().size());
        host.add(new HostTask(host, card, device, driver, program, witness));
        cards.add(card);
    }

    /** Joins two cards' own ports. */
    public void addWire(String name, Wire.Spec spec, String cardA, String cardB) {
        wires.add(new Wire(world, world.port(name), spec, card(cardA), card(cardB), witness));
    }

    /** Puts hosts on one power feed. */
    public void addFeed(String name, List<String> hostNames) {
        feeds.add(new PowerFeed(name, hostNames.stream().map(this::host).toList()));
    }

    /** Power comes on everywhere; the hosts are up at once, as if they had been waiting. */
    public void powerOn() {
        for (Host host : hosts) {
            host.powerOn(FIRST_BOOT_NS);
        }
    }

    public List<CardNode> cards() {
        return List.copyOf(cards);
    }

    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    public Host host(String name) {
        return hosts.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    public CardNode card(String name) {
        return cards.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    public Wire wire(String name) {
        return wires.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    public PowerFeed feed(String name) {
        return feeds.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The card with a number. */
    public CardNode card(int number) {
        return cards.get(number - 1);
    }

    private Lan lan(String from) {
        return (toCard, frame, at, length) -> {
            if (toCard < 1 || toCard > cards.size()) {
                return;
            }
            CardNode sender = card(from);
            CardNode receiver = card(toCard);
            for (int i = 0; i < wires.size(); i++) {
                Wire wire = wires.get(i);
                if (wire.up() && wire.joins(sender, receiver)) {
                    wire.send(sender, frame, at, length);
                    return;
                }
            }
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("nothing here is called " + name);
    }
}
