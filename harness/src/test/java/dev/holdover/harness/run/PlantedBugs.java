package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;

/** Firmware that is wrong in one place each. */
final class PlantedBugs {
    private PlantedBugs() {}

    /** The host has failed and its gate stays open. */
    static FirmwareParts gateNotShut() {
        return new FirmwareParts() {
            @Override
            public Guard guard(
                    Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
                return new Guard(hal, config, personalities, listener) {
                    @Override
                    public void shut() {
                        // Forgotten.
                    }
                };
            }
        };
    }

    /** The completion is written first, the log record when the next write comes. */
    static FirmwareParts acknowledgedBeforeStored() {
        return new FirmwareParts() {
            @Override
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy) {
                return new Intake(hal, replicator, energy) {
                    private long postponed;

                    @Override
                    protected void accept(Personality personality, long index) {
                        if (postponed != 0 && personality.submissions().read(postponed)) {
                            persist(personality, postponed);
                        }
                        postponed = index;
                        acknowledge(
                                personality, index, Status.OK, personality.log().lsn() + 1);
                    }
                };
            }
        };
    }

    /** The peer claims the epoch that has just ended. */
    static FirmwareParts epochNotRaised() {
        return new FirmwareParts() {
            @Override
            public TakeOver takeOver(
                    Hal hal,
                    FirmwareConfig config,
                    Messenger messenger,
                    PeerHealth peers,
                    Replicator replicator,
                    Guard guard,
                    List<Personality> personalities,
                    TakeOver.Listener listener) {
                return new TakeOver(hal, config, messenger, peers, replicator, guard, personalities, listener) {
                    @Override
                    protected long epochAfter(long ended) {
                        return ended;
                    }
                };
            }
        };
    }

    /** A block counts as clean as soon as it was sent. */
    static FirmwareParts cleanBeforeAcknowledged() {
        return new FirmwareParts() {
            @Override
            public Replicator replicator(
                    Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
                return new Replicator(hal, config, messenger, personalities) {
                    @Override
                    public void pump(Personality personality) {
                        super.pump(personality);
                        personality.log().dirty(0).clearAll();
                    }
                };
            }
        };
    }

    /** The address is armed as soon as the epoch is raised, before the log is replayed and the gate is open. */
    static FirmwareParts addressBeforeReplay() {
        return new FirmwareParts() {
            @Override
            public TakeOver takeOver(
                    Hal hal,
                    FirmwareConfig config,
                    Messenger messenger,
                    PeerHealth peers,
                    Replicator replicator,
                    Guard guard,
                    List<Personality> personalities,
                    TakeOver.Listener listener) {
                return new TakeOver(hal, config, messenger, peers, replicator, guard, personalities, listener) {
                    @Override
                    protected long epochAfter(long ended) {
                        hal.write(Register.ADDR_CTRL, Field.ADDR_ARMED.set(0, (1L << personalities.size()) - 1));
                        return super.epochAfter(ended);
                    }
                };
            }
        };
    }

    /** The gate shuts and the address stays armed. */
    static FirmwareParts addressNotWithdrawn() {
        return new FirmwareParts() {
            @Override
            public Addresses addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
                return new Addresses(hal, config, personalities) {
                    @Override
                    protected void withdraw(Personality personality) {
                        // Forgotten.
                    }
                };
            }
        };
    }

    /** The address is announced at once and never again. */
    static FirmwareParts addressAnnouncedOnce() {
        return new FirmwareParts() {
            @Override
            public Addresses addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
                return new Addresses(hal, config, personalities) {
                    @Override
                    public void announceAgain(Personality personality) {
                        // Forgotten.
                    }
                };
            }
        };
    }

    /** Every boot plays the last records of the log again, whoever owns the personality by now. */
    static FirmwareParts supersededLogReplayed() {
        return new FirmwareParts() {
            @Override
            public Recovery recovery(Hal hal) {
                return new Recovery(hal) {
                    @Override
                    public long replay(Personality personality) {
                        long applied = Math.max(0, personality.log().applied() - 4);
                        hal.nvram().putLong(personality.base() + NvramLayout.APPLIED, applied);
                        personality.log().open();
                        return personality.log().replay();
                    }
                };
            }
        };
    }
}
