package dev.holdover.firmware.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.contract.UpdateState;
import dev.holdover.model.flash.FlashMap;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The updater against registers that a test drives: slot 0 runs, version 1. */
class UpdaterTest {
    private static final long MS = 1_000_000;
    private static final int TWO_SECTORS = FlashMap.SECTOR + 100;

    private final FakeHal hal = new FakeHal(new FakeNvram(4096));
    private boolean calm = true;
    private boolean hearsPeers = true;
    private final Updater updater = new Updater(hal, new Updater.Surroundings() {
        @Override
        public boolean calm() {
            return calm;
        }

        @Override
        public boolean hearsPeers() {
            return hearsPeers;
        }
    });

    UpdaterTest() {
        hal.set(Register.FW_VERSION, 0, 1);
        updater.boot();
    }

    private void order(Field what) {
        hal.set(Register.FW_CMD, what.mask());
        updater.ordered();
    }

    private void start(int length) {
        hal.set(Register.FW_LENGTH, length);
        order(Field.FW_START);
    }

    /** The flash has done what it was told. */
    private void flash(long status) {
        hal.set(Register.FLASH_STATUS, status);
        updater.flashDone();
    }

    private void block(int offset, int length) {
        byte[] bytes = new byte[FlashMap.PAGE];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (offset + i);
        }
        for (int word = 0; word < bytes.length / 8; word++) {
            hal.set(Register.FW_DATA, word, Words.getLong(bytes, word * 8));
        }
        hal.set(Register.FW_OFFSET, offset);
        hal.set(Register.FW_BLOCK_CRC, Words.crc32c(new CRC32C(), bytes, 0, length) & 0xffff_ffffL);
        order(Field.FW_BLOCK);
    }

    private void ready(int length) {
        start(length);
        for (int at = 0; at < length; at += FlashMap.SECTOR) {
            flash(0);
        }
        shows(UpdateState.READY, UpdateError.NONE);
    }

    private void verified() {
        ready(100);
        block(0, 100);
        flash(0);
        order(Field.FW_VERIFY);
        hal.set(Register.FW_VERSION, 1, 2);
        flash(0);
        shows(UpdateState.VERIFIED, UpdateError.NONE);
    }

    private void shows(UpdateState state, UpdateError error) {
        long status = hal.get(Register.FW_STATUS, 0);
        assertEquals(state, UpdateState.of(Field.FW_STATE.get(status)));
        assertEquals(error, UpdateError.of(Field.FW_ERROR.get(status)));
    }

    @Test
    void erasesWhatTheImageNeedsAndProgramsItBlockByBlock() {
        start(TWO_SECTORS);
        assertEquals(FlashMap.slot(1), hal.get(Register.FLASH_ADDR, 0));
        flash(0);
        assertEquals(FlashMap.slot(1) + FlashMap.SECTOR, hal.get(Register.FLASH_ADDR, 0));
        shows(UpdateState.ERASING, UpdateError.NONE);
        flash(0);
        shows(UpdateState.READY, UpdateError.NONE);
        int at = 0;
        while (at < TWO_SECTORS) {
            int length = Math.min(FlashMap.PAGE, TWO_SECTORS - at);
            block(at, length);
            shows(UpdateState.PROGRAMMING, UpdateError.NONE);
            assertEquals(FlashMap.slot(1) + at, hal.get(Register.FLASH_ADDR, 0));
            assertEquals(length, hal.get(Register.FLASH_COUNT, 0));
            assertEquals((byte) at, (byte) hal.get(Register.FLASH_DATA, 0));
            flash(0);
            at += length;
            assertEquals(at, hal.get(Register.FW_PROGRESS, 0));
        }
        order(Field.FW_VERIFY);
        hal.set(Register.FW_VERSION, 1, 1);
        flash(0);
        shows(UpdateState.VERIFIED, UpdateError.NONE);
        order(Field.FW_ACTIVATE);
        assertEquals(Field.FLASH_PEND.mask(), hal.get(Register.FLASH_CTRL, 0));
        flash(0);
        shows(UpdateState.ACTIVATED, UpdateError.NONE);
        assertEquals(1, hal.count(Notice.UPDATE_ACTIVATED), "an equal version is allowed");
    }

    @Test
    void refusesToBeginWhileSomethingElseMatters() {
        calm = false;
        start(100);
        shows(UpdateState.IDLE, UpdateError.BUSY);
        calm = true;
        hal.set(Register.RAIL_STATUS, Field.RAIL_BATTERY.mask());
        start(100);
        shows(UpdateState.IDLE, UpdateError.ENERGY);
        hal.set(Register.RAIL_STATUS, Field.RAIL_MAIN.mask());
        hal.set(Register.ENERGY_STATUS, Field.ENERGY_LEVEL.set(0, EnergyLevel.SHORT.ordinal()));
        start(100);
        shows(UpdateState.IDLE, UpdateError.ENERGY);
        hal.set(Register.ENERGY_STATUS, 0);
        hal.set(Register.FW_SLOTS, Field.FW_TRIAL.mask());
        start(100);
        shows(UpdateState.IDLE, UpdateError.BUSY);
        assertEquals(0, hal.get(Register.FLASH_CTRL, 0), "nothing was erased");
    }

    @Test
    void refusesLengthsThatNoSlotHolds() {
        for (int length : new int[] {0, -1, FlashMap.SLOT_BYTES + 1, Integer.MIN_VALUE}) {
            start(length);
            shows(UpdateState.IDLE, UpdateError.LENGTH);
        }
        start(FlashMap.SLOT_BYTES);
        shows(UpdateState.ERASING, UpdateError.NONE);
    }

    @Test
    void aBlockThatWasDamagedOrIsNotTheNextOneIsAskedForAgain() {
        ready(1000);
        block(0, 256);
        flash(0);
        block(0, 256);
        shows(UpdateState.READY, UpdateError.BLOCK);
        block(512, 256);
        shows(UpdateState.READY, UpdateError.BLOCK);
        hal.set(Register.FW_OFFSET, 256);
        hal.set(Register.FW_BLOCK_CRC, hal.get(Register.FW_BLOCK_CRC, 0) ^ 1);
        order(Field.FW_BLOCK);
        shows(UpdateState.READY, UpdateError.BLOCK);
        block(256, 256);
        shows(UpdateState.PROGRAMMING, UpdateError.NONE);
        assertEquals(256, hal.get(Register.FW_PROGRESS, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = ImageFault.class,
            names = {"HEADER", "LENGTH", "CRC", "MAC"})
    void anImageThatTheControllerFindsBadIsNotActivated(ImageFault fault) {
        ready(100);
        block(0, 100);
        flash(0);
        order(Field.FW_VERIFY);
        flash(Field.FLASH_FAULT.set(0, fault.ordinal()));
        shows(UpdateState.IDLE, UpdateError.IMAGE);
        assertEquals(fault.ordinal(), Field.FW_FAULT.get(hal.get(Register.FW_STATUS, 0)));
        order(Field.FW_ACTIVATE);
        shows(UpdateState.IDLE, UpdateError.ORDER);
        assertEquals(0, hal.count(Notice.UPDATE_VERIFIED));
    }

    @Test
    void anOlderImageIsRefused() {
        hal.set(Register.FW_VERSION, 0, 7);
        ready(100);
        block(0, 100);
        flash(0);
        order(Field.FW_VERIFY);
        hal.set(Register.FW_VERSION, 1, 6);
        flash(0);
        shows(UpdateState.IDLE, UpdateError.IMAGE);
        assertEquals(ImageFault.VERSION.ordinal(), Field.FW_FAULT.get(hal.get(Register.FW_STATUS, 0)));
    }

    @Test
    void ordersOutOfTurnChangeNothing() {
        for (Field what : new Field[] {Field.FW_BLOCK, Field.FW_VERIFY, Field.FW_ACTIVATE}) {
            order(what);
            shows(UpdateState.IDLE, UpdateError.ORDER);
        }
        ready(100);
        order(Field.FW_VERIFY);
        shows(UpdateState.READY, UpdateError.ORDER);
        order(Field.FW_ACTIVATE);
        shows(UpdateState.READY, UpdateError.ORDER);
    }

    @Test
    void aHostThatFailsEndsAnUpdateAtOnceAndTheNextOneWaitsForTheFlash() {
        start(100);
        updater.hostLost();
        shows(UpdateState.IDLE, UpdateError.INTERRUPTED);
        hal.set(Register.FLASH_CTRL, 0);
        start(TWO_SECTORS);
        assertEquals(0, hal.get(Register.FLASH_CTRL, 0), "the flash is still busy");
        flash(Field.FLASH_FAILED.mask());
        assertEquals(Field.FLASH_ERASE.mask(), hal.get(Register.FLASH_CTRL, 0));
        shows(UpdateState.ERASING, UpdateError.NONE);
    }

    @Test
    void whatBecomesMoreImportantEndsAnUpdateWithinAPeriodButNotAnActivation() {
        ready(100);
        calm = false;
        updater.tick();
        shows(UpdateState.IDLE, UpdateError.INTERRUPTED);
        calm = true;
        verified();
        hal.set(Register.RAIL_STATUS, 0);
        updater.tick();
        shows(UpdateState.IDLE, UpdateError.ENERGY);
        hal.set(Register.RAIL_STATUS, Field.RAIL_MAIN.mask());
        verified();
        order(Field.FW_ACTIVATE);
        calm = false;
        updater.tick();
        updater.hostLost();
        order(Field.FW_ABORT);
        shows(UpdateState.ACTIVATING, UpdateError.ORDER);
        flash(0);
        shows(UpdateState.ACTIVATED, UpdateError.NONE);
    }

    @Test
    void nothingIsActivatedWithoutAHost() {
        verified();
        calm = false;
        assertFalse(updater.activate());
        shows(UpdateState.VERIFIED, UpdateError.BUSY);
        calm = true;
        assertTrue(updater.activate());
    }

    @Test
    void aFlashThatFailsEndsTheUpdate() {
        start(100);
        flash(Field.FLASH_FAILED.mask());
        shows(UpdateState.IDLE, UpdateError.FLASH);
        ready(100);
        block(0, 100);
        flash(Field.FLASH_FAILED.mask());
        shows(UpdateState.IDLE, UpdateError.FLASH);
        verified();
        order(Field.FW_ACTIVATE);
        flash(Field.FLASH_FAILED.mask());
        shows(UpdateState.IDLE, UpdateError.FLASH);
    }

    @Test
    void abortsAndBeginsAgain() {
        ready(100);
        order(Field.FW_ABORT);
        shows(UpdateState.IDLE, UpdateError.ABORTED);
        verified();
    }

    @Test
    void confirmsItselfWhenItHasServedAndHearsItsPeers() {
        hal.set(Register.FW_SLOTS, Field.FW_TRIAL.mask());
        hal.now(hal.nowNs() + Updater.SELF_TEST_NS - MS);
        updater.tick();
        assertEquals(0, hal.get(Register.FLASH_CTRL, 0));
        hal.now(hal.nowNs() + MS);
        updater.tick();
        assertEquals(Field.FLASH_CONFIRM.mask(), hal.get(Register.FLASH_CTRL, 0));
        hal.set(Register.FW_SLOTS, 0);
        flash(0);
        assertEquals(1, hal.last(Notice.IMAGE_CONFIRMED).a());
    }

    @Test
    void withoutItsPeersItServesLongerFirst() {
        hearsPeers = false;
        hal.set(Register.FW_SLOTS, Field.FW_TRIAL.mask());
        hal.now(hal.nowNs() + Updater.ALONE_NS - MS);
        updater.tick();
        assertEquals(0, hal.get(Register.FLASH_CTRL, 0));
        hal.now(hal.nowNs() + MS);
        updater.tick();
        assertEquals(Field.FLASH_CONFIRM.mask(), hal.get(Register.FLASH_CTRL, 0));
    }

    @Test
    void aConfirmationThatFailsIsTriedAgain() {
        hal.set(Register.FW_SLOTS, Field.FW_TRIAL.mask());
        hal.now(hal.nowNs() + Updater.SELF_TEST_NS);
        updater.tick();
        flash(Field.FLASH_FAILED.mask());
        assertEquals(0, hal.count(Notice.IMAGE_CONFIRMED));
        hal.set(Register.FLASH_CTRL, 0);
        hal.set(Register.FLASH_STATUS, 0);
        updater.tick();
        assertEquals(Field.FLASH_CONFIRM.mask(), hal.get(Register.FLASH_CTRL, 0));
    }
}
