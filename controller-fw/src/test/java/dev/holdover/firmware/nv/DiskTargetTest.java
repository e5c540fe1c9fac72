package dev.holdover.firmware.nv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a SAVE goes when the card has a disk for images: what counts as saved, what is erased, what ABORT leaves. */
class DiskTargetTest {
    private static final SlotConfig PAIR = SlotConfig.of(1, 1, 2);

    /** What is left of the disk's patience after that is enough for a test. */
    private static final long SHORT_NS = 10 * NvPair.BEAT_NS;

    /** The other cards, as a test has them. */
    private static final class Copies implements SaveTarget {
        private final List<String> asked = new ArrayList<>();
        private boolean there;
        private long heldLsn;
        private boolean erased;

        @Override
        public boolean inSync(Personality personality) {
            return there;
        }

        @Override
        public boolean reachable(Personality personality) {
            return there;
        }

        @Override
        public boolean holds(Personality personality, long lsn) {
            return lsn <= heldLsn;
        }

        @Override
        public void giveBack(Personality personality, boolean wanted) {
            asked.add("give back " + wanted);
        }

        @Override
        public void erase(Personality personality, boolean anew) {
            asked.add("erase " + anew);
        }

        @Override
        public boolean erased(Personality personality) {
            return erased;
        }

        @Override
        public void refill(Personality personality) {
            asked.add("refill");
        }

        @Override
        public boolean answered(Personality personality, Frame answer) {
            throw new AssertionError("nobody has answered");
        }
    }

    private final Copies copies = new Copies();

    @Test
    void aStoreThatKeepsUpIsThePlaceAndTheOtherCardsDoNotCount() {
        StoredCard card = StoredCard.owner(1, PAIR);
        DiskTarget target = target(card);
        assertTrue(target.inSync(card.personality));
        assertTrue(target.reachable(card.personality));
        assertTrue(target.holds(card.personality, card.lsn()));
        card.write();
        copies.heldLsn = card.lsn();
        copies.there = true;
        assertFalse(target.holds(card.personality, card.lsn()), "it is not on the disk yet");
        assertTrue(target.holds(card.personality, card.lsn() - 1));
        card.settle();
        assertTrue(target.holds(card.personality, card.lsn()));
    }

    @Test
    void aStoreThatDoesNotKeepUpLeavesItToTheOtherCards() {
        StoredCard card = StoredCard.owner(1, PAIR);
        DiskTarget target = target(card);
        card.disk.present(false);
        card.write();
        assertFalse(target.inSync(card.personality));
        assertFalse(target.reachable(card.personality));
        assertFalse(target.holds(card.personality, 1), "what was stored once is not told any more");
        copies.there = true;
        copies.heldLsn = card.lsn();
        assertTrue(target.inSync(card.personality));
        assertTrue(target.reachable(card.personality));
        assertTrue(target.holds(card.personality, card.lsn()));
        assertFalse(target.holds(card.personality, card.lsn() + 1));
    }

    @Test
    void aDiskThatIsBeingFilledAnswersAndOneThatHasFailedDoesNot() {
        StoredCard card = StoredCard.owner(1, PAIR);
        DiskTarget target = target(card);
        card.disk.present(false);
        card.write();
        card.disk.present(true);
        card.store.tick();
        assertFalse(target.reachable(card.personality), "it may fail again");
        card.settle();
        assertTrue(target.reachable(card.personality));
        card.store.erase(card.personality);
        card.settle();
        assertFalse(target.reachable(card.personality), "nothing fills it");
        card.store.refill(card.personality);
        card.store.tick();
        assertFalse(card.disk.idle());
        assertFalse(target.inSync(card.personality));
        assertTrue(target.reachable(card.personality), "all of it is stored anew");
    }

    @Test
    void whatIsErasedIsErasedInBothAndFilledAgainInBoth() {
        StoredCard card = StoredCard.owner(1, PAIR);
        DiskTarget target = target(card);
        target.erase(card.personality, true);
        target.erase(card.personality, false);
        assertEquals(List.of("erase true", "erase false"), copies.asked);
        copies.erased = true;
        assertFalse(target.erased(card.personality), "the disk is not zeroed yet");
        card.settle();
        assertTrue(target.erased(card.personality));
        assertArrayEquals(new byte[card.disk.medium().length], card.disk.medium());
        copies.erased = false;
        assertFalse(target.erased(card.personality), "another card is not zeroed yet");
        card.write();
        card.settle();
        assertFalse(target.inSync(card.personality), "nothing fills it");
        target.refill(card.personality);
        assertEquals("refill", copies.asked.get(2));
        card.settle();
        assertTrue(target.holds(card.personality, card.lsn()));
    }

    @Test
    void whatIsAskedBackIsAskedOfTheOtherCardsAndTakenFromTheStoreIfNobodyHasMore() {
        StoredCard card = StoredCard.loaded(1, PAIR);
        DiskTarget target = target(card);
        card.revival.heard(card.personality, 2, Role.STALE, StoredCard.EPOCH, 0);
        target.giveBack(card.personality, false);
        card.revival.tick();
        assertEquals(0, card.revivals());
        target.giveBack(card.personality, true);
        assertEquals(1, card.revivals());
        assertEquals(List.of("give back false", "give back true"), copies.asked);
    }

    @Test
    void aSaveToTheDiskThatIsAbortedPromisesNothingAndTheNextOneOutlivesTheLossOfBothRails() {
        NvPair nv = NvPair.withDisk();
        nv.pair.disksAnswer(false);
        nv.writeAlone();
        nv.one.order(Field.NV_SAVE);
        nv.pair.run(SHORT_NS);
        assertTrue(nv.shows(Field.NV_SAVING), "only the disk could have it, and it says nothing");
        nv.one.order(Field.NV_ABORT);
        assertEquals(EnumSet.of(Field.NV_SAVE_ERROR, Field.NV_ABORT_SUCCESS), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_ABORTED), nv.failures());
        assertFalse(nv.shows(Field.NV_SAVING));
        nv.pair.disksAnswer(true);
        nv.pair.run(SHORT_NS);
        assertFalse(nv.saysSaved(), "it is not begun again");
        nv.one.order(Field.NV_SAVE);
        assertTrue(nv.within(SHORT_NS, Field.NV_SAVE_SUCCESS));
        nv.assertSaved(SaveCause.COMMAND);
        assertFalse(nv.same(), "this test shows nothing of the disk");
        byte[] saved = nv.one.image(Pair.MINE);
        nv.one.loseBothRails();
        nv.heal();
        nv.one.boot();
        assertTrue(nv.pair.runUntil(() -> nv.one.hal().count(Notice.NV_RESTORED) == 1, NvPair.SOON_NS));
        assertArrayEquals(saved, nv.one.image(Pair.MINE));
        assertEquals(Role.ACTIVE, nv.one.role(Pair.MINE));
    }

    @Test
    void aSaveThatIsCutByAResetGoesOnForAsLongAsTheDiskIsFilledAnew() {
        NvPair nv = NvPair.withDisk();
        nv.pair.cutWire(true);
        nv.pair.disksTake(NvPair.BEAT_NS);
        nv.writeAlone();
        nv.one.order(Field.NV_SAVE);
        nv.one.boot();
        nv.pair.run(SHORT_NS);
        assertTrue(nv.shows(Field.NV_SAVING), "nothing but the disk answers, and that takes its time");
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        assertEquals(0, nv.one.hal().count(Notice.NV_SAVE_FAILED));
        nv.assertSaved(SaveCause.COMMAND);
    }

    @Test
    void aSaveToADiskThatFallsSilentFailsForItsPlace() {
        NvPair nv = NvPair.withDisk();
        nv.pair.cutWire(true);
        nv.pair.disksAnswer(false);
        nv.writeAlone();
        nv.one.order(Field.NV_SAVE);
        assertTrue(nv.within(2 * NvPair.SOON_NS, Field.NV_SAVE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_PLACE_LOST), nv.failures());
    }

    @Test
    void aRestoreFromTheDiskThatIsAbortedIsBegunAgainOnlyByOrder() {
        NvPair nv = NvPair.withDisk();
        Node one = nv.one;
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        assertTrue(nv.within(SHORT_NS, Field.NV_SAVE_SUCCESS));
        byte[] saved = one.image(Pair.MINE);
        one.loseBothRails();
        nv.pair.cutWire(true);
        one.boot();
        assertTrue(nv.pair.runUntil(() -> nv.shows(Field.NV_RESTORING), SHORT_NS));
        assertEquals(Role.STALE, one.role(Pair.MINE), "the other card may own it");
        nv.clear();
        one.order(Field.NV_ABORT);
        assertEquals(EnumSet.of(Field.NV_RESTORE_ERROR, Field.NV_ABORT_SUCCESS), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_ABORTED), nv.failures());
        assertFalse(nv.shows(Field.NV_RESTORING));
        nv.heal();
        nv.pair.run(NvPair.SOON_NS);
        assertEquals(Role.STALE, one.role(Pair.MINE));
        assertEquals(0, one.hal().count(Notice.STORE_REVIVED));
        nv.clear();
        one.order(Field.NV_RESTORE);
        assertTrue(nv.within(SHORT_NS, Field.NV_RESTORE_SUCCESS));
        assertEquals(1, one.hal().count(Notice.STORE_REVIVED));
        assertArrayEquals(saved, one.image(Pair.MINE));
        assertFalse(Field.NV_RESTORE_ERROR.in(one.hal().get(Register.NV_RESULT, 0)));
    }

    private DiskTarget target(StoredCard card) {
        return new DiskTarget(copies, card.store, card.revival);
    }
}
