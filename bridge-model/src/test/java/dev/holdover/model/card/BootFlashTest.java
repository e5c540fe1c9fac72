package dev.holdover.model.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.flash.BootControl;
import dev.holdover.model.flash.FirmwareImage;
import dev.holdover.model.flash.FlashMap;
import dev.holdover.model.layout.Words;
import org.junit.jupiter.api.Test;

/** The flash controller, the boot ROM and the boot timer, on a card. */
class BootFlashTest {
    private static final SipHash KEY = new SipHash(0, 0);
    private static final long LONGER_THAN_ANY_NS = 60 * CardRig.MS;

    private CardRig rig = CardRig.running();
    private long untilCutNs = Long.MAX_VALUE;

    private long peek(Register register) {
        return rig.card.bridge().peek(register, Side.CARD);
    }

    private void order(Field what, int address, int count) {
        rig.card.write(Register.FLASH_ADDR, 0, address);
        rig.card.write(Register.FLASH_COUNT, 0, count);
        rig.card.write(Register.FLASH_CTRL, 0, what.mask());
    }

    private long done(Field what, int address, int count) {
        if (untilCutNs == 0) {
            return 0;
        }
        order(what, address, count);
        long ns = Math.min(LONGER_THAN_ANY_NS, untilCutNs);
        rig.loop.runFor(ns);
        untilCutNs -= ns;
        return untilCutNs == 0 ? 0 : rig.card.read(Register.FLASH_STATUS, 0);
    }

    /** A small image in slot 1, as firmware writes it. */
    private void write(byte[] image) {
        assertEquals(0, done(Field.FLASH_ERASE, FlashMap.slot(1), 0));
        byte[] page = new byte[FlashMap.PAGE];
        System.arraycopy(image, 0, page, 0, image.length);
        for (int word = 0; word < Register.FLASH_DATA.count(); word++) {
            rig.card.write(Register.FLASH_DATA, word, Words.getLong(page, word * 8));
        }
        assertEquals(0, done(Field.FLASH_PROGRAM, FlashMap.slot(1), image.length));
    }

    private static byte[] image(long version) {
        return FirmwareImage.encode(version, new byte[] {9}, KEY);
    }

    private void activate() {
        assertEquals(0, done(Field.FLASH_PEND, 1, 0));
    }

    private void resetByHost() {
        rig.card.processorReset();
        rig.loop.runFor(5 * CardRig.MS);
    }

    @Test
    void aNewCardRunsTheFactoryImageInSlot0() {
        assertEquals(0, rig.card.flash().running());
        assertEquals(1, rig.card.flash().version());
        assertEquals(1, rig.card.read(Register.FW_VERSION, 1));
        assertEquals(BootResult.CONFIRMED.ordinal(), Field.FW_BOOT_RESULT.get(peek(Register.FW_BOOT)));
        assertFalse(Field.CAUSE_IMAGE.in(peek(Register.RESET_CAUSE)));
    }

    @Test
    void anActivatedImageRunsOnTrialAndStaysOnceItIsConfirmed() {
        write(image(2));
        assertEquals(0, done(Field.FLASH_CHECK, 1, image(2).length));
        assertEquals(2, rig.card.read(Register.FW_VERSION, 1));
        activate();
        assertEquals(1, Field.FW_NEXT.get(peek(Register.FW_SLOTS)));
        assertEquals(0, rig.card.flash().running(), "not before the reset");
        resetByHost();
        assertEquals(1, rig.card.flash().running());
        assertTrue(rig.card.flash().onTrial());
        assertEquals(BootControl.TRIES - 1, Field.FW_TRIES.get(peek(Register.FW_SLOTS)));
        assertTrue(Field.CAUSE_IMAGE.in(peek(Register.RESET_CAUSE)));
        assertEquals(0, done(Field.FLASH_CONFIRM, 0, 0));
        assertFalse(rig.card.flash().onTrial());
        rig.loop.runFor(2 * BootFlash.TRIAL_NS);
        assertFalse(Field.CAUSE_BOOT_TIMER.in(peek(Register.RESET_CAUSE)), "the boot timer stops");
        resetByHost();
        assertEquals(2, rig.card.flash().version());
        assertFalse(rig.card.flash().onTrial());
    }

    @Test
    void theBootTimerResetsWhatIsNotConfirmedUntilTheTriesAreUsedUp() {
        rig.onBoot = () -> rig.card.write(Register.BOOT_CONFIRM, 0, 1);
        write(image(2));
        activate();
        resetByHost();
        for (int tried = 1; tried < BootControl.TRIES; tried++) {
            rig.loop.runFor(BootFlash.TRIAL_NS);
            assertTrue(Field.CAUSE_BOOT_TIMER.in(peek(Register.RESET_CAUSE)));
            rig.loop.runFor(5 * CardRig.MS);
            assertEquals(1, rig.card.flash().running(), "try " + tried);
        }
        rig.loop.runFor(BootFlash.TRIAL_NS + 5 * CardRig.MS);
        assertEquals(0, rig.card.flash().running());
        assertEquals(BootResult.FELL_BACK.ordinal(), Field.FW_BOOT_RESULT.get(peek(Register.FW_BOOT)));
        assertEquals(ImageFault.TRIES.ordinal(), Field.FW_BOOT_FAULT.get(peek(Register.FW_BOOT)));
    }

    @Test
    void theTryIsCountedBeforeTheImageRuns() {
        write(image(2));
        activate();
        int[] left = {-1};
        rig.onBoot = () -> left[0] =
                BootControl.newest(rig.card.flash().chip()).orElseThrow().tries();
        resetByHost();
        assertEquals(BootControl.TRIES - 1, left[0]);
    }

    @Test
    void aRecordThatTakesNoTryKeepsTheOldImageRunning() {
        write(image(2));
        activate();
        rig.card.flash().chip().wear(FlashMap.record(1), true);
        resetByHost();
        assertEquals(0, rig.card.flash().running());
        assertEquals(ImageFault.TRIES.ordinal(), Field.FW_BOOT_FAULT.get(peek(Register.FW_BOOT)));
    }

    @Test
    void theRunningSlotAndTheRecordsAreProtected() {
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_ERASE, FlashMap.slot(0), 0));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_ERASE, FlashMap.record(0), 0));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_PROGRAM, FlashMap.slot(0), 8));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_PROGRAM, FlashMap.slot(1) + 255, 2));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_ERASE, FlashMap.BYTES, 0));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_PEND, 0, 0));
        assertEquals(Field.FLASH_REFUSED.mask(), done(Field.FLASH_CONFIRM, 0, 0), "nothing is on trial");
    }

    @Test
    void aCheckFindsWhatIsWrong() {
        byte[] unsigned = FirmwareImage.encode(2, new byte[] {9}, new SipHash(5, 5));
        write(unsigned);
        long status = done(Field.FLASH_CHECK, 1, unsigned.length);
        assertEquals(ImageFault.MAC.ordinal(), Field.FLASH_FAULT.get(status));
        assertEquals(0, rig.card.read(Register.FW_VERSION, 1));
    }

    @Test
    void withBothSlotsBadTheProcessorHaltsAndTheHostCanTell() {
        for (int slot = 0; slot < FlashMap.SLOTS; slot++) {
            rig.card.flash().chip().rot(FlashMap.slot(slot) + 24, 1);
        }
        resetByHost();
        assertEquals(ProcessorState.HALTED, rig.card.state());
        assertEquals(BootState.HALTED, BootState.of(peek(Register.BOOT_STATE)));
        assertEquals(ImageFault.CRC.ordinal(), Field.FW_SLOT1_FAULT.get(peek(Register.FW_BOOT)));
        rig.loop.runFor(1_000 * CardRig.MS);
        assertEquals(ProcessorState.HALTED, rig.card.state(), "no watchdog wakes what does not run");
        rig.card.flash().chip().rot(FlashMap.slot(1) + 24, 1);
        resetByHost();
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertEquals(1, rig.card.flash().running());
    }

    /** Power, or a reset, at every point of writing an image and activating it: a signed image always boots. */
    @Test
    void aCutAtAnyMomentOfAnUpdateLeavesAnImageThatBoots() {
        boolean newOneRan = false;
        boolean oldOneRan = false;
        for (int part = 0; part <= 200; part++) {
            rig = new CardRig(0, 5_000);
            rig.card.mainRail(true);
            rig.loop.runFor(3 * CardRig.MS);
            untilCutNs = 1 + 3 * LONGER_THAN_ANY_NS * part / 200;
            write(image(2));
            activate();
            rig.card.mainRail(false);
            assertEquals(ProcessorState.OFF, rig.card.state());
            rig.card.mainRail(true);
            rig.loop.runFor(5 * CardRig.MS);
            assertEquals(ProcessorState.RUNNING, rig.card.state(), "cut in part " + part);
            newOneRan |= rig.card.flash().version() == 2;
            oldOneRan |= rig.card.flash().version() == 1;
        }
        assertTrue(newOneRan && oldOneRan, "no cut came after the activation, or none before");
    }
}
