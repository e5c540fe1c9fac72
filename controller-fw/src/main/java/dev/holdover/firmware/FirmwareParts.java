package dev.holdover.firmware;

import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.health.Ladder;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.nv.CopyTarget;
import dev.holdover.firmware.nv.Revival;
import dev.holdover.firmware.nv.SaveTarget;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
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
import dev.holdover.model.layout.Superblock;
import java.util.List;
import java.util.function.Consumer;

/** Makes the firmware's services. The defaults are the product; a test of the tests replaces one. */
public interface FirmwareParts {
    default Messenger messenger(Hal hal, FirmwareConfig config) {
        return new Messenger(hal, config);
    }

    default Guard guard(Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
        return new Guard(hal, config, personalities, listener);
    }

    default Replicator replicator(
            Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
        return new Replicator(hal, config, messenger, personalities);
    }

    default TakeOver takeOver(TakeOver.Wiring wiring) {
        return new TakeOver(wiring);
    }

    default Quorum quorum(Quorum.Wiring wiring) {
        return new Quorum(wiring);
    }

    default FailBack failBack(
            Hal hal,
            FirmwareConfig config,
            PeerHealth peers,
            Replicator replicator,
            TakeOver takeOver,
            List<Personality> personalities) {
        return new FailBack(hal, config, peers, replicator, takeOver, personalities);
    }

    default EnergyBudget energy(Hal hal, FirmwareConfig config) {
        return new EnergyBudget(hal, config);
    }

    default SleepPolicy sleep(Hal hal, List<Personality> personalities, HostHealth health, EnergyBudget energy) {
        return new SleepPolicy(hal, personalities, health, energy);
    }

    default Intake intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
        return new Intake(hal, replicator, energy, blocks);
    }

    default BlockVolumes blocks(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            List<Personality> personalities,
            Replicator replicator,
            EnergyBudget energy,
            BlockVolumes.Listener listener) {
        return new BlockVolumes(hal, config, messenger, personalities, replicator, energy, listener);
    }

    default Addresses addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
        return new Addresses(hal, config, personalities);
    }

    default Superblock superblock(Hal hal, FirmwareConfig config) {
        return Superblock.create(hal.nvram(), config.layout(), config.cluster(), config.card());
    }

    default Medic medic(
            Hal hal,
            Messenger messenger,
            Superblock superblock,
            List<Personality> personalities,
            Replicator replicator,
            BlockVolumes blocks) {
        return new Medic(hal, messenger, superblock, personalities, replicator, blocks);
    }

    default Reservations reservations(
            Hal hal,
            FirmwareConfig config,
            PeerHealth peers,
            List<Personality> personalities,
            Reservations.Listener listener) {
        return new Reservations(hal, config, peers, personalities, listener);
    }

    default Ladder ladder(Hal hal, FirmwareConfig config, Messenger messenger, PeerHealth peers) {
        return new Ladder(hal, messenger, peers, config.heartbeatNs());
    }

    default SaveTarget saveTarget(Messenger messenger, Replicator replicator) {
        return new CopyTarget(messenger, replicator);
    }

    default ImageStore store(
            Hal hal, FirmwareConfig config, List<Personality> personalities, Consumer<Personality> listener) {
        return new ImageStore(hal, config, personalities, listener);
    }

    default Revival revival(Hal hal, List<Personality> personalities, ImageStore store, TakeOver takeOver) {
        return new Revival(hal, personalities, store, takeOver);
    }

    default Updater updater(Hal hal, Updater.Surroundings surroundings) {
        return new Updater(hal, surroundings);
    }

    default Recovery recovery(Hal hal) {
        return new Recovery(hal);
    }
}
