package dev.holdover.model.contract;

/**
 * The words that pass through the unlock mailbox, eight bits of opcode above 56 bits of value.
 *
 * <p>Both sides prove their health the same way: the one that is shut out asks, the other answers
 * with challenges, and each must be answered with its keyed hash before the next deadline. A stale
 * reply answers a challenge that is gone; a stuck processor answers none; a wild writer doesn't know
 * the key.
 */
public final class Mailbox {
    /** "Let me prove that I am healthy." No value. */
    public static final int ASK = 0x01;

    /** A challenge: 56 random bits. */
    public static final int CHALLENGE = 0x02;

    /** The answer to a challenge: the low 56 bits of its keyed hash. */
    public static final int ANSWER = 0x03;

    /** The proof was accepted: the gate is open, or opens at once. */
    public static final int ACCEPTED = 0x04;

    /** The proof was refused; the value is a {@link Refusal}'s ordinal. */
    public static final int REFUSED = 0x05;

    /** How many challenges in a row must be answered. */
    public static final int ROUNDS = 3;

    /** Time to answer each challenge, in nanoseconds. */
    public static final long ANSWER_WITHIN_NS = 5_000_000;

    /** Width of the value below the opcode. */
    public static final int VALUE_BITS = 56;

    /** The value's bits. */
    public static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

    /** Why a proof was refused. */
    public enum Refusal {
        WRONG_ANSWER("The answer was not the challenge's hash"),
        TOO_LATE("The answer came after its deadline"),
        NOT_OWNER("The epoch belongs to another card"),
        BUSY("What was begun must end first"),
        FENCED("An operator has shut the gate: only he, or a peer's word, opens it");

        private static final Refusal[] VALUES = values();

        private final String doc;

        Refusal(String doc) {
            this.doc = doc;
        }

        public String doc() {
            return doc;
        }

        public static Refusal of(long value) {
            return value >= 0 && value < VALUES.length ? VALUES[(int) value] : WRONG_ANSWER;
        }
    }

    private Mailbox() {}

    public static long word(int opcode, long value) {
        return (long) opcode << VALUE_BITS | value & VALUE_MASK;
    }

    public static int opcode(long word) {
        return (int) (word >>> VALUE_BITS);
    }

    public static long value(long word) {
        return word & VALUE_MASK;
    }

    /** The only right answer to {@code challenge}. */
    public static long answerTo(long challenge, SipHash key) {
        return key.tag(value(challenge)) & VALUE_MASK;
    }
}
