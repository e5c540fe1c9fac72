package dev.holdover.harness.report.history;

import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.Outcome;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Measure;
import dev.holdover.harness.run.Spectator;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.Plug;
import dev.holdover.harness.world.StorageArray;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Records a run while it is played; for one run. What it keeps is bounded, however long the run is. */
public final class HistoryRecorder implements Spectator {
    private static final int MOST_MARKS = 1500;
    private static final int MOST_SPANS = 16_000;
    private static final int MOST_PLUGS = 64;

    private final Recent recent = new Recent();
    private final Samples samples = new Samples();
    private final Map<String, Track> hosts = new LinkedHashMap<>();
    /** By number, from one. */
    private final List<CardTracks> cards = new ArrayList<>();

    private final Map<String, Track> others = new LinkedHashMap<>();
    private Optional<World> world = Optional.empty();

    @Override
    public void watch(World theWorld, Cluster cluster, Witnesses witnesses, Journal journal) {
        if (world.isPresent()) {
            throw new IllegalStateException("a recorder is for one run");
        }
        world = Optional.of(theWorld);
        for (Host host : cluster.hosts()) {
            hosts.put(host.name(), new Track(host.name(), "host", State.of(host.state())));
            for (CardNode card : host.cards()) {
                Track driver = new Track(host.name(), "driver of " + card.name(), State.of(DriverState.ABSENT));
                hosts.put(driver(host.name(), card.name()), driver);
            }
        }
        cluster.cards().forEach(card -> cards.add(new CardTracks(card, theWorld::nowNs, recent)));
        for (Network network : cluster.networks()) {
            String aspect = network.switched() ? "switch" : "wire";
            others.put(network.name(), new Track(network.name(), aspect, State.works(network.up())));
        }
        cluster.array().ifPresent(array -> others.put(array.name(), new Track(array.name(), "disk array", State.UP)));
        cluster.disks().forEach(disk -> others.put(disk.name(), new Track(disk.name(), "disk", State.NO_POWER)));
        cluster.nics().forEach(nic -> others.put(nic.name(), new Track(nic.name(), "NIC", State.NO_POWER)));
        Eye eye = new Eye(theWorld, cluster);
        eye.measure();
        witnesses.add(eye, true);
        journal.listen(eye::happened);
    }

    /** What was seen in the run that {@code outcome} came of, up to its end or to the first broken invariant. */
    public History history(dev.holdover.harness.run.Outcome outcome) {
        OptionalLong brokenNs = outcome.violations().stream()
                .filter(each -> each.number() > 0)
                .mapToLong(Violation::timeNs)
                .min();
        long endNs = Math.max(1, Math.min(outcome.virtualNanos(), brokenNs.orElse(Long.MAX_VALUE)));
        samples.end(endNs);
        List<Track> tracks = new ArrayList<>(hosts.values());
        cards.forEach(card -> tracks.addAll(card.all()));
        tracks.addAll(others.values());
        int most = Math.max(Thinning.LEAST, MOST_SPANS / Math.max(1, tracks.size()));
        List<Lane> lanes = tracks.stream().map(track -> track.lane(endNs, most)).toList();
        List<Mark> marks = outcome.story().stream()
                .filter(line -> line.timeNs() <= endNs)
                .map(line -> new Mark(line.timeNs(), line.kind(), line.who(), line.what(), 0))
                .toList();
        return new History(
                endNs,
                lanes,
                Thinning.marks(marks, MOST_MARKS),
                samples.atNs(),
                samples.series(),
                recent.steps(outcome.story(), endNs));
    }

    private static String driver(String host, String card) {
        return host + "\n" + card;
    }

    /** Sees for the recorder. */
    private final class Eye implements Witness {
        private final World theWorld;
        private final Cluster cluster;
        private final long[] acknowledgedBytes;
        private final Map<String, Long> writtenBytes = new LinkedHashMap<>();

        Eye(World theWorld, Cluster cluster) {
            this.theWorld = theWorld;
            this.cluster = cluster;
            this.acknowledgedBytes = new long[cluster.cards().size() + 1];
        }

        void measure() {
            for (CardNode card : cluster.cards()) {
                int personality = card.config().card();
                String name = "personality " + personality;
                samples.add(Measure.ACKNOWLEDGED, name, () -> acknowledgedBytes[personality]);
                samples.add(Measure.UNSENT, name, () -> unsentBytes(personality));
            }
            for (DiskNode disk : cluster.disks()) {
                writtenBytes.put(disk.name(), 0L);
                samples.add(Measure.WRITTEN, disk.name(), () -> writtenBytes.getOrDefault(disk.name(), 0L));
            }
            for (CardNode card : cluster.cards()) {
                samples.add(Measure.CHARGE, card.name(), () -> card.hardware().chargeMj() / 1e3);
            }
        }

        private long unsentBytes(int personality) {
            long epoch = -1;
            long bytes = 0;
            for (CardTracks card : cards) {
                long owned = card.ownedEpoch(personality);
                if (owned > epoch) {
                    epoch = owned;
                    bytes = card.dirtyBytes(personality);
                }
            }
            return bytes;
        }

        void happened(Happening happening, String who, long a, long b, long timeNs) {
            look();
            recent.happened(happening, who, a, b, timeNs);
            samples.tick(timeNs);
        }

        private void look() {
            for (CardTracks card : cards) {
                card.look();
            }
            for (NicNode nic : cluster.nics()) {
                boolean there = nic.card()
                        .hardware()
                        .daughters()
                        .in(nic.slot())
                        .filter(each -> each.answers())
                        .isPresent();
                set(others, nic.name(), there ? State.UP : new State("gone", Tone.BAD));
            }
        }

        private CardTracks of(CardNode card) {
            return cards.get(card.config().card() - 1);
        }

        private void set(Map<String, Track> tracks, String name, State state) {
            set(Objects.requireNonNull(tracks.get(name), name), state);
        }

        private void set(Track track, State state) {
            if (track.is(state, theWorld.nowNs())) {
                recent.changed(track, theWorld.nowNs());
            }
        }

        @Override
        public void stored(CardNode card, Side by, long offset, int length) {
            if (offset < NvramLayout.SLOTS_AT) {
                of(card).persisted();
            }
        }

        @Override
        public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
            of(card).gates(cardGateShut, hostGateShut);
        }

        @Override
        public void rails(CardNode card, boolean main, boolean battery) {
            of(card).rails(main, battery);
            look();
        }

        @Override
        public void pcieLink(CardNode card, boolean up) {
            of(card).link(up);
        }

        @Override
        public void domains(CardNode card, int lost, int got) {
            look();
        }

        @Override
        public void processor(CardNode card, ProcessorState state) {
            look();
        }

        @Override
        public void hostState(Host host, HostState state) {
            set(hosts, host.name(), State.of(state));
            look();
        }

        @Override
        public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
            set(hosts, driver(host.name(), card.name()), State.of(to));
            look();
        }

        @Override
        public void networkState(Network network, boolean up) {
            set(others, network.name(), State.works(up));
        }

        @Override
        public void networkSplit(Network network, int count) {
            set(others, network.name(), count > 0 ? new State("fallen in two", Tone.BAD) : State.UP);
        }

        /** There are many plugs; those that never break have no lane. */
        @Override
        public void plugState(Plug plug, boolean works) {
            if (others.containsKey(plug.name()) || others.size() < MOST_PLUGS) {
                others.computeIfAbsent(plug.name(), name -> new Track(name, "cable and port", State.UP));
                set(others, plug.name(), State.works(works));
            }
        }

        @Override
        public void arrayPower(StorageArray array, boolean on) {
            set(others, array.name(), on ? State.UP : State.NO_POWER);
        }

        @Override
        public void diskPower(DiskNode disk, boolean on) {
            set(others, disk.name(), on ? State.UP : State.NO_POWER);
        }

        @Override
        public void blocksWritten(DiskNode disk, DiskOpcode opcode, long lba, int count, long epoch) {
            if (opcode == DiskOpcode.WRITE) {
                writtenBytes.merge(
                        disk.name(), (long) count * disk.spec().geometry().logicalBytes(), Long::sum);
            }
        }

        @Override
        public void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {
            if (outcome == Outcome.DURABLE) {
                acknowledgedBytes[personality] += length;
            }
        }
    }
}
