package dev.holdover.firmware;

import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Messenger;
import java.util.List;

/** Makes the firmware's services. The defaults are the product; a test of the tests replaces one. */
public interface FirmwareParts {
    default Guard guard(Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
        return new Guard(hal, config, personalities, listener);
    }

    default Replicator replicator(Hal hal, Messenger messenger, List<Personality> personalities) {
        return new Replicator(hal, messenger, personalities);
    }

    default TakeOver takeOver(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            Replicator replicator,
            Guard guard,
            List<Personality> personalities) {
        return new TakeOver(hal, config, messenger, replicator, guard, personalities);
    }

    default Intake intake(Hal hal, Replicator replicator, EnergyBudget energy) {
        return new Intake(hal, replicator, energy);
    }

    default Addresses addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
        return new Addresses(hal, config, personalities);
    }

    default Recovery recovery(Hal hal) {
        return new Recovery(hal);
    }
}
