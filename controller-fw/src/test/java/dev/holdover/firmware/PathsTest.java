package dev.holdover.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two cards joined by two LANs. */
class PathsTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final long BEAT_NS = Configs.HEARTBEAT_NS;

    private final Pair pair = new Pair();
    private final Node one = pair.one();
    private final Node two = pair.two();
    private final Dice dice = new Dice(11);

    @BeforeEach
    void bothLansUp() {
        pair.lan(B, true);
        pair.up();
        pair.run(10 * BEAT_NS);
    }

    @Test
    void lanAIsTakenAsLongAsItCarries() {
        assertEquals(0, one.hal().count(Notice.PATH_CHANGED));
        assertEquals(0, one.hal().count(Notice.FRAME_REFUSED));
        assertTrue(replicatesWithin(BEAT_NS));
    }

    @Test
    void theLossOfLanACostsSomeHeartbeatsAndNoPeer() {
        pair.lan(A, false);
        pair.run(4 * BEAT_NS);
        assertEquals(B, one.hal().last(Notice.PATH_CHANGED).b());
        assertEquals(0, one.hal().count(Notice.PEER_LOST));
        assertTrue(replicatesWithin(BEAT_NS));
    }

    @Test
    void lanAIsTakenAgainOnlyWhenItHasCarriedForAWhile() {
        pair.lan(A, false);
        pair.run(5 * BEAT_NS);
        pair.lan(A, true);
        pair.run(4 * BEAT_NS);
        assertEquals(B, one.hal().last(Notice.PATH_CHANGED).b(), "too early");
        pair.run(4 * BEAT_NS);
        assertEquals(A, one.hal().last(Notice.PATH_CHANGED).b());
        assertTrue(replicatesWithin(BEAT_NS));
    }

    @Test
    void aLanThatCarriesOneWayOnlyIsNoPath() {
        pair.loseFrom(one, A);
        pair.run(6 * BEAT_NS);
        assertEquals(B, one.hal().last(Notice.PATH_CHANGED).b(), "hears by LAN A and is not heard there");
        assertEquals(B, two.hal().last(Notice.PATH_CHANGED).b());
        assertTrue(replicatesWithin(BEAT_NS));
    }

    @Test
    void thePeerIsLostWhenBothLansAre() {
        pair.lan(A, false);
        pair.lan(B, false);
        pair.run(7 * BEAT_NS);
        assertEquals(1, one.hal().count(Notice.PEER_LOST));
        pair.lan(B, true);
        pair.run(5 * BEAT_NS);
        assertTrue(replicatesWithin(4 * BEAT_NS));
    }

    @Test
    void theCertificateReachesThePeerThoughTheChosenLanHasJustDied() {
        pair.lan(A, false);
        one.hostBeats(false);
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.CLAIMED) == 1, 10 * BEAT_NS));
        assertFalse(one.windowOpen(Pair.MINE));
    }

    private boolean replicatesWithin(long ns) {
        one.submit(Pair.MINE, 1024, dice.bytes(512));
        return pair.runUntil(() -> Arrays.equals(one.image(Pair.MINE), two.image(Pair.THEIRS)), ns);
    }
}
