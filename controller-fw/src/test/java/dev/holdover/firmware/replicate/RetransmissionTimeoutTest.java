package dev.holdover.firmware.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetransmissionTimeoutTest {
    private static final long MS = 1_000_000;

    private final RetransmissionTimeout timeout = new RetransmissionTimeout();

    @Test
    void waitsForTwoRoundTripsAfterTheFirst() {
        assertEquals(4 * MS, timeout.ns());
        timeout.begins(0);
        timeout.answered(50 * MS);
        timeout.begins(70 * MS);
        assertEquals(100 * MS, timeout.ns());
    }

    @Test
    void missesTheNextAnswerAsSoonAsAFewFramesWouldHavePassed() {
        timeout.begins(0);
        for (int answer = 0; answer < 10; answer++) {
            timeout.answered((50 + 3 * answer) * MS);
        }
        assertEquals(12 * MS, timeout.ns());
    }

    @Test
    void aPauseBetweenAnswersIsForgottenAndNeverCountsForMoreThanTheRoundTrips() {
        timeout.begins(0);
        timeout.answered(10 * MS);
        timeout.answered(1_000 * MS);
        assertEquals(20 * MS, timeout.ns());
        for (int answer = 1; answer <= 30; answer++) {
            timeout.answered((1_000 + 2 * answer) * MS);
        }
        assertEquals(8 * MS, timeout.ns());
    }

    @Test
    void doublesUntilThereIsAnAnswerAndMeasuresNothingMeanwhile() {
        timeout.begins(0);
        timeout.answered(5 * MS);
        timeout.begins(10 * MS);
        for (long expected = 10; expected <= 320; expected *= 2) {
            assertEquals(expected * MS, timeout.ns());
            timeout.expired();
        }
        assertEquals(320 * MS, timeout.ns(), "no longer than that");
        timeout.answered(900 * MS);
        timeout.begins(950 * MS);
        assertEquals(10 * MS, timeout.ns(), "the answer may have been to any of them");
    }

    @Test
    void aPeerThatWasGoneIsAskedInTimeAgain() {
        for (int i = 0; i < 9; i++) {
            timeout.expired();
        }
        assertTrue(timeout.ns() > 100 * MS);
        timeout.forget();
        assertEquals(4 * MS, timeout.ns());
    }
}
