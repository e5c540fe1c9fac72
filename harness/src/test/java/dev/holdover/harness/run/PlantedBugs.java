package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.addresses.Addresses;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.health.Ladder;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.power.SleepPolicy;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.repair.Medic;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.storage.Reservations;
import dev.holdover.firmware.takeover.FailBack;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.Words;
import java.util.List;
import java.util.function.Function;

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
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy) {
                return new Intake(hal, replicator, energy) {
                    @Override
                    protected void raise(Personality personality, boolean now) {
                        // Forgotten.
                    }
                };
            }
        };
    }

    /** A voter reckons with perfect clocks. */
    static FirmwareParts driftNotReckonedWith() {
        return new FirmwareParts() {
            @Override
            public Quorum quorum(
                    Hal hal,
                    FirmwareConfig config,
                    Messenger messenger,
                    PeerHealth peers,
                    Replicator replicator,
                    List<Personality> personalities,
                    Quorum.Listener listener) {
                FirmwareConfig perfect = new FirmwareConfig(
                        config.cluster(),
                        config.card(),
                        config.layout(),
                        config.slots(),
                        config.clusterKey(),
                        config.unlockKey(),
                        config.heartbeatNs(),
                        config.missedLimit(),
                        config.watchdogNs(),
                        config.handsOver(),
                        config.loadMw(),
                        config.linkBitsPerSecond(),
                        new LeaseConfig(config.lease().ns(), 0, config.lease().slackNs()),
                        config.failBack(),
                        config.storage());
                return new Quorum(hal, perfect, messenger, peers, replicator, personalities, listener);
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
                    Replicator replicator) {
                return new Medic(hal, messenger, superblock, personalities, replicator) {
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

    /** The window is opened whether a majority has granted a lease or not, and the dead-man is never set. */
    static FirmwareParts noLease() {
        return quorum(parts ->
                new Quorum(
                        parts.hal,
                        parts.config,
                        parts.messenger,
                        parts.peers,
                        parts.replicator,
                        parts.all,
                        parts.listener) {
                    @Override
                    public void boot() {
                        // Forgotten.
                    }

                    @Override
                    public void ended(Personality personality) {
                        // Forgotten.
                    }

                    @Override
                    public boolean leased(Personality personality) {
                        return true;
                    }
                });
    }

    /** Nobody asks for leases. */
    static FirmwareParts leaseNotAskedFor() {
        return quorum(parts ->
                new Quorum(
                        parts.hal,
                        parts.config,
                        parts.messenger,
                        parts.peers,
                        parts.replicator,
                        parts.all,
                        parts.listener) {
                    @Override
                    public void tick() {
                        // Forgotten.
                    }
                });
    }

    /** A voter forgets its promises with every question. */
    static FirmwareParts votesForgotten() {
        return quorum(parts ->
                new Quorum(
                        parts.hal,
                        parts.config,
                        parts.messenger,
                        parts.peers,
                        parts.replicator,
                        parts.all,
                        parts.listener) {
                    @Override
                    public void message(Personality personality, Frame frame) {
                        if (frame.type() == MessageType.VOTE_REQUEST) {
                            personality.record().vote(0, 0);
                            personality.persist();
                        }
                        super.message(personality, frame);
                    }
                });
    }

    /** What makes a quorum. */
    private record QuorumParts(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            PeerHealth peers,
            Replicator replicator,
            List<Personality> all,
            Quorum.Listener listener) {}

    private static FirmwareParts quorum(Function<QuorumParts, Quorum> maker) {
        return new FirmwareParts() {
            @Override
            public Quorum quorum(
                    Hal hal,
                    FirmwareConfig config,
                    Messenger messenger,
                    PeerHealth peers,
                    Replicator replicator,
                    List<Personality> personalities,
                    Quorum.Listener listener) {
                return maker.apply(new QuorumParts(hal, config, messenger, peers, replicator, personalities, listener));
            }
        };
    }

    /** Guests are sent home however often they were before. */
    static FirmwareParts movesNotCounted() {
        return new FirmwareParts() {
            @Override
            public FailBack failBack(
                    Hal hal,
                    FirmwareConfig config,
                    PeerHealth peers,
                    Replicator replicator,
                    TakeOver takeOver,
                    List<Personality> personalities) {
                return new FailBack(hal, config, peers, replicator, takeOver, personalities) {
                    @Override
                    protected boolean mayMove(long nowNs) {
                        return true;
                    }
                };
            }
        };
    }

    /** The pre-image is dropped while the copy is still being filled. */
    static FirmwareParts preImageDropped() {
        return messages((hal, personality, frame) -> {
            if (frame.type() == MessageType.RESYNC_BLOCK && personality.record().preImageKept()) {
                personality.preImage().drop();
            }
        });
    }

    /** A copy that is filled ends with an old block. */
    static FirmwareParts oldBlockStored() {
        return messages((hal, personality, frame) -> {
            if (frame.type() == MessageType.RESYNC_END && personality.record().preImageKept()) {
                byte[] zeros = new byte[NvramLayout.BLOCK];
                for (int block = 0; block < personality.layout().blocks(); block++) {
                    hal.nvram().put(personality.log().imageAt(block * (long) zeros.length), zeros, 0, zeros.length);
                }
            }
        });
    }

    /** What the peer says about differences is not heeded. */
    static FirmwareParts comparisonIgnored() {
        return messages((hal, personality, frame) -> {
            if (frame.type() == MessageType.RESYNC_HASHES || frame.type() == MessageType.RESYNC_DIFFER) {
                personality.log().dirty(0).setAll();
            }
        });
    }

    /** Does something wrong before a message about the log or the image is looked at. */
    @FunctionalInterface
    private interface Meddler {
        void before(Hal hal, Personality personality, Frame frame);
    }

    private static FirmwareParts messages(Meddler meddler) {
        return new FirmwareParts() {
            @Override
            public Replicator replicator(
                    Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
                return new Replicator(hal, config, messenger, personalities) {
                    @Override
                    public void message(Personality personality, Frame frame) {
                        meddler.before(hal, personality, frame);
                        super.message(personality, frame);
                    }
                };
            }
        };
    }

    /** The guest has given its personality back, and goes on as its owner when home has claimed it. */
    static FirmwareParts guestStaysOwner() {
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
                    public void claimed(Personality personality, EpochStart start) {
                        if (personality.role() == Role.DRAINED && !personality.isHome()) {
                            personality.record().epoch(start.epoch());
                            personality.persist();
                        } else {
                            super.claimed(personality, start);
                        }
                    }
                };
            }
        };
    }

    /** A take-over goes on before the disk array has answered. */
    static FirmwareParts volumeNotAwaited() {
        return new FirmwareParts() {
            @Override
            public Reservations reservations(
                    Hal hal,
                    FirmwareConfig config,
                    PeerHealth peers,
                    List<Personality> personalities,
                    Reservations.Listener listener) {
                return new Reservations(hal, config, peers, personalities, listener) {
                    @Override
                    public boolean reserve(Personality personality) {
                        super.reserve(personality);
                        return true;
                    }
                };
            }
        };
    }

    /** The new owner reserves with the key of the old one, which the array has already. */
    static FirmwareParts oldKeyReserved() {
        return new FirmwareParts() {
            @Override
            public Reservations reservations(
                    Hal hal,
                    FirmwareConfig config,
                    PeerHealth peers,
                    List<Personality> personalities,
                    Reservations.Listener listener) {
                return new Reservations(hal, config, peers, personalities, listener) {
                    @Override
                    protected long key(Personality personality) {
                        return 1;
                    }
                };
            }
        };
    }

    /** Whatever does not pass, the peer is to blame. */
    static FirmwareParts peerIsAlwaysToBlame() {
        return new FirmwareParts() {
            @Override
            public Ladder ladder(Hal hal, FirmwareConfig config, Messenger messenger, PeerHealth peers) {
                return new Ladder(hal, messenger, peers, config.heartbeatNs()) {
                    @Override
                    protected Verdict path(int index, int port) {
                        return Verdict.PEER_NIC;
                    }
                };
            }
        };
    }

    /** The ladder never tells. */
    static FirmwareParts ladderIsMute() {
        return new FirmwareParts() {
            @Override
            public Ladder ladder(Hal hal, FirmwareConfig config, Messenger messenger, PeerHealth peers) {
                return new Ladder(hal, messenger, peers, config.heartbeatNs()) {
                    @Override
                    protected Verdict path(int index, int port) {
                        return Verdict.NONE;
                    }
                };
            }
        };
    }

    /** A peer that is lost is taken for a host that has failed: the gate is shut. */
    static FirmwareParts lostPeerShutsTheGate() {
        return new FirmwareParts() {
            private Runnable shut = () -> {};

            @Override
            public Guard guard(
                    Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
                Guard guard = new Guard(hal, config, personalities, listener);
                shut = guard::shut;
                return guard;
            }

            @Override
            public Ladder ladder(Hal hal, FirmwareConfig config, Messenger messenger, PeerHealth peers) {
                return new Ladder(hal, messenger, peers, config.heartbeatNs()) {
                    @Override
                    protected Verdict path(int index, int port) {
                        shut.run();
                        return super.path(index, port);
                    }
                };
            }
        };
    }
}
