package dev.holdover.firmware.guard;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Mailbox.Refusal;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import java.util.List;

/**
 * The card's gate (claim 6). It is shut at every boot and on every failure of the host. It opens
 * when the host answers {@link Mailbox#ROUNDS} fresh challenges in a row, each in time, or when a
 * peer vouches for it. Through the open gate the host reaches the windows of those personalities
 * that this card is ACTIVE for, and no others.
 *
 * <pre>
 * SHUT -> CHALLENGED -> OPEN     asked, and all answers right and in time
 * CHALLENGED -> SHUT             a wrong or late answer
 * SHUT -> OPEN                   a peer, or an operator, vouched
 * OPEN -> SHUT                   the host failed
 * </pre>
 *
 * An operator who fenced the host is not overruled by its proofs. His word outlives resets of the processor.
 */
public class Guard {
    /** Told when the host has proved itself. */
    @FunctionalInterface
    public interface Listener {
        /** The host answered every challenge; says whether the gate may open. */
        boolean hostProved();

        /** The gate, or a window behind it, has just moved. */
        default void gateMoved() {}

        /** Whether the window of an active personality may be open now. */
        default boolean leased(Personality personality) {
            return true;
        }
    }

    private final Hal hal;
    private final FirmwareConfig config;
    private final List<Personality> personalities;
    private final Listener listener;
    private int round;
    private long challenge;

    public Guard(Hal hal, FirmwareConfig config, List<Personality> personalities, Listener listener) {
        this.hal = hal;
        this.config = config;
        this.personalities = personalities;
        this.listener = listener;
    }

    /** Shuts the host out. In flight or late, nothing of it passes from here on. */
    public void shut() {
        hal.write(Register.GATE_CTRL, Field.GATE_SHUT.mask());
        hal.journal(Notice.GATE_SHUT, 0, hal.read(Register.MISS_COUNT), 0);
        listener.gateMoved();
    }

    /** Lets the host reach the personalities that are active here. */
    public void open() {
        long windows = 0;
        for (Personality personality : personalities) {
            int slot = personality.slot();
            hal.write(Register.WINDOW_XLAT, slot, personality.base());
            hal.write(Register.WINDOW_LIMIT, slot, personality.layout().windowBytes());
            windows |= personality.role() == Role.ACTIVE && listener.leased(personality) ? 1L << slot : 0;
        }
        boolean wasShut = isShut();
        hal.write(Register.GATE_CTRL, Field.GATE_WINDOWS.set(0, windows));
        if (wasShut) {
            hal.journal(Notice.GATE_OPENED, 0, windows, 0);
        }
        listener.gateMoved();
    }

    /** The bridge has closed a window that did not begin at its slot: puts it there, and opens it again. */
    public void misplaced() {
        for (Personality personality : personalities) {
            long at = hal.read(Register.WINDOW_XLAT, personality.slot());
            if (at != personality.base() && !isShut()) {
                hal.journal(Notice.WINDOW_MENDED, personality.slot(), at, 0);
            }
        }
        refresh();
    }

    /** Brings the windows in line with the roles, if the gate is open at all. */
    public void refresh() {
        if (!isShut()) {
            open();
        }
    }

    /** An operator's word about the host: no proof of its health opens the gate until he takes it back. */
    public void fence(boolean now) {
        challenge = 0;
        hal.write(Register.OPERATOR, Field.OPERATOR_FENCED.set(hal.read(Register.OPERATOR), now ? 1 : 0));
    }

    private boolean fenced() {
        return Field.OPERATOR_FENCED.in(hal.read(Register.OPERATOR));
    }

    public boolean isShut() {
        return Field.GATE_SHUT.in(hal.read(Register.GATE_CTRL));
    }

    /** A message lies in the mailbox. */
    public void mailbox() {
        long word = hal.read(Register.MBOX_RECV);
        hal.write(Register.MBOX_STATUS, Field.MBOX_RECEIVED.mask());
        switch (Mailbox.opcode(word)) {
            case Mailbox.ASK -> {
                round = 0;
                if (fenced()) {
                    refuse(Refusal.FENCED);
                } else {
                    challenge();
                }
            }
            case Mailbox.ANSWER -> answered(Mailbox.value(word));
            case Mailbox.CHALLENGE ->
                hal.write(
                        Register.MBOX_SEND,
                        Mailbox.word(Mailbox.ANSWER, Mailbox.answerTo(Mailbox.value(word), config.unlockKey())));
            default -> {
                // ACCEPTED and REFUSED of the host: the host's gate itself says it.
            }
        }
    }

    /** PROOF is due: the challenge was not answered in time. */
    public void proofDeadline() {
        if (challenge != 0) {
            refuse(Refusal.TOO_LATE);
        }
    }

    private void challenge() {
        challenge = Mailbox.value(hal.entropy()) | 1;
        hal.arm(Timer.PROOF, 0, hal.nowNs() + Mailbox.ANSWER_WITHIN_NS);
        hal.write(Register.MBOX_SEND, Mailbox.word(Mailbox.CHALLENGE, challenge));
    }

    private void answered(long answer) {
        if (challenge == 0) {
            return;
        }
        if (answer != Mailbox.answerTo(challenge, config.unlockKey())) {
            refuse(Refusal.WRONG_ANSWER);
        } else if (++round < Mailbox.ROUNDS) {
            challenge();
        } else {
            challenge = 0;
            hal.disarm(Timer.PROOF, 0);
            if (listener.hostProved()) {
                hal.journal(Notice.PROOF_ACCEPTED, 0, 0, 0);
                open();
                hal.write(Register.MBOX_SEND, Mailbox.word(Mailbox.ACCEPTED, 0));
            } else {
                refuse(Refusal.NOT_OWNER);
            }
        }
    }

    private void refuse(Refusal why) {
        challenge = 0;
        hal.disarm(Timer.PROOF, 0);
        if (why != Refusal.FENCED) {
            // A fenced host asks at every heartbeat, and who fenced it knows.
            hal.journal(Notice.PROOF_REFUSED, 0, why.ordinal(), 0);
        }
        hal.write(Register.MBOX_SEND, Mailbox.word(Mailbox.REFUSED, why.ordinal()));
    }

    public long stateHash() {
        return round * 31L + challenge;
    }
}
