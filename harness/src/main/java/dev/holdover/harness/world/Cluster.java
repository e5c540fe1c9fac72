package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverConfig;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.card.Lan;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Everything in one world, by name. Built once, hosts first, then cards, networks, feeds and stations. */
public final class Cluster {
    private static final long FIRST_BOOT_NS = 1_000_000;

    private final World world;
    private final Witness witness;
    private final Turns turns = new Turns();
    private final List<Host> hosts = new ArrayList<>();
    private final List<CardNode> cards = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final List<PowerFeed> feeds = new ArrayList<>();
    private final List<DiskNode> disks = new ArrayList<>();
    private final List<NicNode> nics = new ArrayList<>();
    private Optional<StorageArray> array = Optional.empty();

    public Cluster(World world, Witness witness) {
        this.world = world;
        this.witness = witness;
    }

    /** Adds a host that takes {@code bootNs} to boot. */
    public void addHost(String name, long bootNs) {
        addHost(name, bootNs, 0, 0);
    }

    /**
     * Adds a computer.
     *
     * @param startLoNs from the start of a process there until it serves, at least; drawn for each start
     */
    public void addHost(String name, long bootNs, long startLoNs, long startHiNs) {
        Processes processes = new Processes(world.random(name + ".process"), startLoNs, startHiNs);
        hosts.add(new Host(world, world.port(name), turns, witness, bootNs, processes));
    }

    /**
     * Plugs a card into a host, which drives it with {@code program}.
     *
     * @param clockPpm by how much the card's clock is faster than the world's, in parts per million
     */
    public void addCard(
            String name,
            String hostName,
            CardConfig hardware,
            FirmwareConfig firmware,
            long clockPpm,
            CardParts parts,
            Program.Factory program) {
        Host host = host(hostName);
        CardNode card = new CardNode(world, name, hardware, firmware, clockPpm, lan(name), witness, parts);
        DriverConfig driver = new DriverConfig(firmware.unlockKey(), world.random(name + ".driver")::next);
        SimulatedDevice device = new SimulatedDevice(host, card, world.random(name + ".wc"));
        card.plugInto(host, host.tasks().size());
        host.add(new HostTask(host, card, device, driver, program, witness));
        cards.add(card);
    }

    /** Joins two cards' own ports. */
    public void addWire(String name, Network.Spec spec, String cardA, String cardB) {
        CardNode a = card(cardA);
        CardNode b = card(cardB);
        int port = (int) networks.stream().filter(each -> each.joins(a, b)).count();
        Network wire = new Network(world, world.port(name), spec, port, false, witness);
        wire.join(a);
        wire.join(b);
        networks.add(wire);
    }

    /**
     * Joins cards and hosts by a switch. The first LAN takes every card's port 0, the second port 1.
     *
     * @param hostNames the hosts that have a port of their own on it
     */
    public void addLan(String name, Network.Spec spec, List<String> cardNames, List<String> hostNames) {
        int port = (int) networks.stream().filter(Network::switched).count();
        Network lan = new Network(world, world.port(name), spec, port, true, witness);
        // A host stands right behind its first card: what parts the one from the rest parts the other.
        Set<String> left = new LinkedHashSet<>(hostNames);
        for (String each : cardNames) {
            lan.join(card(each));
            card(each)
                    .host()
                    .filter(host -> left.remove(host.name()))
                    .ifPresent(host -> lan.join(host.name(), new HostNic(host)));
        }
        networks.add(lan);
    }

    /** Adds a station on a LAN. */
    public void addStation(String name, String lan, Station.Habit habit) {
        Station station = new Station(world, world.port(name), stations.size() + 1, habit, witness);
        station.plugInto(network(lan));
        stations.add(station);
    }

    /**
     * Adds the disk array, with a volume for each card's own personality.
     *
     * @param hostNames the hosts that have a path to it, with their cards
     */
    public void addArray(String name, StorageArray.Spec spec, List<String> hostNames) {
        FirmwareConfig any = cards.get(0).config();
        StorageArray made = new StorageArray(world, name, spec, cards.size(), any.cluster(), any.clusterKey(), witness);
        array = Optional.of(made);
        for (String each : hostNames) {
            Host host = host(each);
            host.plugInto(made.join(host));
            for (CardNode card : host.cards()) {
                made.join(card);
                made.provision(card.config().card(), host);
            }
        }
    }

    /**
     * Puts a disk into daughter slots: of one card, or with a port each of two.
     *
     * @param owner which side drives it after power-on
     */
    public void addDisk(String name, DiskSpec spec, List<String> cardNames, List<Integer> slots, Side owner) {
        List<DiskNode.Bay> bays = new ArrayList<>();
        for (int i = 0; i < cardNames.size(); i++) {
            bays.add(new DiskNode.Bay(card(cardNames.get(i)), slots.get(i)));
        }
        disks.add(new DiskNode(world, name, spec, bays, owner, witness));
    }

    /**
     * Puts a network controller into a daughter slot of a card, on its host's side, with its cable on a LAN.
     *
     * @param address that its maker gave it
     */
    public void addNic(String name, String cardName, int slot, String lan, long bitsPerSecond, long address) {
        NicNode nic = new NicNode(world, name, card(cardName), slot, address, network(lan), witness);
        nic.plug().speed(bitsPerSecond);
        nics.add(nic);
    }

    public List<NicNode> nics() {
        return List.copyOf(nics);
    }

    public NicNode nic(String name) {
        return nics.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    public List<DiskNode> disks() {
        return List.copyOf(disks);
    }

    public DiskNode disk(String name) {
        return disks.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The disk array, if there is one. */
    public Optional<StorageArray> array() {
        return array;
    }

    /** The disk array by its name. */
    public StorageArray storageArray(String name) {
        return array.filter(each -> each.name().equals(name)).orElseThrow(() -> unknown(name));
    }

    /** A way to the disk array by its name, as in array/alpha. */
    public Plug path(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw unknown(name);
        }
        return storageArray(name.substring(0, slash)).path(name.substring(slash + 1));
    }

    /** Puts a LAN's switch on a power feed. */
    public void powerSwitch(String lan, String feed) {
        feed(feed).power(network(lan));
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

    /** Wires and LANs. */
    public List<Network> networks() {
        return List.copyOf(networks);
    }

    public List<Station> stations() {
        return List.copyOf(stations);
    }

    /** A wire or a LAN. */
    public Network network(String name) {
        return networks.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** Whether some network loses or delays frames by itself. */
    public boolean lossy() {
        return networks.stream().anyMatch(Network::lossy);
    }

    /** A plug by its name, as in lan-a/alpha.card. */
    public Plug plug(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw unknown(name);
        }
        return network(name.substring(0, slash)).plug(name.substring(slash + 1));
    }

    public PowerFeed feed(String name) {
        return feeds.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The cards that hold the other copies of a card's own personality, in the order in which they take over. */
    public List<CardNode> otherCopies(CardNode card) {
        return card.config().slots().get(0).copies().stream()
                .filter(number -> number != card.config().card())
                .map(this::card)
                .toList();
    }

    /** The card with a number. */
    public CardNode card(int number) {
        return cards.get(number - 1);
    }

    private Lan lan(String from) {
        return new CardLan(from);
    }

    /** What a card's own ports are plugged into. */
    private final class CardLan implements Lan {
        private final String from;

        CardLan(String from) {
            this.from = from;
        }

        @Override
        public void transmit(int port, int toCard, byte[] frame, int at, int length) {
            if (port == StoragePort.PORT) {
                array.ifPresent(to -> to.fromCard(card(from), frame, at, length));
                return;
            }
            if (toCard > cards.size()) {
                return;
            }
            CardNode sender = card(from);
            for (int i = 0; i < networks.size(); i++) {
                Network network = networks.get(i);
                if (network.ownPort() != port) {
                    continue;
                }
                if (toCard == Lan.EVERYBODY) {
                    network.plug(sender).ifPresent(plug -> network.send(plug, frame, at, length));
                } else if (network.joins(sender, card(toCard))) {
                    network.send(sender, card(toCard), frame, at, length);
                    return;
                }
            }
        }

        @Override
        public int carrier() {
            return ports(Plug::hasCarrier);
        }

        @Override
        public int broken() {
            return ports(Plug::isBroken);
        }

        private int ports(Predicate<Plug> test) {
            CardNode sender = card(from);
            int mask = 0;
            for (int i = 0; i < networks.size(); i++) {
                Optional<Plug> plug = networks.get(i).plug(sender);
                if (plug.isPresent() && test.test(plug.get())) {
                    mask |= 1 << networks.get(i).ownPort();
                }
            }
            return mask;
        }
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("nothing here is called " + name);
    }
}
