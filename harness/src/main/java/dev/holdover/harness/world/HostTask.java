package dev.holdover.harness.world;

import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DaughterSlot;
import dev.holdover.driver.core.DriverConfig;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.FirmwareHealth;
import dev.holdover.driver.core.NvHealth;
import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.driver.core.UpdateResult;
import dev.holdover.model.contract.EnergyLevel;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One card's driver and the program above it, on one host. */
public final class HostTask {
    private static final long NEVER = Long.MAX_VALUE;

    private final Host host;
    private final CardNode card;
    private final SimulatedDevice device;
    private final DriverConfig config;
    private final Program.Factory factory;
    private final Witness witness;
    private Optional<DriverCore> driver = Optional.empty();
    private Optional<Program> program = Optional.empty();
    private boolean resetCard;
    private Optional<Consumer<DriverCore>> order = Optional.empty();
    private long vectors;
    private long wakeAtNs = NEVER;

    HostTask(
            Host host,
            CardNode card,
            SimulatedDevice device,
            DriverConfig config,
            Program.Factory factory,
            Witness witness) {
        this.host = host;
        this.card = card;
        this.device = device;
        this.config = config;
        this.factory = factory;
        this.witness = witness;
    }

    public CardNode card() {
        return card;
    }

    /** The driver; empty while the host is down. */
    public Optional<DriverCore> driver() {
        return driver;
    }

    /** Whether a process serves {@code window} here. */
    boolean serves(int window) {
        return program.map(each -> each.serves(window)).orElse(false);
    }

    void start() {
        Program fresh = factory.create(host, card);
        DriverCore core = new DriverCore(device, config, new Watched(fresh));
        fresh.start(core);
        program = Optional.of(fresh);
        driver = Optional.of(core);
        vectors = 0;
        resetCard = false;
        order = Optional.empty();
        wakeAtNs = NEVER;
    }

    void stop() {
        driver = Optional.empty();
        program = Optional.empty();
        device.powerOff();
    }

    /** In its next turn the host resets its card. */
    void resetCard() {
        resetCard = true;
    }

    /** In its next turn the host has its driver do something. */
    void order(Consumer<DriverCore> what) {
        order = Optional.of(what);
    }

    /** In its next turn the host begins to send its card a firmware image, and resets it when that is activated. */
    void updateFirmware(byte[] image) {
        order(core -> core.updateFirmware(ByteBuffer.wrap(image)));
    }

    void tellShutdown() {
        driver.ifPresent(DriverCore::tellShutdown);
    }

    void interrupted(int vector) {
        vectors |= 1L << vector;
    }

    void woken(long atNs) {
        if (atNs == wakeAtNs) {
            wakeAtNs = NEVER;
        }
    }

    void run(long nowNs) {
        DriverCore core = driver.orElseThrow();
        if (resetCard) {
            resetCard = false;
            core.resetCard();
        }
        if (order.isPresent()) {
            Consumer<DriverCore> what = order.get();
            order = Optional.empty();
            what.accept(core);
        }
        for (; vectors != 0; vectors &= vectors - 1) {
            core.onInterrupt(Long.numberOfTrailingZeros(vectors), host.localNs());
        }
        if (nowNs >= core.nextPollNs()) {
            core.poll(host.localNs());
        }
        program.orElseThrow().step(host.localNs());
    }

    /** When the host must be woken, if no wake-up is under way for then or before. */
    long newWakeNs() {
        long wantedNs = Math.min(
                driver.orElseThrow().nextPollNs(), program.orElseThrow().nextNs());
        if (wantedNs >= wakeAtNs) {
            return NEVER;
        }
        wakeAtNs = wantedNs;
        return wantedNs;
    }

    /** Passes everything on to the program, and lets the witness see it. */
    private final class Watched implements DriverListener {
        private final Program to;

        Watched(Program to) {
            this.to = to;
        }

        @Override
        public void blockCompleted(int window, long ticket, BlockOutcome outcome) {
            to.blockCompleted(window, ticket, outcome);
        }

        @Override
        public void completed(int window, long ticket, Outcome outcome, long lsn) {
            to.completed(window, ticket, outcome, lsn);
        }

        @Override
        public void durability(int window, int copies) {
            witness.durability(host, card, window, copies);
            to.durability(window, copies);
        }

        @Override
        public void busErrors(long errors) {
            witness.busErrors(host, card, errors);
            to.busErrors(errors);
        }

        @Override
        public void daughter(DaughterSlot slot) {
            to.daughter(slot);
        }

        @Override
        public void cardReset(Set<ResetCause> causes) {
            witness.cardReset(host, card, causes);
            to.cardReset(causes);
        }

        @Override
        public void bootFails(long times) {
            witness.bootFails(host, card, times);
            to.bootFails(times);
        }

        @Override
        public void firmwareBooted(FirmwareHealth health) {
            witness.firmwareBooted(host, card, health);
            to.firmwareBooted(health);
        }

        @Override
        public void firmwareProgress(int programmedBytes, int imageBytes) {
            to.firmwareProgress(programmedBytes, imageBytes);
        }

        @Override
        public void firmwareUpdated(UpdateResult result) {
            witness.firmwareUpdated(host, card, result);
            to.firmwareUpdated(result);
            if (result instanceof UpdateResult.Activated) {
                resetCard = true;
                host.wantTurn();
            }
        }

        @Override
        public void energy(EnergyLevel level) {
            witness.energyTold(host, card, level);
            to.energy(level);
        }

        @Override
        public void nv(NvHealth health) {
            witness.nvTold(host, card, health);
            to.nv(health);
        }

        @Override
        public void poisoned(int window, long offset, int length) {
            witness.poisonedRead(host, window, offset);
            to.poisoned(window, offset, length);
        }

        @Override
        public void stateChanged(DriverState from, DriverState next) {
            witness.driverState(host, card, from, next);
            to.stateChanged(from, next);
        }

        @Override
        public void owns(int window, int personality, long epoch) {
            witness.owns(host, card, window, personality, epoch);
            to.owns(window, personality, epoch);
        }

        @Override
        public void lost(int window, int personality, long epoch) {
            witness.lost(host, card, window, personality, epoch);
            to.lost(window, personality, epoch);
        }
    }
}
