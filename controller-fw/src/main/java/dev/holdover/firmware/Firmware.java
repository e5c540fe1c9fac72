package dev.holdover.firmware;

import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.power.SleepPolicy;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.repair.Medic;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.FailBack;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.FrameFault;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.UncorrectableError;
import java.util.ArrayList;
import java.util.List;

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
    private static final int QUIET_TICKS = 3;

    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final PeerHealth peers;
    private final Superblock superblock;
    private final List<Personality> personalities = new ArrayList<>();
    private final HostHealth health;
    private final Guard guard;
    private final Addresses addresses;
    private final Replicator replicator;
    private final TakeOver takeOver;
    private final FailBack failBack;
    private final Quorum quorum;
    private final Intake intake;
    private final Recovery recovery;
    private final Medic medic;
    private final SleepPolicy sleep;
    private final Greeting greeting;
    private final WatchdogKeeper watchdog;
    private final int[] quietTicks;
    private BootState state = BootState.IN_RESET;
    private long heartbeats;

    public Firmware(Hal hal, FirmwareConfig config) {
        this(hal, config, new FirmwareParts() {});
    }

    /** @param parts makes the services; another implementation may give others */
    public Firmware(Hal hal, FirmwareConfig config, FirmwareParts parts) {
        this.hal = hal;
        this.config = config;
        this.messenger = new Messenger(hal, config);
        this.peers = new PeerHealth(hal, config, messenger);
        this.quietTicks = new int[messenger.peers()];
        this.superblock = parts.superblock(hal, config);
        for (int slot = 0; slot < config.slots().size(); slot++) {
            SlotConfig slotConfig = config.slots().get(slot);
            personalities.add(new Personality(hal, config.layout(), config.card(), slot, slotConfig, superblock));
        }
        this.recovery = parts.recovery(hal);
        this.guard = parts.guard(hal, config, personalities, new Host());
        this.addresses = parts.addresses(hal, config, personalities);
        this.replicator = parts.replicator(hal, config, messenger, personalities);
        this.takeOver =
                parts.takeOver(hal, config, messenger, peers, replicator, guard, personalities, this::epochChanged);
        this.failBack = parts.failBack(hal, config, peers, replicator, takeOver, personalities);
        this.quorum = parts.quorum(hal, config, messenger, peers, replicator, personalities, new Majority());
        this.medic = parts.medic(hal, messenger, superblock, personalities, replicator);
        EnergyBudget energy = parts.energy(hal, config);
        this.intake = parts.intake(hal, replicator, energy);
        this.health = new HostHealth(hal, config, takeOver::hostFailed);
        this.sleep = parts.sleep(hal, personalities, health, energy);
        this.greeting = new Greeting(messenger, personalities, replicator, takeOver, failBack, quorum, intake);
        this.watchdog = new WatchdogKeeper(hal, config);
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
        watchdog.start();
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
            guard.mailbox();
        }
        if (state != BootState.RUNNING) {
            return;
        }
        if (Field.PROC_ECC.in(causes)) {
            medic.errors();
        }
        if (Field.PROC_HEARTBEAT.in(causes)) {
            health.heartbeat();
        }
        if (Field.PROC_DOORBELL.in(causes)) {
            doorbells();
        }
        if (Field.PROC_PANIC.in(causes)) {
            health.told();
        }
        if (Field.PROC_POWER.in(causes)) {
            health.powerChanged();
        }
        if (Field.PROC_LEASE.in(causes)) {
            leaseRanOut();
        }
    }

    /** A timer is due. */
    public void timer(Timer timer, int slot) {
        switch (timer) {
            case TICK -> tick();
            case WATCHDOG -> watchdog.kick(state == BootState.RUNNING);
            case HOST_DEADLINE -> health.deadline();
            case PROOF -> guard.proofDeadline();
            case ANNOUNCE -> addresses.announceAgain(personalities.get(slot));
            case RETRANSMIT -> {
                if (state == BootState.RUNNING) {
                    replicator.timeout(personalities.get(slot));
                }
            }
        }
    }

    /** A frame came in at one of the card's own ports. */
    public void frame(int port, byte[] bytes, int at, int length) {
        if (state != BootState.RUNNING) {
            return;
        }
        FrameFault fault = messenger.admit(port, bytes, at, length);
        if (fault != FrameFault.NONE && fault != FrameFault.TWIN) {
            return;
        }
        Frame frame = messenger.incoming();
        boolean returned = peers.heard(frame.sender(), port, frame.heard());
        if (fault == FrameFault.TWIN) {
            return;
        }
        if (frame.type() == MessageType.HELLO) {
            quietTicks[messenger.index(frame.sender())] = 0;
            greeting.heard(frame);
            return;
        }
        if (returned) {
            greeting.say(frame.sender(), true);
        }
        if (frame.type() == MessageType.HEARTBEAT) {
            peers.hostIs(frame.sender(), frame.payloadLength() >= 16 && frame.wordAt(1) != 0);
            return;
        }
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.config().personality() == frame.personality()) {
                dispatch(personality, frame);
                return;
            }
        }
    }

    // What an operator may ask for.

    /** Tells {@code card} that its host may come back to the personality of {@code slot}. */
    public void vouch(int slot, int card) {
        Personality personality = personalities.get(slot);
        if (state == BootState.RUNNING && messenger.connected(card)) {
            messenger.begin(MessageType.RECONNECT_OK, card, personality.config(), personality.epoch());
            messenger.send();
        }
    }

    /** Asks {@code card} for part of a personality's image; a length of zero means to its end. */
    public void fetch(int slot, int card, long offset, long length) {
        if (state == BootState.RUNNING && messenger.connected(card)) {
            replicator.fetch(personalities.get(slot), card, offset, length);
        }
    }

    /**
     * Makes this card the owner of a slot's personality, without certificate and without votes. Acknowledged
     * writes may be lost, and if the present owner lives, two go on: their histories will not be merged.
     *
     * @return whether it could be
     */
    public boolean force(int slot) {
        return state == BootState.RUNNING && takeOver.force(personalities.get(slot));
    }

    /** Gives up what was written on this side of every fork; the other side then fills these copies. */
    public void discardForks() {
        personalities.forEach(takeOver::discard);
        for (int i = 0; i < messenger.peers(); i++) {
            greeting.say(messenger.card(i), true);
        }
    }

    /** Forces every personality whose owner is silent; see {@link #force}. */
    public void forceOrphans() {
        for (Personality personality : personalities) {
            int owner = personality.owner();
            boolean orphan = personality.holdsCopy() && owner != config.card() && !peers.reachable(owner);
            if (orphan) {
                force(personality.slot());
            }
        }
    }

    /** Folds all that the firmware knows, beyond the NVRAM's bytes, into a number. */
    public long stateHash() {
        long hash = state.ordinal();
        for (Personality personality : personalities) {
            hash = hash * 31 + personality.stateHash();
        }
        hash = hash * 31 + messenger.stateHash();
        hash = hash * 31 + replicator.stateHash();
        hash = (hash * 31 + peers.stateHash()) * 31 + addresses.stateHash();
        return (hash * 31 + guard.stateHash()) * 31 + health.stateHash();
    }

    private void recover() {
        enter(BootState.RECOVERING);
        medic.beforeRecovery();
        if (!superblock.load()) {
            hal.journal(Notice.NVRAM_BLANK, 0, 0, 0);
            Provisioning.format(hal.nvram(), config, superblock, Role.STALE);
            quorum.forgot();
        }
        superblock.incarnation(Math.max(superblock.incarnation() + 1, hal.boots()));
        superblock.persist();
        messenger.beginIncarnation(superblock.incarnation());
        long replayed = 0;
        for (Personality personality : personalities) {
            if (!personality.log().open() || !oldSelfReadable(personality)) {
                hal.journal(Notice.NVRAM_CORRUPT, personality.slot(), 0, 0);
                if (mayBelongToUs(personality.record().role())) {
                    enter(BootState.FAILED);
                    return;
                }
                beginAnew(personality);
            }
            replayed += recovery.replay(personality);
            personality.resume(personality.record().role());
        }
        replicator.recover();
        quorum.boot();
        enter(BootState.RUNNING);
        hal.journal(Notice.CARD_BOOTED, 0, superblock.incarnation(), replayed);
        for (Personality personality : personalities) {
            if (personality.role() == Role.ACTIVE) {
                intake.recover(personality);
            }
        }
        takeOver.resume();
        expectHost();
        for (int i = 0; i < messenger.peers(); i++) {
            greeting.say(messenger.card(i), true);
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
        for (Personality personality : personalities) {
            if (personality.role() == Role.ACTIVE && !cold) {
                health.expect();
                health.powerChanged();
                return;
            }
        }
    }

    private boolean hostProved() {
        if (state != BootState.RUNNING) {
            return false;
        }
        health.trust();
        takeOver.hostReturned();
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
            return quorum.leased(personality);
        }

        @Override
        public void gateMoved() {
            addresses.refresh();
        }
    }

    /** What a majority's decision leads to. */
    private final class Majority implements Quorum.Listener {
        @Override
        public void leased(Personality personality) {
            guard.refresh();
            personality.publish();
        }

        @Override
        public void elected(Personality personality, long epoch, boolean lossy) {
            takeOver.elected(personality, epoch, lossy);
        }

        @Override
        public boolean hostAlive() {
            return health.alive();
        }
    }

    private void epochChanged(Personality personality) {
        quorum.ended(personality);
        intake.begin(personality);
    }

    private void leaseRanOut() {
        for (Personality personality : personalities) {
            if (personality.role() == Role.ACTIVE && !quorum.leased(personality)) {
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
            enter(BootState.AWAITING_GATE);
        } else if (state == BootState.AWAITING_GATE) {
            recover();
        }
    }

    private void doorbells() {
        long rung = hal.read(Register.DB);
        hal.write(Register.DB, rung);
        for (int i = 0; i < personalities.size(); i++) {
            if ((rung >>> i & 1) != 0) {
                intake.doorbell(personalities.get(i));
                takeOver.progress(personalities.get(i));
            }
        }
    }

    private void tick() {
        hal.write(Register.CARD_HEARTBEAT, ++heartbeats);
        hal.arm(Timer.TICK, 0, hal.nowNs() + config.heartbeatNs());
        if (state != BootState.RUNNING) {
            return;
        }
        takeOver.tick();
        failBack.tick();
        quorum.tick();
        replicator.tick();
        medic.tick();
        sleep.tick();
        for (int i = 0; i < messenger.peers(); i++) {
            int card = messenger.card(i);
            if (peers.fellSilent(card)) {
                replicator.lost(card);
                personalities.forEach(intake::complete);
            }
            quietTicks[i]++;
            if (quietTicks[i] > QUIET_TICKS || waitsFor(card)) {
                greeting.say(card, true);
            } else {
                messenger
                        .begin(MessageType.HEARTBEAT, card)
                        .word(hal.read(Register.CHARGE_MJ))
                        .word(health.alive() ? 1 : 0);
                messenger.send();
            }
        }
    }

    /** Whether a copy here needs {@code card} to begin filling it. */
    private boolean waitsFor(int card) {
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.peerOn(card) >= 0
                    && mayOwn(personality, card)
                    && (personality.role() == Role.SUPERSEDED
                            || personality.role() == Role.STALE
                            || personality.role() == Role.CATCHUP)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayOwn(Personality personality, int card) {
        int owner = personality.owner();
        return owner == 0 || owner == card;
    }

    private void dispatch(Personality personality, Frame frame) {
        quietTicks[messenger.index(frame.sender())] = 0;
        if (frame.type() == MessageType.CLAIMED || frame.type() == MessageType.NACK_STALE) {
            if (frame.epoch() > personality.epoch()) {
                if (frame.type() == MessageType.CLAIMED && frame.payloadLength() >= 24) {
                    takeOver.claimed(personality, announced(frame));
                }
                greeting.say(frame.sender(), true);
            }
            return;
        }
        if (frame.epoch() < personality.epoch()) {
            boolean announces = frame.type() == MessageType.GATE_SHUT || frame.type() == MessageType.DRAIN_DONE;
            if (announces && personality.owns()) {
                // The former owner has not heard yet that its certificate did its work.
                takeOver.tellClaimed(personality, frame.sender());
                return;
            }
            hal.journal(Notice.STALE_REFUSED, personality.slot(), frame.epoch(), frame.sender());
            if (personality.owns()) {
                takeOver.tellClaimed(personality, frame.sender());
            } else {
                messenger.begin(MessageType.NACK_STALE, frame.sender(), personality.config(), personality.epoch());
                messenger.send();
            }
            return;
        }
        if (frame.epoch() > personality.epoch()) {
            greeting.say(frame.sender(), true);
            return;
        }
        if (frame.type() == MessageType.FETCH_DATA && medic.data(personality, frame)) {
            return;
        }
        switch (frame.type()) {
            case GATE_SHUT, DRAIN_DONE -> takeOver.gateShut(personality, frame);
            case RECONNECT_OK -> {
                hal.journal(Notice.RECONNECT_ALLOWED, personality.slot(), frame.sender(), 0);
                if (hostProved()) {
                    guard.open();
                }
            }
            case LEASE_REQUEST, LEASE_GRANT, VOTE_REQUEST, VOTE -> {
                quorum.message(personality, frame);
                intake.complete(personality);
            }
            case FETCH -> serve(personality, frame);
            default -> {
                if (personality.holdsCopy()) {
                    replicator.message(personality, frame);
                    intake.complete(personality);
                    takeOver.progress(personality);
                    failBack.progress(personality);
                    takeOver.claimIfComplete(personality);
                }
            }
        }
    }

    /** How the epoch of a CLAIMED began. */
    private static EpochStart announced(Frame frame) {
        return new EpochStart(frame.epoch(), frame.wordAt(0), frame.wordAt(1), frame.sender(), frame.wordAt(2) != 0);
    }

    /** A request for bytes that this card can't read itself goes without an answer. */
    private void serve(Personality personality, Frame request) {
        try {
            if (personality.holdsCopy()) {
                replicator.message(personality, request);
            }
        } catch (UncorrectableError error) {
            hal.journal(Notice.BLOCK_UNREADABLE, personality.slot(), request.wordAt(0) / NvramLayout.BLOCK, 0);
        }
    }

    private void enter(BootState next) {
        state = next;
        hal.write(Register.BOOT_STATE, next.ordinal());
    }
}
