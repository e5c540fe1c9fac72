package dev.holdover.model.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Words of the unlock mailbox, and stored numbers that nobody knows. */
class MailboxTest {
    @Test
    void aWordKeepsOpcodeAndValueApart() {
        for (int opcode : new int[] {Mailbox.ASK, Mailbox.REFUSED, 0x7f, 0xff}) {
            for (long value : new long[] {0, 1, Mailbox.VALUE_MASK, -1L, 0x0123_4567_89AB_CDEFL}) {
                long word = Mailbox.word(opcode, value);
                assertEquals(opcode, Mailbox.opcode(word));
                assertEquals(value & Mailbox.VALUE_MASK, Mailbox.value(word));
            }
        }
    }

    @Test
    void theAnswerDependsOnTheKeyAndOnNothingButTheValue() {
        SipHash key = new SipHash(1, 2);
        long answer = Mailbox.answerTo(5, key);
        assertEquals(answer, Mailbox.answerTo(Mailbox.word(Mailbox.CHALLENGE, 5), key));
        assertEquals(answer, Mailbox.value(answer));
        assertNotEquals(answer, Mailbox.answerTo(6, key));
        assertNotEquals(answer, Mailbox.answerTo(5, new SipHash(1, 3)));
    }

    @Test
    void anUnknownNumberMeansWhatMayDoLeast() {
        for (long unknown : new long[] {-1, 99, Long.MIN_VALUE, 1L << 32}) {
            assertEquals(Role.STALE, Role.of(unknown));
            assertEquals(BootState.FAILED, BootState.of(unknown));
            assertEquals(Mailbox.Refusal.WRONG_ANSWER, Mailbox.Refusal.of(unknown));
        }
        for (Role role : Role.values()) {
            assertEquals(role, Role.of(role.ordinal()));
        }
        for (BootState state : BootState.values()) {
            assertEquals(state, BootState.of(state.ordinal()));
        }
    }
}
