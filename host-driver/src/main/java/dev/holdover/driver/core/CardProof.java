package dev.holdover.driver.core;

import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Register;

/**
 * How the card proves itself while the host goes on alone: the new firmware answers {@link Mailbox#ROUNDS}
 * challenges in a row, one at a time, before it gets the NVRAM back. It mirrors what the card asks of a fenced host.
 */
final class CardProof {
    private final CardRegisters card;
    private final DriverConfig config;
    private int rounds;
    /** The challenge that waits for its answer; zero: none. */
    private long challenge;

    CardProof(CardRegisters card, DriverConfig config) {
        this.card = card;
        this.config = config;
    }

    /** The card is reset: no earlier answer counts, and no challenge waits for one. */
    void begin() {
        rounds = 0;
        challenge = 0;
    }

    /** Whether a challenge waits for its answer. */
    boolean pending() {
        return challenge != 0;
    }

    /** Sends a new challenge. */
    void challenge() {
        challenge = Mailbox.value(config.entropy().getAsLong()) | 1;
        card.write(Register.MBOX_SEND, Mailbox.word(Mailbox.CHALLENGE, challenge));
    }

    /** The card answered: says whether that completes its proof. A wrong answer begins it anew. */
    boolean complete(long answer) {
        if (challenge == 0) {
            return false;
        }
        boolean right = answer == Mailbox.answerTo(challenge, config.unlockKey());
        challenge = 0;
        rounds = right ? rounds + 1 : 0;
        return rounds == Mailbox.ROUNDS;
    }
}
