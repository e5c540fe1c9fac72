package dev.holdover.harness.run;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.FailBack;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.FirmwareConfig.Pace;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.FirmwareConfig.StorageConfig;
import dev.holdover.firmware.hal.FirmwareConfig.VolumeConfig;
import dev.holdover.harness.check.DiskSet;
import dev.holdover.harness.scenario.BlockVolumeSpec;
import dev.holdover.harness.scenario.CardSpec;
import dev.holdover.harness.scenario.CardSpec.AckMode;
import dev.holdover.harness.scenario.CardSpec.Arm;
import dev.holdover.harness.scenario.CardSpec.Loss;
import dev.holdover.harness.scenario.CardSpec.LowEnergy;
import dev.holdover.harness.scenario.CardSpec.OnCongestion;
import dev.holdover.harness.scenario.CardSpec.Outage;
import dev.holdover.harness.scenario.CardSpec.ShortOfCopies;
import dev.holdover.harness.scenario.CardSpec.TakeOver;
import dev.holdover.harness.scenario.ClusterSpec;
import dev.holdover.harness.scenario.DaughterDiskSpec;
import dev.holdover.harness.scenario.FeedSpec;
import dev.holdover.harness.scenario.HostSpec;
import dev.holdover.harness.scenario.LanSpec;
import dev.holdover.harness.scenario.NicSpec;
import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.StationSpec;
import dev.holdover.harness.scenario.StorageSpec;
import dev.holdover.harness.scenario.WireSpec;
import dev.holdover.harness.scenario.WorkloadSpec;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.workload.BlockClient;
import dev.holdover.harness.workload.Client;
import dev.holdover.harness.workload.ClientProgram;
import dev.holdover.harness.workload.Clients;
import dev.holdover.harness.workload.HostDiskClient;
import dev.holdover.harness.workload.SectorPattern;
import dev.holdover.harness.workload.VolumeClient;
import dev.holdover.harness.world.CardParts;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.RandomStream;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.StorageArray;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.contract.Side;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Builds the components of a scenario. A card's number is its place in the file, and its host's personality too. */
final class Cast {
    private static final int CLUSTER = 1;
    private static final long CHARGE_MW = 5_000;
    private static final int QUEUE_DEPTH = 64;
    private static final long LEASE_SLACK_NS = 1_000_000;

    private final Scenario scenario;
    private final World world;
    private final Witness witness;
    private final List<Client> clients = new ArrayList<>();
    private final List<VolumeClient> volumeClients = new ArrayList<>();
    private final List<BlockClient> blockClients = new ArrayList<>();
    private final List<HostDiskClient> diskClients = new ArrayList<>();
    private final List<NicNode> nics = new ArrayList<>();

    Cast(Scenario scenario, World world, Witness witness) {
        this.scenario = scenario;
        this.world = world;
        this.witness = witness;
    }

    Cluster build(Storyteller storyteller, CardParts parts) {
        Cluster cluster = new Cluster(world, witness);
        Clients all = new Clients(clients, volumeClients, blockClients, diskClients, nics);
        for (HostSpec host : scenario.hosts()) {
            cluster.addHost(
                    host.name(),
                    host.bootTimeNs(),
                    host.processStartNs().lo(),
                    host.processStartNs().hi());
        }
        for (int i = 0; i < scenario.cards().size(); i++) {
            CardSpec card = scenario.cards().get(i);
            clients.add(client(card, i + 1));
            scenario.storage().forEach(array -> volumeClient(array, card, clients.get(clients.size() - 1)));
            scenario.volumes().forEach(volume -> blockClient(volume, card, clients.get(clients.size() - 1)));
        }
        for (int i = 0; i < scenario.cards().size(); i++) {
            CardSpec card = scenario.cards().get(i);
            FirmwareConfig firmware = firmware(card, i + 1);
            CardConfig hardware = new CardConfig(
                    firmware.layout(),
                    card.batteryMillijoules(),
                    card.loadMilliwatts(),
                    CHARGE_MW,
                    CardConfig.RESET_NS,
                    CardConfig.BOOT_WATCHDOG_NS,
                    imageKey());
            cluster.addCard(
                    card.name(),
                    card.host(),
                    hardware,
                    firmware,
                    drawn(card.clockPpm(), world.random(card.name() + ".clock")),
                    parts,
                    (host, node) -> new ClientProgram(host, node, all, witness, storyteller));
        }
        for (DaughterDiskSpec disk : scenario.disks()) {
            cluster.addDisk(
                    disk.name(),
                    disk(disk),
                    disk.cards(),
                    disk.slots(),
                    disk.owner() == DaughterDiskSpec.Owner.HOST ? Side.HOST : Side.CARD);
            diskClient(disk, cluster);
        }
        for (WireSpec wire : scenario.wires()) {
            cluster.addWire(wire.name(), wire(wire), wire.endA(), wire.endB());
        }
        for (LanSpec lan : scenario.lans()) {
            cluster.addLan(lan.name(), lan(lan), lan.cards(), lan.hosts());
        }
        for (NicSpec nic : scenario.nics()) {
            cluster.addNic(nic.name(), nic.card(), nic.slot(), nic.lan(), nic.bitsPerSecond(), nic.address());
        }
        nics.addAll(cluster.nics());
        for (FeedSpec feed : scenario.feeds()) {
            cluster.addFeed(feed.name(), feed.hosts());
        }
        for (LanSpec lan : scenario.lans()) {
            lan.poweredBy().ifPresent(feed -> cluster.powerSwitch(lan.name(), feed));
        }
        for (StorageSpec array : scenario.storage()) {
            int sectors = (int) (array.sizeBytes() / SectorPattern.BYTES);
            Range latencyNs = array.latencyNs();
            cluster.addArray(
                    array.name(), new StorageArray.Spec(sectors, latencyNs.lo(), latencyNs.hi()), array.hosts());
        }
        for (StationSpec station : scenario.stations()) {
            List<Integer> asked = station.asks().stream().map(this::number).toList();
            Station.Habit habit = new Station.Habit(
                    asked, station.everyNs(), station.arpAgeNs(), (int) station.sizeBytes() - Ether.ASK_BYTES);
            cluster.addStation(station.name(), station.lan(), habit);
        }
        return cluster;
    }

    private void volumeClient(StorageSpec array, CardSpec card, Client client) {
        if (!client.idle() && array.hosts().contains(card.host())) {
            volumeClients.add(new VolumeClient(
                    client.personality(),
                    array.writeEveryNs().lo(),
                    array.writeEveryNs().hi(),
                    (int) (array.sizeBytes() / SectorPattern.BYTES),
                    world.random(card.name() + ".volume")));
        }
    }

    private void blockClient(BlockVolumeSpec volume, CardSpec card, Client client) {
        if (volume.card().equals(card.name())) {
            blockClients.add(new BlockClient(
                    client.personality(),
                    new BlockClient.Shape(
                            volume.level().number(), volume.disks().size(), volume.chunkBlocks(), volume.spanBlocks()),
                    volume.everyNs().lo(),
                    volume.everyNs().hi(),
                    client.idle(),
                    world.random(card.name() + ".blocks")));
        }
    }

    private void diskClient(DaughterDiskSpec disk, Cluster cluster) {
        Client client = clients.get(number(disk.cards().get(0)) - 1);
        if (disk.owner() == DaughterDiskSpec.Owner.HOST && !client.idle()) {
            diskClients.add(new HostDiskClient(
                    cluster.disk(disk.name()),
                    scenario.disks().indexOf(disk) + 1,
                    client.habit(),
                    world.random(disk.name() + ".client")));
        }
    }

    private static DiskSpec disk(DaughterDiskSpec spec) {
        DiskGeometry geometry = new DiskGeometry(
                spec.sector().logicalBytes(),
                spec.sector().physicalBytes(),
                spec.sizeBytes() / spec.sector().logicalBytes(),
                QUEUE_DEPTH);
        return new DiskSpec(
                geometry,
                spec.latencyNs().lo(),
                spec.latencyNs().hi(),
                spec.bitsPerSecond() / Byte.SIZE,
                spec.cache() == DaughterDiskSpec.Cache.VOLATILE,
                spec.cards().size());
    }

    /** The block volumes that a card reaches, with the slots in which it has their disks. */
    private List<VolumeConfig> volumes(CardSpec card) {
        List<VolumeConfig> volumes = new ArrayList<>();
        for (BlockVolumeSpec volume : scenario.volumes()) {
            List<Integer> slots = Stream.concat(volume.disks().stream(), volume.spares().stream())
                    .map(name -> slot(name, card))
                    .filter(slot -> slot >= 0)
                    .toList();
            if (!slots.isEmpty()) {
                volumes.add(new VolumeConfig(number(volume.card()), slots, volume.giveUpNs(), volume.rowsPerSecond()));
            }
        }
        return volumes;
    }

    /** For each personality with a block volume its disks. */
    Map<Integer, DiskSet> diskSets(Cluster cluster) {
        Map<Integer, DiskSet> sets = new LinkedHashMap<>();
        for (BlockVolumeSpec volume : scenario.volumes()) {
            List<DiskNode> disks = Stream.concat(volume.disks().stream(), volume.spares().stream())
                    .map(cluster::disk)
                    .toList();
            int survives = volume.level().survives(volume.disks().size());
            sets.put(number(volume.card()), new DiskSet(disks, survives));
        }
        return sets;
    }

    private int slot(String disk, CardSpec card) {
        return scenario.disks().stream()
                .filter(each -> each.name().equals(disk) && each.cards().contains(card.name()))
                .map(each -> each.slots().get(each.cards().indexOf(card.name())))
                .findFirst()
                .orElse(-1);
    }

    /** All cards have the same layout: copies must fit. */
    private int cacheLines() {
        return scenario.volumes().stream()
                .mapToInt(BlockVolumeSpec::lines)
                .max()
                .orElse(0);
    }

    private StorageConfig storage(CardSpec card) {
        return scenario.storage().stream()
                .filter(array -> array.hosts().contains(card.host()))
                .map(array -> new StorageConfig(true, array.giveUpNs()))
                .findFirst()
                .orElse(StorageConfig.NONE);
    }

    private Client client(CardSpec card, int personality) {
        WorkloadSpec spec = scenario.hosts().stream()
                .filter(host -> host.name().equals(card.host()))
                .findFirst()
                .orElseThrow()
                .workload();
        Client.Habit habit = new Client.Habit(
                Client.Pattern.valueOf(spec.pattern().name()),
                spec.everyNs().lo(),
                spec.everyNs().hi(),
                spec.sizeBytes().lo(),
                spec.sizeBytes().hi(),
                spec.fromNs(),
                spec.untilNs());
        return new Client(personality, habit, world.random(card.name() + ".client"), card.nvramBytes());
    }

    private FirmwareConfig firmware(CardSpec card, int number) {
        List<SlotConfig> slots = new ArrayList<>();
        slots.add(slot(card, number));
        for (int i = 0; i < scenario.cards().size(); i++) {
            CardSpec other = scenario.cards().get(i);
            if (other.peers().contains(card.name()) || other.witnesses().contains(card.name())) {
                slots.add(slot(other, i + 1));
            }
        }
        int peers =
                slots.stream().mapToInt(slot -> slot.copies().size() - 1).max().orElse(1);
        RandomStream keys = world.random("keys");
        ClusterSpec cluster = scenario.cluster();
        return new FirmwareConfig(
                CLUSTER,
                number,
                new NvramLayout(
                        card.nvramBytes() + BlockCache.bytes(cacheLines()),
                        card.logSlots(),
                        slots.size(),
                        Math.max(1, peers),
                        cacheLines()),
                slots,
                new SipHash(keys.next(), keys.next()),
                unlockKey(card),
                card.heartbeatNs(),
                card.missed(),
                card.watchdogNs(),
                card.takeOver() == TakeOver.AUTOMATIC,
                card.loadMilliwatts(),
                bandwidth(card),
                new LeaseConfig(cluster.leaseNs(), cluster.driftPpm(), LEASE_SLACK_NS),
                new FailBack(cluster.holdNs(), cluster.moves(), cluster.movesWithinNs()),
                storage(card),
                volumes(card),
                card.arm() == Arm.AT_BOOT,
                card.saveTo().isEmpty() ? FirmwareConfig.NO_STORE : slot(card.saveTo(), card));
    }

    private SlotConfig slot(CardSpec home, int personality) {
        List<Integer> copies = new ArrayList<>(List.of(personality));
        home.peers().forEach(peer -> copies.add(number(peer)));
        return new SlotConfig(
                personality,
                copies,
                home.witnesses().stream().map(this::number).toList(),
                home.ack().copies(),
                home.ack() == AckMode.DESTAGED,
                home.shortOfCopies() == ShortOfCopies.WAIT,
                home.lowEnergy() == LowEnergy.RAISE,
                home.loss() == Loss.ACCEPT,
                home.outage() == Outage.PRESERVE,
                new Pace(home.onCongestion() == OnCongestion.PULL_AHEAD, home.resyncBitsPerSecond()));
    }

    private SipHash unlockKey(CardSpec card) {
        RandomStream key = world.random(card.name() + ".key");
        return new SipHash(key.next(), key.next());
    }

    /** All cards are of one maker. */
    private SipHash imageKey() {
        RandomStream key = world.random("image-key");
        return new SipHash(key.next(), key.next());
    }

    private long bandwidth(CardSpec card) {
        LongStream wires = scenario.wires().stream()
                .filter(wire -> wire.endA().equals(card.name()) || wire.endB().equals(card.name()))
                .mapToLong(WireSpec::bitsPerSecond);
        LongStream lans = scenario.lans().stream()
                .filter(lan -> lan.cards().contains(card.name()))
                .mapToLong(LanSpec::bitsPerSecond);
        return LongStream.concat(wires, lans).min().orElse(1_000_000_000L);
    }

    private int number(String cardName) {
        for (int i = 0; i < scenario.cards().size(); i++) {
            if (scenario.cards().get(i).name().equals(cardName)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no card " + cardName);
    }

    private Network.Spec wire(WireSpec spec) {
        RandomStream random = world.random(spec.name() + ".spec");
        return new Network.Spec(
                spec.latencyNs().lo(),
                spec.latencyNs().hi(),
                spec.bitsPerSecond(),
                drawn(spec.lossPpm(), random),
                drawn(spec.duplicatePpm(), random),
                drawn(spec.reorderPpm(), random),
                drawn(spec.corruptPpm(), random));
    }

    private Network.Spec lan(LanSpec spec) {
        RandomStream random = world.random(spec.name() + ".spec");
        return new Network.Spec(
                spec.latencyNs().lo(),
                spec.latencyNs().hi(),
                spec.bitsPerSecond(),
                drawn(spec.lossPpm(), random),
                drawn(spec.duplicatePpm(), random),
                drawn(spec.reorderPpm(), random),
                drawn(spec.corruptPpm(), random));
    }

    private static long drawn(Range range, RandomStream random) {
        return random.between(range.lo(), range.hi());
    }
}
