package dev.holdover.firmware;

import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.health.Ladder;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.nv.DiskTarget;
import dev.holdover.firmware.nv.Keeper;
import dev.holdover.firmware.nv.NvMachine;
import dev.holdover.firmware.nv.Revival;
import dev.holdover.firmware.nv.SaveTarget;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.BatterySwap;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.power.SleepPolicy;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.repair.Medic;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.storage.Reservations;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.takeover.FailBack;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.update.Updater;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Superblock;
import java.util.ArrayList;
import java.util.List;

/** The services of one firmware, made in the order in which they need each other. */
final class Services {
    private static final int ARRAY = 1;
    private static final int DISKS = 2;

    final Messenger messenger;
    final PeerHealth peers;
    final Superblock superblock;
    final List<Personality> personalities = new ArrayList<>();
    final HostHealth health;
    final Ladder ladder;
    final Guard guard;
    final Addresses addresses;
    final Replicator replicator;
    final TakeOver takeOver;
    final Reservations reservations;
    final FailBack failBack;
    final Quorum quorum;
    final Intake intake;
    final Recovery recovery;
    final Medic medic;
    final NvMachine nv;
    final Keeper keeper;
    final EnergyBudget energy;
    final BatterySwap swap;
    final SleepPolicy sleep;
    final Greeting greeting;
    final WatchdogKeeper watchdog;
    final Updater updater;
    final BlockVolumes blocks;
    final ImageStore store;
    final Revival revival;
    private final int[] reserved;

    /**
     * @param host hears from the guard
     * @param majority hears what the quorum decided
     * @param epochChanged told of a personality whose epoch has changed
     */
    Services(
            Hal hal,
            FirmwareConfig config,
            FirmwareParts parts,
            Guard.Listener host,
            Quorum.Listener majority,
            TakeOver.Listener epochChanged) {
        this.messenger = parts.messenger(hal, config);
        this.peers = new PeerHealth(hal, config, messenger);
        this.superblock = parts.superblock(hal, config);
        for (int slot = 0; slot < config.slots().size(); slot++) {
            SlotConfig slotConfig = config.slots().get(slot);
            personalities.add(new Personality(hal, config.layout(), config.card(), slot, slotConfig, superblock));
        }
        this.reserved = new int[personalities.size()];
        this.recovery = parts.recovery(hal);
        this.guard = parts.guard(hal, config, personalities, host);
        this.addresses = parts.addresses(hal, config, personalities);
        this.replicator = parts.replicator(hal, config, messenger, personalities);
        this.takeOver = parts.takeOver(
                new TakeOver.Wiring(hal, config, messenger, peers, replicator, guard, personalities, epochChanged));
        this.reservations = parts.reservations(hal, config, peers, personalities, new Outside());
        this.failBack = parts.failBack(hal, config, peers, replicator, takeOver, personalities);
        this.quorum =
                parts.quorum(new Quorum.Wiring(hal, config, messenger, peers, replicator, personalities, majority));
        this.energy = parts.energy(hal, config);
        this.swap = new BatterySwap(hal, energy);
        this.blocks = parts.blocks(
                hal, config, messenger, personalities, replicator, energy, personality -> reserved(personality, DISKS));
        this.medic = parts.medic(hal, messenger, superblock, personalities, replicator, blocks);
        this.store = parts.store(hal, config, personalities, this::stored);
        energy.waitsFor(() -> store.unstoredNs() + blocks.undestagedNs());
        this.revival = parts.revival(hal, personalities, store, takeOver);
        this.intake = parts.intake(hal, replicator, energy, blocks);
        this.ladder = parts.ladder(hal, config, messenger, peers);
        this.health = new HostHealth(hal, config, new Failures());
        this.keeper = new Keeper(new Keeper.Wiring(hal, config, messenger, replicator, takeOver, personalities, store));
        this.nv = new NvMachine(hal, config, personalities, target(parts), energy, takeOver, health::alive, store);
        this.sleep = parts.sleep(hal, personalities, health, energy);
        this.greeting = new Greeting(this);
        this.watchdog = new WatchdogKeeper(hal, config);
        this.updater = parts.updater(hal, new Around(hal));
    }

    /** Where a SAVE goes: the other cards, and the card's own disk for images if there is one. */
    private SaveTarget target(FirmwareParts parts) {
        SaveTarget copies = parts.saveTarget(messenger, replicator);
        return store.exists() ? new DiskTarget(copies, store, revival) : copies;
    }

    /** More of a personality is on the store's disk. */
    private void stored(Personality personality) {
        nv.progress();
        tellStored(personality);
    }

    /** A heartbeat period has passed: owners hear of it, too, when nothing is kept on the store's disk any more. */
    void tellStored() {
        for (int i = 0; i < personalities.size(); i++) {
            tellStored(personalities.get(i));
        }
    }

    private void tellStored(Personality personality) {
        replicator.stored(personality, store.keeps(personality) ? store.storedLsn(personality) : -1);
    }

    /** Reserves what lies outside for the epoch that was persisted; says whether the take-over may go on at once. */
    boolean reserve(Personality personality) {
        reserved[personality.slot()] = 0;
        int now = (reservations.reserve(personality) ? ARRAY : 0) | (blocks.reserve(personality) ? DISKS : 0);
        reserved[personality.slot()] |= now;
        return reserved[personality.slot()] == (ARRAY | DISKS);
    }

    /** The disk array or the daughter disks are reserved, or are gone without. */
    private void reserved(Personality personality, int what) {
        reserved[personality.slot()] |= what;
        if (reserved[personality.slot()] == (ARRAY | DISKS)) {
            takeOver.reserved(personality);
        }
    }

    /** Why the host has failed is the ladder's business, what follows the take-over's. */
    private final class Failures implements HostHealth.Listener {
        @Override
        public void hostFailed(FailureCause cause) {
            if (cause != FailureCause.OPERATOR) {
                ladder.hostFailed(cause);
            }
            takeOver.hostFailed(cause);
            hostLost(cause);
        }

        @Override
        public void process(int slot, boolean silent) {
            ladder.process(silent);
        }

        @Override
        public boolean mayLeave(int slot) {
            return slot < personalities.size() && takeOver.mayLeave(personalities.get(slot));
        }
    }

    private void hostLost(FailureCause cause) {
        nv.hostLost(cause);
        updater.hostLost();
    }

    /** What an update of the firmware must not disturb. */
    private final class Around implements Updater.Surroundings {
        private final Hal hal;

        Around(Hal hal) {
            this.hal = hal;
        }

        @Override
        public boolean calm() {
            long operations = Field.NV_SAVING.mask() | Field.NV_RESTORING.mask() | Field.NV_ERASING.mask();
            return health.alive()
                    && (hal.read(Register.NV_CMD_STATUS) & operations) == 0
                    && personalities.stream().allMatch(each -> settled(each.role()));
        }

        private static boolean settled(Role role) {
            return switch (role) {
                case ACTIVE, BACKUP_SYNC, CATCHUP, STALE, SUPERSEDED, WITNESS, FORKED -> true;
                case BOOT, RECOVER, GATED, DRAINING, DRAINED, CLAIMING, REPLAYING, RETURNING -> false;
            };
        }

        @Override
        public boolean hearsPeers() {
            for (int i = 0; i < messenger.peers(); i++) {
                if (!peers.reachable(messenger.card(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What the disk array says goes to the take-over. */
    private final class Outside implements Reservations.Listener {
        @Override
        public void mayGoOn(Personality personality) {
            reserved(personality, ARRAY);
        }

        @Override
        public void certificate(Personality personality, Certificate certificate) {
            takeOver.certificate(personality, certificate);
        }
    }
}
