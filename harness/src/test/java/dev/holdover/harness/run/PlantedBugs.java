package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.nv.CopyTarget;
import dev.holdover.firmware.nv.SaveTarget;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.power.SleepPolicy;
import dev.holdover.firmware.repair.Medic;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Words;
import java.util.List;

/** Firmware that is wrong in one place each: at the gate, the addresses, the memory, the power, the ladder. */
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

    /** The replay says that it is done before it has stored the first byte. */
    static FirmwareParts appliedBeforeStored() {
        return new FirmwareParts() {
            @Override
            public Recovery recovery(Hal hal) {
                return new Recovery(hal) {
                    @Override
                    public long replay(Personality personality) {
                        long lsn = personality.log().lsn();
                        hal.nvram().putLong(personality.base() + NvramLayout.APPLIED, lsn);
                        return super.replay(personality);
                    }
                };
            }
        };
    }

    /** The address is armed as soon as the epoch is raised, before the log is replayed and the gate is open. */
    static FirmwareParts addressBeforeReplay() {
        return new FirmwareParts() {
            @Override
            public TakeOver takeOver(TakeOver.Wiring wiring) {
                return new TakeOver(wiring) {
                    @Override
                    protected long epochAfter(long ended) {
                        long all = (1L << wiring.personalities().size()) - 1;
                        wiring.hal().write(Register.ADDR_CTRL, Field.ADDR_ARMED.set(0, all));
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

    /** Nobody thinks of the addresses of guests. */
    static FirmwareParts guestsAddressForgotten() {
        return new FirmwareParts() {
            @Override
            public Addresses addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
                return new Addresses(hal, config, personalities.subList(0, 1));
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

    /** A superblock copy counts when it begins like one; its checksum is not looked at. */
    static FirmwareParts superblockChecksumIgnored() {
        return new FirmwareParts() {
            @Override
            public Superblock superblock(Hal hal, FirmwareConfig config) {
                return new Superblock(hal.nvram(), config.layout(), config.cluster(), config.card()) {
                    @Override
                    protected boolean whole(byte[] candidate) {
                        return Words.getLong(candidate, 0) == MAGIC;
                    }
                };
            }
        };
    }

    /** The mode is said to be raised, and writes are acknowledged in one copy. */
    static FirmwareParts modeNotRaised() {
        return new FirmwareParts() {
            @Override
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
                return new Intake(hal, replicator, energy, blocks) {
                    @Override
                    protected void raise(Personality personality, boolean now) {
                        // Forgotten.
                    }
                };
            }
        };
    }

    /** A boot takes the last record for one that was never committed. */
    static FirmwareParts lastRecordForgotten() {
        return new FirmwareParts() {
            @Override
            public Recovery recovery(Hal hal) {
                return new Recovery(hal) {
                    @Override
                    public long replay(Personality personality) {
                        long records = super.replay(personality);
                        long end = personality.log().lsn();
                        if (personality.isHome() && end > 1 && personality.log().read(end)) {
                            long before = personality.log().previousHashRead();
                            personality.log().rebase(end - 1, before, personality.epoch());
                        }
                        return records;
                    }
                };
            }
        };
    }

    /** Poison is driven out by storing the words as they are read with the correction switched off. */
    static FirmwareParts poisonStoredAsGood() {
        return new FirmwareParts() {
            @Override
            public Medic medic(
                    Hal hal,
                    Messenger messenger,
                    Superblock superblock,
                    List<Personality> personalities,
                    Replicator replicator,
                    BlockVolumes blocks) {
                return new Medic(hal, messenger, superblock, personalities, replicator, blocks) {
                    @Override
                    protected void await(Personality personality, int block) {
                        long image = personality.log().imageAt((long) block * NvramLayout.BLOCK);
                        hal.write(Register.EDC_CTRL, 0);
                        for (int at = 0; at < NvramLayout.BLOCK; at += 8) {
                            hal.nvram().putLong(image + at, hal.nvram().getLong(image + at));
                        }
                        hal.write(Register.EDC_CTRL, 2);
                    }
                };
            }
        };
    }

    /** The card stays awake until its batteries are empty, whether the drain has ended or not. */
    static FirmwareParts awakeToTheLast() {
        return new FirmwareParts() {
            @Override
            public SleepPolicy sleep(Hal hal, List<Personality> personalities, HostHealth health, EnergyBudget energy) {
                return new SleepPolicy(hal, personalities, health, energy) {
                    @Override
                    protected boolean mustRetain(EnergyBudget budget) {
                        return false;
                    }
                };
            }
        };
    }

    /** The energy budget believes the gauge. */
    static FirmwareParts gaugeBelieved() {
        return new FirmwareParts() {
            @Override
            public EnergyBudget energy(Hal hal, FirmwareConfig config) {
                return new EnergyBudget(hal, config) {
                    @Override
                    protected long availableMj() {
                        return hal.read(Register.CHARGE_MJ);
                    }
                };
            }
        };
    }

    /** The gate opens the windows of personalities that are another's by now. */
    static FirmwareParts windowsOfTheSuperseded() {
        return new FirmwareParts() {
            @Override
            public Guard guard(
                    Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
                return new Guard(hal, config, personalities, listener) {
                    @Override
                    public void open() {
                        super.open();
                        long windows = hal.read(Register.GATE_CTRL);
                        for (Personality personality : personalities) {
                            boolean superseded = personality.isHome() && !personality.owns();
                            windows |= superseded ? Field.GATE_WINDOWS.set(0, 1L << personality.slot()) : 0;
                        }
                        hal.write(Register.GATE_CTRL, windows);
                    }
                };
            }
        };
    }

    /** Data is said to be valid elsewhere before the last bytes are acknowledged. */
    static FirmwareParts savedTooEarly() {
        return new FirmwareParts() {
            @Override
            public SaveTarget saveTarget(Messenger messenger, Replicator replicator) {
                return new CopyTarget(messenger, replicator) {
                    @Override
                    public boolean holds(Personality personality, long lsn) {
                        return true;
                    }
                };
            }
        };
    }
}
