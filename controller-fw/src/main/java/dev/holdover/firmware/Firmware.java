package dev.holdover.firmware;

import dev.holdover.firmware.console.Console;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramAccess;

/**
 * The firmware: stepped from outside, one call at a time, each to its end. A new instance knows only
 * what its configuration and the NVRAM say.
 *
 * <pre>
 * boot -> AWAITING_GATE   the host holds the NVRAM: wait, prove ourselves when challenged
 *      -> RECOVERING -> RUNNING | FAILED
 * </pre>
 */
public final class Firmware {
    private final Hal hal;
    private final FirmwareConfig config;
    private final Services services;
    private final Dispatcher dispatcher;
    private final Operator operator;
    private final Console console;
    private BootState state = BootState.IN_RESET;
    private long heartbeats;

    public Firmware(Hal hal, FirmwareConfig config) {
        this(hal, config, new FirmwareParts() {});
    }

    /** @param parts makes the services; another implementation may give others */
    public Firmware(Hal hal, FirmwareConfig config, FirmwareParts parts) {
        this.hal = hal;
        this.config = config;
        this.services = new Services(hal, config, parts, new Host(), new Majority(), new Epochs());
        this.dispatcher = new Dispatcher(hal, services, this::openToHost);
        this.operator = new Operator(config, services, () -> state == BootState.RUNNING, this::openToHost);
        this.console = new Console(hal, new ConsoleCommands(hal, config, services, operator, () -> state));
    }

    /**
     * Prepares a new card: every personality at epoch 1 and at the beginning of its log, owned by
     * its home card, its other copy in sync.
     */
    public static void provision(NvramAccess nvram, FirmwareConfig config) {
        Provisioning.provision(nvram, config);
    }

    /** Reset was released. */
    public void boot() {
        console.start();
        services.watchdog.start();
        hal.write(Register.HEARTBEAT_PERIOD_US, config.heartbeatNs() / 1000);
        hal.write(Register.HEARTBEAT_LIMIT, config.missedLimit());
        hal.arm(Timer.TICK, 0, hal.nowNs() + config.heartbeatNs());
        if (Field.HOST_GATE_SHUT.in(hal.read(Register.HOST_GATE_CTRL))) {
            enter(BootState.AWAITING_GATE);
        } else {
            recover();
        }
    }

    /** PROC_INT_CAUSE is not zero. */
    public void interrupt() {
        long causes = hal.read(Register.PROC_INT_CAUSE);
        hal.write(Register.PROC_INT_CAUSE, causes);
        if (Field.PROC_HOST_GATE.in(causes)) {
            hostGateMoved();
        }
        if (Field.PROC_MAILBOX.in(causes)) {
            services.guard.mailbox();
        }
        if (Field.PROC_UART.in(causes)) {
            console.interrupt();
        }
        if (state != BootState.RUNNING) {
            return;
        }
        if (Field.PROC_ECC.in(causes)) {
            services.medic.errors();
        }
        if (Field.PROC_HEARTBEAT.in(causes)) {
            services.health.heartbeat();
        }
        if (Field.PROC_DOORBELL.in(causes)) {
            doorbells();
        }
        if (Field.PROC_PANIC.in(causes)) {
            services.health.told();
        }
        if (Field.PROC_POWER.in(causes)) {
            services.health.powerChanged();
        }
        if (Field.PROC_NV.in(causes)) {
            services.nv.ordered();
        }
        if (Field.PROC_FLASH.in(causes)) {
            services.updater.flashDone();
        }
        if (Field.PROC_UPDATE.in(causes)) {
            services.updater.ordered();
        }
        if (Field.PROC_DAUGHTER.in(causes)) {
            services.blocks.slotsChanged();
        }
        if (Field.PROC_WINDOW.in(causes)) {
            services.guard.misplaced();
        }
        if (Field.PROC_LEASE.in(causes)) {
            leaseRanOut();
        }
    }

    /** A timer is due. */
    public void timer(Timer timer, int slot) {
        switch (timer) {
            case TICK -> tick();
            case WATCHDOG -> services.watchdog.kick(state == BootState.RUNNING);
            case HOST_DEADLINE -> services.health.deadline();
            case PROOF -> services.guard.proofDeadline();
            case ANNOUNCE -> services.addresses.announceAgain(services.personalities.get(slot));
            case RETRANSMIT -> {
                if (state == BootState.RUNNING) {
                    services.replicator.timeout(services.personalities.get(slot));
                }
            }
        }
    }

    /** A frame came in at one of the card's own ports. */
    public void frame(int port, byte[] bytes, int at, int length) {
        if (state != BootState.RUNNING) {
            return;
        }
        if (port == Hal.STORAGE_PORT) {
            services.reservations.frame(bytes, at, length);
        } else {
            dispatcher.frame(port, bytes, at, length);
        }
    }

    /** A command that was given to the disk in a daughter slot has ended. */
    public void disk(int slot, int tag, DiskStatus status) {
        if (services.store.owns(slot)) {
            if (state == BootState.RUNNING || state == BootState.RECOVERING) {
                services.store.disk(tag, status);
            }
        } else if (state == BootState.RUNNING) {
            services.blocks.disk(slot, tag, status);
            for (int i = 0; i < services.personalities.size(); i++) {
                services.intake.resume(services.personalities.get(i));
            }
        }
    }

    /** What an operator may ask for; nothing is done while the firmware is not running. */
    public Operator operator() {
        return operator;
    }

    /** Folds all that the firmware knows, beyond the NVRAM's bytes, into a number. */
    public long stateHash() {
        long hash = state.ordinal();
        for (Personality personality : services.personalities) {
            hash = hash * 31 + personality.stateHash();
        }
        hash = hash * 31 + services.messenger.stateHash();
        hash = hash * 31 + services.replicator.stateHash();
        hash = (hash * 31 + services.peers.stateHash()) * 31 + services.addresses.stateHash();
        hash = (hash * 31 + services.reservations.stateHash()) * 31 + services.ladder.stateHash();
        hash = (hash * 31 + services.nv.stateHash()) * 31 + services.keeper.stateHash();
        hash = (hash * 31 + services.updater.stateHash()) * 31 + services.blocks.stateHash();
        hash = (hash * 31 + services.store.stateHash()) * 31 + services.revival.stateHash();
        return (hash * 31 + services.guard.stateHash()) * 31 + services.health.stateHash();
    }

    private void recover() {
        enter(BootState.RECOVERING);
        services.medic.beforeRecovery();
        boolean blank = !services.superblock.load();
        if (blank) {
            hal.journal(Notice.NVRAM_BLANK, 0, 0, 0);
            Provisioning.format(hal.nvram(), config, services.superblock, Role.STALE);
            services.store.load(() -> recovered(true));
        } else {
            recovered(false);
        }
    }

    /** The NVRAM is as this firmware can have it. */
    private void recovered(boolean blank) {
        if (blank) {
            services.quorum.forgot();
        }
        services.superblock.incarnation(Math.max(services.superblock.incarnation() + 1, hal.boots()));
        services.superblock.persist();
        services.messenger.beginIncarnation(services.superblock.incarnation());
        long replayed = 0;
        for (Personality personality : services.personalities) {
            if (!personality.log().open() || !oldSelfReadable(personality)) {
                hal.journal(Notice.NVRAM_CORRUPT, personality.slot(), 0, 0);
                if (mayBelongToUs(personality.record().role())) {
                    enter(BootState.FAILED);
                    return;
                }
                beginAnew(personality);
            }
            replayed += services.recovery.replay(personality);
            personality.resume(personality.record().role());
        }
        services.replicator.recover();
        services.quorum.boot();
        enter(BootState.RUNNING);
        hal.journal(Notice.CARD_BOOTED, 0, services.superblock.incarnation(), replayed);
        for (Personality personality : services.personalities) {
            if (personality.owns()) {
                services.blocks.open(personality);
            }
            if (personality.role() == Role.ACTIVE) {
                services.intake.recover(personality);
            }
        }
        services.updater.boot();
        services.nv.boot(blank);
        services.revival.boot();
        services.takeOver.resume();
        services.nv.resume();
        // The host may have stored orders that nobody has read since.
        services.nv.ordered();
        expectHost();
        for (int i = 0; i < services.messenger.peers(); i++) {
            services.greeting.say(services.messenger.card(i), true);
        }
    }

    /** Without the map of its pre-image a copy that is being filled can't be brought back to what it was. */
    private static boolean oldSelfReadable(Personality personality) {
        return !personality.record().preImageKept() || personality.preImage().readable();
    }

    private static boolean mayBelongToUs(Role role) {
        return switch (role) {
            case BACKUP_SYNC, CATCHUP, STALE, SUPERSEDED, WITNESS -> false;
            default -> true;
        };
    }

    /**
     * A follower's log that is not whole, as a resync that was cut leaves it: the owner fills this copy
     * anew. The control page goes last, so that a cut in here leaves the log as it was found.
     */
    private void beginAnew(Personality personality) {
        personality.record().clearCertificate();
        personality.record().dropPreImage();
        personality.record().role(personality.holdsCopy() ? Role.STALE : Role.WITNESS);
        personality.persist();
        byte[] zeros = new byte[4096];
        for (long at = config.layout().slotBytes(); at > zeros.length; at -= zeros.length) {
            hal.nvram().put(personality.base() + at - zeros.length, zeros, 0, zeros.length);
        }
        personality.log().format();
    }

    /** A host that owned something before a warm reset is expected back at once; a cold one may take its time. */
    private void expectHost() {
        long why = hal.read(Register.RESET_CAUSE);
        boolean cold = Field.CAUSE_POR.in(why) || Field.CAUSE_WAKE.in(why);
        for (Personality personality : services.personalities) {
            if (personality.role() == Role.ACTIVE && !cold) {
                services.health.expect();
                services.health.powerChanged();
                return;
            }
        }
    }

    private void openToHost() {
        if (hostProved()) {
            services.guard.fence(false);
            services.guard.open();
        }
    }

    private boolean hostProved() {
        if (state != BootState.RUNNING) {
            return false;
        }
        services.health.trust();
        services.ladder.hostTrusted();
        services.takeOver.hostReturned();
        services.blocks.hostReturned();
        return true;
    }

    /** What the guard asks for; and what the gate sets off: the addresses follow it. */
    private final class Host implements Guard.Listener {
        @Override
        public boolean hostProved() {
            return Firmware.this.hostProved();
        }

        @Override
        public boolean leased(Personality personality) {
            return services.quorum.leased(personality);
        }

        @Override
        public void gateMoved() {
            services.addresses.refresh();
        }
    }

    /** What a majority's decision leads to. */
    private final class Majority implements Quorum.Listener {
        @Override
        public void leased(Personality personality) {
            services.guard.refresh();
            personality.publish();
        }

        @Override
        public void elected(Personality personality, long epoch, boolean lossy) {
            services.takeOver.elected(personality, epoch, lossy);
        }

        @Override
        public boolean hostAlive() {
            return services.health.alive();
        }
    }

    /** What follows from a new epoch, and what it waits for. */
    private final class Epochs implements TakeOver.Listener {
        @Override
        public void epochChanged(Personality personality) {
            services.quorum.ended(personality);
            services.intake.begin(personality);
            if (personality.owner() != personality.card()) {
                services.blocks.leave(personality);
            }
        }

        @Override
        public void serving(Personality personality) {
            services.blocks.open(personality);
        }

        @Override
        public boolean handsOver(Personality personality) {
            return !personality.config().preserves() || services.nv.armed() || !personality.isHome();
        }

        @Override
        public boolean reserve(Personality personality) {
            return services.reserve(personality);
        }
    }

    private void leaseRanOut() {
        for (Personality personality : services.personalities) {
            if (personality.role() == Role.ACTIVE && !services.quorum.leased(personality)) {
                hal.journal(
                        Notice.LEASE_EXPIRED,
                        personality.slot(),
                        personality.epoch(),
                        personality.config().personality());
            }
        }
    }

    private void hostGateMoved() {
        boolean shut = Field.HOST_GATE_SHUT.in(hal.read(Register.HOST_GATE_CTRL));
        if (shut) {
            services.store.stopLoading();
            enter(BootState.AWAITING_GATE);
        } else if (state == BootState.AWAITING_GATE) {
            recover();
        }
    }

    private void doorbells() {
        long rung = hal.read(Register.DB);
        hal.write(Register.DB, rung);
        for (int i = 0; i < services.personalities.size(); i++) {
            if ((rung >>> i & 1) != 0) {
                services.intake.doorbell(services.personalities.get(i));
                services.blocks.doorbell(services.personalities.get(i));
                services.takeOver.progress(services.personalities.get(i));
                services.store.advance(services.personalities.get(i));
            }
        }
    }

    private void tick() {
        hal.write(Register.CARD_HEARTBEAT, ++heartbeats);
        hal.arm(Timer.TICK, 0, hal.nowNs() + config.heartbeatNs());
        if (state == BootState.RECOVERING) {
            services.store.tick();
        }
        if (state != BootState.RUNNING) {
            return;
        }
        services.takeOver.tick();
        services.reservations.tick();
        services.failBack.tick();
        services.quorum.tick();
        services.replicator.tick();
        services.medic.tick();
        for (int i = 0; i < services.personalities.size(); i++) {
            services.intake.tick(services.personalities.get(i));
        }
        services.blocks.tick();
        services.store.tick();
        services.tellStored();
        services.keeper.tick();
        services.revival.tick();
        services.nv.tick();
        services.sleep.tick();
        for (int i = 0; i < services.messenger.peers(); i++) {
            int card = services.messenger.card(i);
            if (services.peers.fellSilent(card)) {
                services.replicator.lost(card);
                services.revival.lost(card);
                services.personalities.forEach(services.intake::complete);
            }
        }
        services.ladder.tick();
        services.updater.tick();
        console.tick();
        dispatcher.tick();
    }

    private void enter(BootState next) {
        state = next;
        hal.write(Register.BOOT_STATE, next.ordinal());
    }
}
