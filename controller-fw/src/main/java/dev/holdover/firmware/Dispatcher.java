package dev.holdover.firmware;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.FrameFault;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.UncorrectableError;

/** Gives every frame to the service that it is for, and keeps every peer talking. */
final class Dispatcher {
    private static final int QUIET_TICKS = 3;

    private final Hal hal;
    private final Services services;
    private final Runnable reconnect;
    private final int[] quietTicks;

    /** @param reconnect called when a peer says that the host may come back */
    Dispatcher(Hal hal, Services services, Runnable reconnect) {
        this.hal = hal;
        this.services = services;
        this.reconnect = reconnect;
        this.quietTicks = new int[services.messenger.peers()];
    }

    /** A frame came in at one of the card's own ports. */
    void frame(int port, byte[] bytes, int at, int length) {
        FrameFault fault = services.messenger.admit(port, bytes, at, length);
        if (fault != FrameFault.NONE && fault != FrameFault.TWIN) {
            return;
        }
        Frame frame = services.messenger.incoming();
        boolean returned = services.peers.heard(frame.sender(), port, frame.heard());
        if (fault == FrameFault.TWIN) {
            return;
        }
        if (frame.type() == MessageType.HELLO) {
            quietTicks[services.messenger.index(frame.sender())] = 0;
            services.greeting.heard(frame);
            return;
        }
        if (returned) {
            services.greeting.say(frame.sender(), true);
        }
        if (frame.type() == MessageType.HEARTBEAT) {
            services.peers.hostIs(frame.sender(), frame.payloadLength() >= 16 && frame.wordAt(1) != 0);
            services.ladder.peerHost(frame.sender(), Verdict.of(frame.payloadLength() >= 24 ? frame.wordAt(2) : 0));
            return;
        }
        if (frame.type() == MessageType.DIAGNOSE) {
            services.ladder.asked(frame);
            return;
        }
        if (frame.type() == MessageType.DIAGNOSIS) {
            services.ladder.answered(frame);
            return;
        }
        for (int i = 0; i < services.personalities.size(); i++) {
            Personality personality = services.personalities.get(i);
            if (personality.config().personality() == frame.personality()) {
                dispatch(personality, frame);
                return;
            }
        }
    }

    /** A heartbeat for every peer: a greeting instead, where one is due. */
    void tick() {
        for (int i = 0; i < services.messenger.peers(); i++) {
            int card = services.messenger.card(i);
            quietTicks[i]++;
            if (quietTicks[i] > QUIET_TICKS || waitsFor(card)) {
                services.greeting.say(card, true);
            } else {
                services.messenger
                        .begin(MessageType.HEARTBEAT, card)
                        .word(hal.read(Register.CHARGE_MJ))
                        .word(services.health.alive() ? 1 : 0)
                        .word(services.ladder.host().ordinal());
                services.messenger.send();
            }
        }
    }

    /** Whether a copy here needs {@code card} to begin filling it. */
    private boolean waitsFor(int card) {
        for (int i = 0; i < services.personalities.size(); i++) {
            Personality personality = services.personalities.get(i);
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
        quietTicks[services.messenger.index(frame.sender())] = 0;
        if (frame.type() == MessageType.CLAIMED || frame.type() == MessageType.NACK_STALE) {
            if (frame.epoch() > personality.epoch()) {
                if (frame.type() == MessageType.CLAIMED && frame.payloadLength() >= 24) {
                    services.takeOver.claimed(personality, announced(frame));
                }
                services.greeting.say(frame.sender(), true);
            }
            return;
        }
        if (frame.epoch() < personality.epoch()) {
            boolean announces = frame.type() == MessageType.GATE_SHUT || frame.type() == MessageType.DRAIN_DONE;
            if (announces && personality.owns()) {
                // The former owner has not heard yet that its certificate did its work.
                services.takeOver.tellClaimed(personality, frame.sender());
                return;
            }
            hal.journal(Notice.STALE_REFUSED, personality.slot(), frame.epoch(), frame.sender());
            if (personality.owns()) {
                services.takeOver.tellClaimed(personality, frame.sender());
            } else {
                services.messenger.begin(
                        MessageType.NACK_STALE, frame.sender(), personality.config(), personality.epoch());
                services.messenger.send();
            }
            return;
        }
        if (frame.epoch() > personality.epoch()) {
            services.greeting.say(frame.sender(), true);
            return;
        }
        if (frame.type() == MessageType.FETCH_DATA && services.medic.data(personality, frame)) {
            return;
        }
        switch (frame.type()) {
            case GATE_SHUT, DRAIN_DONE -> services.takeOver.gateShut(personality, frame);
            case RECONNECT_OK -> {
                hal.journal(Notice.RECONNECT_ALLOWED, personality.slot(), frame.sender(), 0);
                reconnect.run();
            }
            case LEASE_REQUEST, LEASE_GRANT, VOTE_REQUEST, VOTE -> {
                services.quorum.message(personality, frame);
                services.intake.complete(personality);
            }
            case INTENT, INTENT_ACK -> services.blocks.message(personality, frame);
            case FETCH -> serve(personality, frame);
            case RESTORE, ERASE -> services.keeper.message(personality, frame);
            case KEPT, ERASED -> services.nv.answered(personality, frame);
            default -> {
                if (personality.holdsCopy()) {
                    services.replicator.message(personality, frame);
                    services.intake.complete(personality);
                    services.takeOver.progress(personality);
                    services.failBack.progress(personality);
                    services.takeOver.claimIfComplete(personality);
                    services.keeper.progress(personality);
                    services.store.advance(personality);
                    services.nv.progress();
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
                services.replicator.message(personality, request);
            }
        } catch (UncorrectableError error) {
            // Whoever asked tells that nobody answers.
        }
    }
}
