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

/** SAVE, ERASE, ABORT and ARM by the host's orders and by themselves: what follows, what is refused, what fails. */
class NvMachineTest {
    private final NvPair nv = new NvPair();
    private final Pair pair = nv.pair;
    private final Node one = nv.one;

    @Test
    void aSaveEndsWhenAnotherPlaceHoldsEverythingAndNotBefore() {
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        pair.run(3 * NvPair.BEAT_NS);
        assertTrue(nv.shows(Field.NV_SAVING));
        assertFalse(nv.saysSaved());
        assertEquals(EnumSet.noneOf(Field.class), nv.results());
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        assertFalse(nv.shows(Field.NV_SAVING));
        assertTrue(nv.same());
        nv.assertSaved(SaveCause.COMMAND);
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS), nv.results());
        assertEquals(EnumSet.noneOf(Field.class), nv.failures());
    }

    @Test
    void anOrderThatCameWhileTheFirmwareBootedIsCarriedOut() {
        one.hal().set(Register.NV_FUNC_CMD, Field.NV_SAVE.mask());
        one.boot();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        nv.assertSaved(SaveCause.COMMAND);
    }

    @Test
    void anOperationThatBeginsClearsHowTheLastOneEnded() {
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS), nv.results());
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.noneOf(Field.class), nv.results(), "the one before counts no more");
    }

    @Test
    void successAndErrorOfOneKindNeverStandTogetherInWhateverOrderTheyCome() {
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS), nv.results());
        one.hal().set(Register.INJECT_ERROR, Field.INJECT_SAVE.mask());
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.of(Field.NV_SAVE_ERROR), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_INJECTED), nv.failures());
        one.hal().set(Register.INJECT_ERROR, 0);
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS), nv.results());
        one.order(Field.NV_ERASE);
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS, Field.NV_ERASE_ERROR), nv.results(), "the other kind stands");
        one.order(Field.NV_DISARM);
        one.order(Field.NV_ERASE);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_ERASE_SUCCESS));
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS, Field.NV_ERASE_SUCCESS, Field.NV_ARM_SUCCESS), nv.results());
    }

    @Test
    void whileASaveRunsAllButAbortIsRefusedAndTheSaveGoesOn() {
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        one.order(Field.NV_SAVE);
        assertEquals(EnumSet.of(Field.NV_SAVE_ERROR), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_REFUSED), nv.failures());
        one.order(Field.NV_RESTORE);
        one.order(Field.NV_ERASE);
        assertEquals(EnumSet.of(Field.NV_SAVE_ERROR, Field.NV_RESTORE_ERROR, Field.NV_ERASE_ERROR), nv.results());
        assertTrue(nv.shows(Field.NV_SAVING));
        assertEquals(1, one.hal().count(Notice.NV_SAVING));
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS, Field.NV_RESTORE_ERROR, Field.NV_ERASE_ERROR), nv.results());
    }

    @Test
    void aSaveWhosePlaceIsLostFailsAndIsNotRepeatedIfItWasOrdered() {
        nv.writeAlone();
        pair.cutWire(true);
        one.order(Field.NV_SAVE);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_PLACE_LOST), nv.failures());
        assertTrue(Field.HEALTH_NO_PLACE.in(one.hal().get(Register.MODULE_HEALTH, 0)));
        nv.clear();
        nv.heal();
        pair.run(NvPair.SOON_NS);
        assertTrue(nv.same());
        assertEquals(EnumSet.noneOf(Field.class), nv.results());
        assertFalse(nv.saysSaved());
    }

    @Test
    void aSaveThatBeganByItselfAndLostItsPlaceBeginsAgain() {
        nv.writeAlone();
        pair.cutWire(true);
        one.mains(false);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_PLACE_LOST), nv.failures());
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        assertEquals(EnumSet.of(Field.NV_SAVE_SUCCESS), nv.results());
        nv.assertSaved(SaveCause.POWER_LOST);
    }

    @Test
    void withoutEnergyASaveFailsAndTheRestIsRetained() {
        nv.writeAlone();
        one.mains(false);
        assertTrue(nv.shows(Field.NV_SAVING));
        one.hal().set(Register.CHARGE_MJ, 3_001);
        assertTrue(nv.within(2 * NvPair.BEAT_NS, Field.NV_SAVE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_ENERGY), nv.failures());
        assertFalse(nv.saysSaved());
    }

    @Test
    void everyLossOfTheHostIsItsOwnCause() {
        one.tellShutdown();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        nv.assertSaved(SaveCause.HOST_STOPPED);
        NvPair other = new NvPair();
        other.one.hostBeats(false);
        assertTrue(other.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        other.assertSaved(SaveCause.HOST_LOST);
    }

    @Test
    void aDisarmedCardSavesNothingByItself() {
        one.order(Field.NV_DISARM);
        assertEquals(EnumSet.of(Field.NV_ARM_SUCCESS), nv.results());
        one.mains(false);
        pair.run(NvPair.SOON_NS);
        assertEquals(0, one.hal().count(Notice.NV_SAVING));
        assertFalse(one.record(Pair.MINE).certified(), "it keeps what it has to itself");
    }

    @Test
    void armIsRefusedWithoutAPlace() {
        one.order(Field.NV_DISARM);
        pair.cutWire(true);
        pair.run(10 * NvPair.BEAT_NS);
        one.order(Field.NV_ARM);
        assertEquals(EnumSet.of(Field.NV_ARM_ERROR), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_NO_PLACE), nv.failures());
        nv.heal();
        pair.run(NvPair.SOON_NS);
        assertFalse(nv.shows(Field.NV_ARMED), "refused, not put off");
        one.order(Field.NV_ARM);
        assertTrue(nv.within(2 * NvPair.BEAT_NS, Field.NV_ARM_SUCCESS));
        assertTrue(nv.shows(Field.NV_ARMED));
        assertEquals(EnumSet.of(Field.NV_ARM_SUCCESS), nv.results());
    }

    @Test
    void anErasedPlaceIsZeroAndIsFilledAgainOnlyAfterArm() {
        nv.writeAlone();
        nv.heal();
        assertTrue(pair.runUntil(nv::same, NvPair.SOON_NS));
        one.order(Field.NV_ERASE);
        assertEquals(EnumSet.of(Field.NV_ERASE_ERROR), nv.results(), "refused while armed");
        one.order(Field.NV_DISARM);
        one.order(Field.NV_ERASE);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_ERASE_SUCCESS));
        byte[] zeros = new byte[nv.two.image(Pair.THEIRS).length];
        assertArrayEquals(zeros, nv.two.image(Pair.THEIRS));
        assertEquals(Role.STALE, nv.two.role(Pair.THEIRS));
        pair.run(NvPair.SOON_NS);
        assertArrayEquals(zeros, nv.two.image(Pair.THEIRS));
        assertFalse(nv.saysSaved());
        one.order(Field.NV_ARM);
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_ARM_SUCCESS));
        assertTrue(nv.same());
    }

    @Test
    void anEraseOrASaveThatIsCutByAResetGoesOn() {
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        one.boot();
        assertTrue(nv.shows(Field.NV_SAVING));
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_SAVE_SUCCESS));
        nv.assertSaved(SaveCause.COMMAND);
        one.prove();
        one.order(Field.NV_DISARM);
        pair.cutWire(true);
        one.order(Field.NV_ERASE);
        one.boot();
        assertTrue(nv.shows(Field.NV_ERASING));
        nv.heal();
        assertTrue(nv.within(NvPair.SOON_NS, Field.NV_ERASE_SUCCESS));
        assertEquals(Role.STALE, nv.two.role(Pair.THEIRS));
    }

    @Test
    void abortEndsWhatRunsAndIsAnErrorWhereNothingDoes() {
        one.order(Field.NV_ABORT);
        assertEquals(EnumSet.of(Field.NV_ABORT_ERROR), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_REFUSED), nv.failures());
        nv.writeAlone();
        one.order(Field.NV_SAVE);
        one.order(Field.NV_ABORT);
        assertEquals(EnumSet.of(Field.NV_SAVE_ERROR, Field.NV_ABORT_SUCCESS), nv.results());
        assertEquals(EnumSet.of(Field.FAIL_ABORTED), nv.failures());
        assertFalse(nv.shows(Field.NV_SAVING));
        nv.heal();
        pair.run(NvPair.SOON_NS);
        assertFalse(nv.saysSaved(), "it is not begun again");
        one.order(Field.NV_DISARM);
        pair.cutWire(true);
        one.order(Field.NV_ERASE);
        one.order(Field.NV_ABORT);
        assertTrue(nv.results().containsAll(EnumSet.of(Field.NV_ERASE_ERROR, Field.NV_ABORT_SUCCESS)));
        assertFalse(nv.shows(Field.NV_ERASING));
    }

    @Test
    void anInjectedErrorLetsAnEraseFailAndErasesNothing() {
        nv.writeAlone();
        nv.heal();
        assertTrue(pair.runUntil(nv::same, NvPair.SOON_NS));
        one.order(Field.NV_DISARM);
        one.hal().set(Register.INJECT_ERROR, Field.INJECT_ERASE.mask());
        one.order(Field.NV_ERASE);
        pair.run(NvPair.SOON_NS);
        assertTrue(nv.results().contains(Field.NV_ERASE_ERROR));
        assertEquals(EnumSet.of(Field.FAIL_INJECTED), nv.failures());
        assertTrue(nv.same());
    }
}
