package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.Ladder;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.storage.Reservations;
import dev.holdover.firmware.wire.Messenger;
import java.util.List;
import java.util.function.ToLongFunction;

/** Firmware that is wrong in one place each, about what lies outside the card: volumes, peers and paths. */
final class PlantedOutsideBugs {
    private PlantedOutsideBugs() {}

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
        return reservedWith(personality -> 1);
    }

    /** The volume is reserved for the next epoch before anybody has persisted that. */
    static FirmwareParts reservedBeforePersisted() {
        return reservedWith(personality -> personality.epoch() + 1);
    }

    /** Whatever does not pass, the peer is to blame. */
    static FirmwareParts peerIsAlwaysToBlame() {
        return everyPathIs(Verdict.PEER_NIC);
    }

    /** The ladder never tells. */
    static FirmwareParts ladderIsMute() {
        return everyPathIs(Verdict.NONE);
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

    private static FirmwareParts reservedWith(ToLongFunction<Personality> key) {
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
                        return key.applyAsLong(personality);
                    }
                };
            }
        };
    }

    private static FirmwareParts everyPathIs(Verdict verdict) {
        return new FirmwareParts() {
            @Override
            public Ladder ladder(Hal hal, FirmwareConfig config, Messenger messenger, PeerHealth peers) {
                return new Ladder(hal, messenger, peers, config.heartbeatNs()) {
                    @Override
                    protected Verdict path(int index, int port) {
                        return verdict;
                    }
                };
            }
        };
    }
}
