package dev.holdover.firmware.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Mailbox.Refusal;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Superblock;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final FirmwareConfig config = Configs.pair(1);
    private final FakeNvram nvram = new FakeNvram(config.layout().totalBytes());
    private final FakeHal hal = new FakeHal(nvram);
    private final Superblock superblock = Superblock.create(nvram, config.layout(), config.cluster(), 1);
    private final Personality mine =
            new Personality(hal, config.layout(), 1, 0, config.slots().get(0), superblock);
    private final Personality theirs =
            new Personality(hal, config.layout(), 1, 1, config.slots().get(1), superblock);
    private boolean owner = true;
    private int proofs;
    private final Guard guard = new Guard(hal, config, List.of(mine, theirs), () -> {
        proofs++;
        if (owner) {
            mine.resume(Role.ACTIVE);
        }
        return owner;
    });

    @Test
    void opensAfterThreeRightAnswersAndNotAfterTwo() {
        ask();
        for (int round = 1; round <= Mailbox.ROUNDS; round++) {
            assertTrue(guard.isShut(), "before answer " + round);
            assertEquals(0, proofs);
            answer();
        }
        assertFalse(guard.isShut());
        assertEquals(1, proofs);
        assertEquals(Mailbox.ACCEPTED, Mailbox.opcode(hal.lastMail()));
        assertFalse(hal.armed(Timer.PROOF));
    }

    @Test
    void opensTheWindowsOfActivePersonalitiesOnly() {
        theirs.resume(Role.BACKUP_SYNC);
        prove();
        assertEquals(0b01, Field.GATE_WINDOWS.get(hal.get(Register.GATE_CTRL, 0)));
        assertEquals(mine.base(), hal.get(Register.WINDOW_XLAT, 0));
        assertEquals(config.layout().windowBytes(), hal.get(Register.WINDOW_LIMIT, 0));
        theirs.resume(Role.ACTIVE);
        guard.refresh();
        assertEquals(0b11, Field.GATE_WINDOWS.get(hal.get(Register.GATE_CTRL, 0)));
        mine.resume(Role.SUPERSEDED);
        guard.refresh();
        assertEquals(0b10, Field.GATE_WINDOWS.get(hal.get(Register.GATE_CTRL, 0)));
        assertEquals(1, hal.count(Notice.GATE_OPENED), "a change of windows opens no gate");
    }

    @Test
    void refreshOpensNoGateThatIsShut() {
        mine.resume(Role.ACTIVE);
        guard.refresh();
        assertTrue(guard.isShut());
    }

    @Test
    void aMisplacedWindowIsPutBackAndOpenedAndNoGateWithIt() {
        mine.resume(Role.ACTIVE);
        hal.write(Register.WINDOW_XLAT, 0, mine.base() - 8);
        guard.misplaced();
        assertTrue(guard.isShut());
        assertEquals(0, hal.count(Notice.WINDOW_MENDED), "nothing is mended behind a shut gate");
        prove();
        hal.write(Register.WINDOW_XLAT, 0, mine.base() - 8);
        hal.write(Register.GATE_CTRL, 0);
        guard.misplaced();
        assertEquals(mine.base(), hal.get(Register.WINDOW_XLAT, 0));
        assertEquals(0b01, Field.GATE_WINDOWS.get(hal.get(Register.GATE_CTRL, 0)));
        assertEquals(1, hal.count(Notice.WINDOW_MENDED));
    }

    @Test
    void everyChallengeIsAnother() {
        ask();
        long first = challenge();
        answer();
        long second = challenge();
        answer();
        assertNotEquals(first, second);
        assertNotEquals(second, challenge());
        assertNotEquals(first, challenge());
    }

    @Test
    void aStaleAnswerIsRefusedInEveryRound() {
        for (int round = 1; round < Mailbox.ROUNDS; round++) {
            ask();
            long stale = challenge();
            for (int i = 0; i < round; i++) {
                stale = challenge();
                answer();
            }
            mail(Mailbox.ANSWER, Mailbox.answerTo(stale, config.unlockKey()));
            refused(Refusal.WRONG_ANSWER);
        }
    }

    @Test
    void aWrongAnswerIsRefusedAndTheRightOneAfterItChangesNothing() {
        for (int rounds = 0; rounds < Mailbox.ROUNDS; rounds++) {
            ask();
            for (int i = 0; i < rounds; i++) {
                answer();
            }
            long right = Mailbox.answerTo(challenge(), config.unlockKey());
            mail(Mailbox.ANSWER, right ^ 1);
            refused(Refusal.WRONG_ANSWER);
            int mails = hal.mails().size();
            mail(Mailbox.ANSWER, right);
            assertEquals(mails, hal.mails().size(), "nobody was asked");
            assertTrue(guard.isShut());
        }
    }

    @Test
    void aLateAnswerIsRefused() {
        for (int rounds = 0; rounds < Mailbox.ROUNDS; rounds++) {
            ask();
            for (int i = 0; i < rounds; i++) {
                hal.now(hal.nowNs() + Mailbox.ANSWER_WITHIN_NS - 1);
                answer();
            }
            assertEquals(hal.nowNs() + Mailbox.ANSWER_WITHIN_NS, hal.deadlineNs(Timer.PROOF, 0));
            long right = Mailbox.answerTo(challenge(), config.unlockKey());
            hal.now(hal.nowNs() + Mailbox.ANSWER_WITHIN_NS);
            guard.proofDeadline();
            refused(Refusal.TOO_LATE);
            mail(Mailbox.ANSWER, right);
            assertTrue(guard.isShut());
        }
    }

    @Test
    void anAnswerWithoutAChallengeIsNoAnswer() {
        mail(Mailbox.ANSWER, Mailbox.answerTo(0, config.unlockKey()));
        mail(Mailbox.ANSWER, 0);
        guard.proofDeadline();
        assertEquals(List.of(), hal.mails());
        assertTrue(guard.isShut());
    }

    @Test
    void aSecondAskBeginsAgain() {
        ask();
        answer();
        answer();
        ask();
        for (int round = 1; round < Mailbox.ROUNDS; round++) {
            answer();
            assertTrue(guard.isShut(), "answer " + round + " after the second ASK");
        }
        answer();
        assertFalse(guard.isShut());
    }

    @Test
    void aProofOfOneThatOwnsNothingIsRefused() {
        owner = false;
        prove();
        refused(Refusal.NOT_OWNER);
        assertEquals(1, proofs);
    }

    @Test
    void noProofOfAFencedHostIsHeardUntilItIsVouchedFor() {
        ask();
        answer();
        long right = Mailbox.answerTo(challenge(), config.unlockKey());
        guard.fence(true);
        mail(Mailbox.ANSWER, right);
        mail(Mailbox.ANSWER, Mailbox.answerTo(0, config.unlockKey()));
        assertEquals(0, proofs, "a proof that had begun went on");
        mail(Mailbox.ASK, 0);
        refused(Refusal.FENCED);
        new Guard(hal, config, List.of(mine, theirs), () -> true).mailbox();
        refused(Refusal.FENCED);
        guard.fence(false);
        prove();
        assertFalse(guard.isShut());
    }

    @Test
    void theCardAnswersAChallengeOfTheHost() {
        long challenge = 0x00AB_CDEF_0123_4567L;
        mail(Mailbox.CHALLENGE, challenge);
        assertEquals(Mailbox.word(Mailbox.ANSWER, Mailbox.answerTo(challenge, config.unlockKey())), hal.lastMail());
    }

    private void ask() {
        mail(Mailbox.ASK, 0);
        assertEquals(Mailbox.CHALLENGE, Mailbox.opcode(hal.lastMail()));
    }

    private void answer() {
        mail(Mailbox.ANSWER, Mailbox.answerTo(challenge(), config.unlockKey()));
    }

    private void prove() {
        ask();
        for (int i = 0; i < Mailbox.ROUNDS; i++) {
            answer();
        }
    }

    private long challenge() {
        assertEquals(Mailbox.CHALLENGE, Mailbox.opcode(hal.lastMail()));
        return Mailbox.value(hal.lastMail());
    }

    private void mail(int opcode, long value) {
        hal.set(Register.MBOX_RECV, Mailbox.word(opcode, value));
        hal.set(Register.MBOX_STATUS, Field.MBOX_RECEIVED.mask());
        guard.mailbox();
        assertEquals(0, hal.get(Register.MBOX_STATUS, 0));
    }

    private void refused(Refusal why) {
        assertEquals(Mailbox.word(Mailbox.REFUSED, why.ordinal()), hal.lastMail());
        assertTrue(guard.isShut());
        assertFalse(hal.armed(Timer.PROOF));
    }
}
