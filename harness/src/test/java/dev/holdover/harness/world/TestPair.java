package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.Outcome;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.FailBack;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/** Two hosts, alpha and beta, with a card each, and a wire; their programs do what a test says. */
public final class TestPair {
    public static final NvramLayout LAYOUT = new NvramLayout(4L * NvramLayout.BLOCK, 8, 2);
    private static final Network.Spec GOOD = new Network.Spec(20_000, 20_000, 1_000_000_000, 0, 0, 0, 0);

    private final World world;
    private final Cluster cluster;

    /** @param joined whether the cards can reach each other; {@code step} is what the programs do, host and time */
    public TestPair(World world, Witness witness, boolean joined, ObjLongConsumer<StepContext> step) {
        this.world = world;
        this.cluster = new Cluster(world, witness);
        cluster.addHost("alpha", 5_000_000);
        cluster.addHost("beta", 5_000_000);
        addCard(1, "alpha", step);
        addCard(2, "beta", step);
        if (joined) {
            cluster.addWire("lan", GOOD, "alpha.card", "beta.card");
        }
    }

    /** Who steps. */
    public record StepContext(Host host, DriverCore driver) {}

    private void addCard(int number, String host, ObjLongConsumer<StepContext> step) {
        int other = 3 - number;
        FirmwareConfig firmware = new FirmwareConfig(
                1,
                number,
                LAYOUT,
                List.of(SlotConfig.of(number, number, other), SlotConfig.of(other, other, number)),
                new SipHash(1, 2),
                new SipHash(3, number),
                10_000_000,
                5,
                100_000_000,
                true,
                8_000,
                1_000_000_000,
                LeaseConfig.DEFAULT,
                FailBack.NEVER,
                FirmwareConfig.StorageConfig.NONE,
                List.of(),
                true,
                FirmwareConfig.NO_STORE);
        CardConfig hardware = new CardConfig(LAYOUT, 30_000_000, 8_000, 5_000, CardConfig.RESET_NS);
        cluster.addCard(
                host + ".card",
                host,
                hardware,
                firmware,
                0,
                CardParts.product(),
                (onHost, card) -> new Stepper(onHost, step));
    }

    public TestPair powerOn() {
        cluster.powerOn();
        world.runUntil(world.nowNs() + 60_000_000);
        return this;
    }

    public Cluster cluster() {
        return cluster;
    }

    public CardNode one() {
        return cluster.card(1);
    }

    public CardNode two() {
        return cluster.card(2);
    }

    private static final class Stepper implements Program {
        private static final long PERIOD_NS = 1_000_000;

        private final Host host;
        private final ObjLongConsumer<StepContext> step;
        private Optional<DriverCore> driver = Optional.empty();
        private long nextNs;

        Stepper(Host host, ObjLongConsumer<StepContext> step) {
            this.host = host;
            this.step = step;
        }

        @Override
        public void start(DriverCore itsDriver) {
            driver = Optional.of(itsDriver);
        }

        @Override
        public void step(long nowNs) {
            step.accept(new StepContext(host, driver.orElseThrow()), nowNs);
            nextNs = nowNs + PERIOD_NS;
        }

        @Override
        public long nextNs() {
            return nextNs;
        }

        @Override
        public void completed(int window, long ticket, Outcome outcome, long lsn) {}

        @Override
        public void stateChanged(DriverState from, DriverState to) {}

        @Override
        public void owns(int window, int personality, long epoch) {}

        @Override
        public void lost(int window, int personality, long epoch) {}
    }
}
