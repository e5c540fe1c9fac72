package dev.holdover.firmware.nv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** RESTORE on the card that asks, and what the card that keeps does for it. */
class RestoreTest {
    private final NvPair nv = new NvPair();
    private final Pair pair = nv.pair;
    private final Node one = nv.one;
    private final Node two = nv.two;

    @Test
    void thereIsNothingToRestoreWhileTheCardOwnsItsPersonality() {
        one.order(Field.NV_RESTORE);
        assertEquals(EnumSet.of(Field.NV_RESTORE_ERROR), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_REFUSED), nv.failures());
        assertEquals(0, one.hal().count(Notice.NV_RESTORING));
    }

    @Test
    void whatIsKeptElsewhereComesHomeByItselfWhenTheHostReturns() {
        byte[] before = saved();
        assertEquals(Role.BACKUP_SYNC, two.role(Pair.THEIRS), "it keeps, and claims nothing of itself");
        one.mains(true);
        assertTrue(one.prove());
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        assertEquals(Role.ACTIVE, one.role(Pair.MINE));
        assertArrayEquals(before, one.image(Pair.MINE));
        assertEquals(1, two.hal().count(Notice.NV_GIVING_BACK));
        assertEquals(3, one.record(Pair.MINE).epoch(), "one epoch to the card that kept it, one back");
        nv.assertSaved(SaveCause.POWER_LOST);
    }

    @Test
    void aCardWhoseNvramWasLostGetsEverythingBackAndSaysAgainWhyItWasSaved() {
        byte[] before = saved();
        one.loseBothRails();
        assertFalse(nv.saysSaved());
        one.mains(true);
        one.boot();
        assertTrue(nv.failures().contains(Field.FAIL_NVRAM_LOST));
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        assertArrayEquals(before, one.image(Pair.MINE));
        assertEquals(EnumSet.of(Field.NV_RESTORE_SUCCESS), restoreResults());
        nv.assertSaved(SaveCause.POWER_LOST);
    }

    @Test
    void theReasonOutlivesAResetOfTheCardThatKeepsAndOfTheOneThatAsks() {
        saved();
        one.loseBothRails();
        one.mains(true);
        one.boot();
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.RETURNING, NvPair.SOON_NS));
        two.boot();
        one.boot();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        nv.assertSaved(SaveCause.POWER_LOST);
    }

    @Test
    void aResetBetweenTheLastStepAndTheWordAboutItDoesNotSwallowTheWord() {
        saved();
        one.loseBothRails();
        one.mains(true);
        one.boot();
        assertTrue(pair.runUntil(
                () -> nv.shows(Field.NV_RESTORING) && one.role(Pair.MINE) == Role.ACTIVE, NvPair.SOON_NS));
        assertFalse(nv.results().contains(Field.NV_RESTORE_SUCCESS), "this test comes too late to show anything");
        one.boot();
        assertTrue(nv.within(2 * NvPair.BEAT_NS, Field.NV_RESTORE_SUCCESS));
        assertFalse(nv.shows(Field.NV_RESTORING));
        assertEquals(1, one.hal().count(Notice.NV_RESTORED));
    }

    @Test
    void anInjectedErrorIsToldOnceAndTheRestoreEndsWellWhenItIsTakenAway() {
        saved();
        one.hal().set(Register.INJECT_ERROR, Field.INJECT_RESTORE.mask());
        one.mains(true);
        one.prove();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_ERROR));
        pair.run(5 * NvPair.BEAT_NS);
        assertEquals(1, one.hal().count(Notice.NV_RESTORE_FAILED));
        assertEquals(EnumSet.of(Field.FAIL_INJECTED), nv.failures());
        one.hal().set(Register.INJECT_ERROR, 0);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        assertEquals(EnumSet.of(Field.NV_RESTORE_SUCCESS), restoreResults());
    }

    @Test
    void aCardThatHearsNobodySaysThatNobodyKeepsItsBytes() {
        saved();
        one.loseBothRails();
        pair.cutWire(true);
        one.mains(true);
        one.boot();
        assertTrue(nv.within(60 * NvPair.BEAT_NS, Field.NV_RESTORE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_NO_PLACE), nv.failures());
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
    }

    @Test
    void anAbortedRestoreIsBegunAgainOnlyByOrderAndTheKeeperKeepsEverything() {
        byte[] before = restoring();
        pair.run(3 * NvPair.BEAT_NS);
        one.order(Field.NV_ABORT);
        assertEquals(EnumSet.of(Field.NV_RESTORE_ERROR, Field.NV_ABORT_SUCCESS), nv.results());
        pair.run(3 * NvPair.BEAT_NS);
        nv.heal();
        pair.run(NvPair.SOON_NS);
        assertFalse(nv.shows(Field.NV_RESTORING));
        assertEquals(Role.RETURNING, two.role(Pair.THEIRS), "nobody asks for it any more");
        assertArrayEquals(before, two.image(Pair.THEIRS));
        one.order(Field.NV_RESTORE);
        assertFalse(nv.results().contains(Field.NV_RESTORE_ERROR), "it has begun");
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        assertArrayEquals(before, one.image(Pair.MINE));
    }

    /** The card that asks does not know the keeper's epoch yet, so its first word is refused as stale. */
    @Test
    void anAbortThatComesWhileTheKeeperClaimsIsSaidAgain() {
        restoring();
        one.order(Field.NV_ABORT);
        pair.run(3 * NvPair.BEAT_NS);
        nv.heal();
        pair.run(NvPair.SOON_NS);
        assertEquals(Role.RETURNING, two.role(Pair.THEIRS));
        assertEquals(0, one.hal().count(Notice.NV_RESTORED));
    }

    @Test
    void anAbortThatComesTooLateIsFollowedByTheWordThatTheRestoreEndedWell() {
        saved();
        one.loseBothRails();
        one.mains(true);
        one.boot();
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.DRAINED, NvPair.SOON_NS));
        one.order(Field.NV_ABORT);
        assertTrue(nv.results().contains(Field.NV_RESTORE_ERROR));
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_RESTORE_SUCCESS));
        assertEquals(EnumSet.of(Field.NV_RESTORE_SUCCESS), restoreResults());
        assertEquals(Role.ACTIVE, one.role(Pair.MINE));
    }

    @Test
    void onlyTheHomeCardGetsBackWhatIsKept() {
        saved();
        two.order(Field.NV_RESTORE);
        pair.run(5 * NvPair.BEAT_NS);
        assertEquals(Role.BACKUP_SYNC, two.role(Pair.THEIRS));
        assertEquals(0, two.hal().count(Notice.NV_GIVING_BACK));
    }

    /** The host writes, the mains fail, and what was written is saved; gives the image. */
    private byte[] saved() {
        nv.writeAlone();
        nv.heal();
        one.mains(false);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        nv.assertSaved(SaveCause.POWER_LOST);
        assertTrue(nv.same());
        nv.clear();
        return one.image(Pair.MINE);
    }

    /** The NVRAM was lost, and what is kept is on its way, but no block of it comes through; gives the image. */
    private byte[] restoring() {
        byte[] before = saved();
        one.loseBothRails();
        pair.lose(frame -> frame.length > 600);
        one.mains(true);
        one.boot();
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.RETURNING, NvPair.SOON_NS));
        return before;
    }

    private EnumSet<Field> restoreResults() {
        EnumSet<Field> results = EnumSet.of(Field.NV_RESTORE_SUCCESS, Field.NV_RESTORE_ERROR);
        results.retainAll(nv.results());
        return results;
    }
}
