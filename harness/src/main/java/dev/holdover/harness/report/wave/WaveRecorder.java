package dev.holdover.harness.report.wave;

import dev.holdover.driver.core.DriverState;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.report.part.Part;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.BusOperation;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.Plug;
import dev.holdover.harness.world.Probe;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Register;
import java.io.IOException;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import java.util.Objects;

/**
 * Records the signals of a run as a Value Change Dump (IEEE 1364-2005, clause 18), with a time scale of 1 ns.
 *
 * <p>Scope {@code cards} has for each card its rails and power domains (a bit for each, in the order of
 * PowerDomain), PERST# (low while the host holds its slots in reset), the PCIe link, both gates (1: open), windows
 * (a bit for each that the host reaches), the watchdog's stage, the processor's state, both heartbeat registers,
 * as events doorbells that the card admits and MSI-X messages that it sends, the batteries' charge in percent of
 * their capacity at the beginning, whether the NVRAM holds what was stored, and for each slot personality, role
 * and epoch. {@code hosts} and {@code networks} are told in {@link HostSignals} and {@link NetworkSignals}. States
 * are signals of GTKWave's type {@code string}.
 */
public final class WaveRecorder implements Part {
    /** So many changes are kept by default: 80 MB. */
    public static final int MOST_CHANGES = 4_000_000;

    private final int most;
    private final IdentityHashMap<CardNode, CardSignals> cards = new IdentityHashMap<>();
    private final IdentityHashMap<Host, HostSignals> hosts = new IdentityHashMap<>();
    private final IdentityHashMap<Network, NetworkSignals> networks = new IdentityHashMap<>();
    private Waves waves = new Waves(() -> 0, 0);

    public WaveRecorder() {
        this(MOST_CHANGES);
    }

    /** @param most changes that are kept, the first ones; the file tells how many are left out */
    public WaveRecorder(int most) {
        this.most = most;
    }

    @Override
    public void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal) {
        waves = new Waves(world::nowNs, most);
        cards.clear();
        hosts.clear();
        networks.clear();
        cluster.hosts().forEach(host -> hosts.put(host, new HostSignals(waves, host)));
        cluster.cards().forEach(card -> cards.put(card, new CardSignals(waves, card)));
        cluster.networks().forEach(network -> networks.put(network, new NetworkSignals(waves, network)));
        witnesses.add(new Eye(), false);
        witnesses.addProbe(new Needle());
    }

    /** Changes that were kept. */
    public int changes() {
        return waves.size();
    }

    @Override
    public String suffix() {
        return ".vcd";
    }

    @Override
    public void write(Outcome outcome, OutputStream to) throws IOException {
        cards.values().forEach(CardSignals::sample);
        new VcdWriter(waves, to).write(Part.product(), Part.run(outcome));
    }

    private CardSignals of(CardNode card) {
        return Objects.requireNonNull(cards.get(card));
    }

    private HostSignals of(Host host) {
        return Objects.requireNonNull(hosts.get(host));
    }

    private void sample(Network network) {
        NetworkSignals signals = networks.get(network);
        // The paths to a disk array are a network of its own.
        if (signals != null) {
            signals.sample();
        }
    }

    private final class Eye implements Witness {
        @Override
        public void rails(CardNode card, boolean main, boolean battery) {
            of(card).rails(main, battery);
            of(card).sample();
        }

        @Override
        public void domains(CardNode card, int lost, int got) {
            of(card).sample();
        }

        @Override
        public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
            of(card).windows(cardGateShut, hostGateShut, windows);
            of(card).sample();
        }

        @Override
        public void processor(CardNode card, ProcessorState state) {
            of(card).processor(state);
            of(card).sample();
        }

        @Override
        public void watchdog(CardNode card, int stage) {
            of(card).watchdog(stage);
            of(card).sample();
        }

        @Override
        public void nvramLost(CardNode card) {
            of(card).nvram(false);
            of(card).sample();
        }

        /** A firmware that serves has found a superblock, or made one. */
        @Override
        public void notice(CardNode card, Notice notice, int slot, long a, long b) {
            if (notice == Notice.CARD_BOOTED) {
                of(card).nvram(true);
            } else if (notice == Notice.NVRAM_CORRUPT || notice == Notice.NVRAM_BLANK) {
                of(card).nvram(false);
            }
            of(card).sample();
        }

        @Override
        public void pcieLink(CardNode card, boolean up) {
            of(card).linkUp(up);
        }

        @Override
        public void hostState(Host host, HostState state) {
            for (CardNode card : host.cards()) {
                of(card).perst(of(host).state(), state);
                of(card).sample();
            }
            of(host).state(state);
        }

        @Override
        public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
            of(host).driver(card, to);
            of(card).sample();
        }

        @Override
        public void networkState(Network network, boolean up) {
            sample(network);
        }

        @Override
        public void networkSplit(Network network, int count) {
            sample(network);
        }

        @Override
        public void plugState(Plug plug, boolean works) {
            sample(plug.network());
        }
    }

    private final class Needle implements Probe {
        @Override
        public void transaction(
                CardNode card,
                BusOperation what,
                int bar,
                long address,
                byte[] data,
                int at,
                int length,
                Completion how) {
            of(card).transaction(what, bar, address, data, at, length, how);
        }

        @Override
        public void registerWritten(CardNode card, Register register, int n, long value) {
            of(card).registerWritten(register, n, value);
        }
    }
}
