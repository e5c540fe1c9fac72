package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.personality.Recovery;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.FailBack;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.firmware.wire.Session;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.WriteLog;
import java.util.List;
import java.util.function.Function;

/** Firmware that is wrong in one place each of the protocol: log, copies, epochs, votes, frames. */
final class PlantedProtocolBugs {
    private PlantedProtocolBugs() {}

    /** The completion is written first, the log record when the next write comes. */
    static FirmwareParts acknowledgedBeforeStored() {
        return new FirmwareParts() {
            @Override
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
                return new Intake(hal, replicator, energy, blocks) {
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

    /** The host is told that its writes are durable in one copy, and shows its clients what no other copy has. */
    static FirmwareParts copiesNotTold() {
        return new FirmwareParts() {
            @Override
            public Replicator replicator(
                    Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
                return new Replicator(hal, config, messenger, personalities) {
                    @Override
                    public int copies(Personality personality) {
                        return 1;
                    }
                };
            }
        };
    }

    /** The peer claims the epoch that has just ended. */
    static FirmwareParts epochNotRaised() {
        return takeOver(wiring -> new TakeOver(wiring) {
            @Override
            protected long epochAfter(long ended) {
                return ended;
            }
        });
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

    /** A voter reckons with perfect clocks. */
    static FirmwareParts driftNotReckonedWith() {
        return new FirmwareParts() {
            @Override
            public Quorum quorum(Quorum.Wiring wiring) {
                FirmwareConfig config = wiring.config();
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
                        config.storage(),
                        config.volumes(),
                        config.armsAtBoot(),
                        config.storeSlot());
                return new Quorum(new Quorum.Wiring(
                        wiring.hal(),
                        perfect,
                        wiring.messenger(),
                        wiring.peers(),
                        wiring.replicator(),
                        wiring.personalities(),
                        wiring.listener()));
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
        return quorum(wiring -> new Quorum(wiring) {
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
        return quorum(wiring -> new Quorum(wiring) {
            @Override
            public void tick() {
                // Forgotten.
            }
        });
    }

    /** A voter forgets its promises with every question. */
    static FirmwareParts votesForgotten() {
        return quorum(wiring -> new Quorum(wiring) {
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
        return takeOver(wiring -> new TakeOver(wiring) {
            @Override
            public void claimed(Personality personality, EpochStart start) {
                if (personality.role() == Role.DRAINED && !personality.isHome()) {
                    personality.record().epoch(start.epoch());
                    personality.persist();
                } else {
                    super.claimed(personality, start);
                }
            }
        });
    }

    /** Writes are logged in the epoch before. */
    static FirmwareParts writesOfThePastEpoch() {
        return new FirmwareParts() {
            @Override
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
                return new Intake(hal, replicator, energy, blocks) {
                    @Override
                    protected void accept(Personality personality, long index) {
                        long epoch = Math.max(1, personality.epoch() - 1);
                        int payload = (int) index & personality.layout().logSlots() - 1;
                        SubmissionRing submission = personality.submissions();
                        personality
                                .log()
                                .commit(
                                        submission.target(),
                                        submission.length(),
                                        submission.payloadCrc(),
                                        payload,
                                        epoch,
                                        index);
                        personality.log().replay();
                        replicator.logged(personality, index);
                        complete(personality);
                    }
                };
            }
        };
    }

    /** The new owner counts one record more than there was. */
    static FirmwareParts logLongerThanTheOwners() {
        return takeOver(wiring -> new TakeOver(wiring) {
            @Override
            protected long epochAfter(long ended) {
                for (Personality personality : wiring.personalities()) {
                    if (personality.role() == Role.BACKUP_SYNC) {
                        WriteLog log = personality.log();
                        log.rebase(log.lsn() + 1, log.hash(), ended);
                    }
                }
                return super.epochAfter(ended);
            }
        });
    }

    /** A frame that was seen is taken again. */
    static FirmwareParts repetitionsAccepted() {
        return new FirmwareParts() {
            @Override
            public Messenger messenger(Hal hal, FirmwareConfig config) {
                return new Messenger(hal, config) {
                    @Override
                    protected boolean fresh(Session session, int port) {
                        return true;
                    }
                };
            }
        };
    }

    private static FirmwareParts takeOver(Function<TakeOver.Wiring, TakeOver> maker) {
        return new FirmwareParts() {
            @Override
            public TakeOver takeOver(TakeOver.Wiring wiring) {
                return maker.apply(wiring);
            }
        };
    }

    private static FirmwareParts quorum(Function<Quorum.Wiring, Quorum> maker) {
        return new FirmwareParts() {
            @Override
            public Quorum quorum(Quorum.Wiring wiring) {
                return maker.apply(wiring);
            }
        };
    }
}
