package dev.holdover.model.flash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boot ROM's table, and what every torn write of it leaves. */
class BootRomTest {
    private static final SipHash KEY = new SipHash(1, 2);
    private static final SipHash OTHER_KEY = new SipHash(1, 3);

    private final NorFlash flash = new NorFlash(FlashMap.BYTES);

    private void slot(int n, String content) {
        byte[] image = switch (content) {
            case "v1", "v2", "v3" -> FirmwareImage.encode(content.charAt(1) - '0', new byte[] {7}, KEY);
            case "unsigned" -> FirmwareImage.encode(9, new byte[] {7}, OTHER_KEY);
            case "corrupt" -> {
                byte[] bytes = FirmwareImage.encode(9, new byte[] {7}, KEY);
                bytes[24] = 8;
                yield bytes;
            }
            default -> new byte[] {-1};
        };
        flash.provision(FlashMap.slot(n), image);
    }

    private void record(BootControl control) {
        byte[] erased = new byte[FlashMap.PAGE];
        Arrays.fill(erased, (byte) -1);
        flash.provision(FlashMap.record(control.place()), erased);
        flash.provision(FlashMap.record(control.place()), control.encode());
    }

    private static BootControl pending(int slot) {
        return new BootControl(0, 1, 1 - slot, BootControl.NONE, 0).followedBy(1 - slot, slot);
    }

    private void useTries(int count) {
        for (int i = 0; i < count; i++) {
            BootControl now = BootControl.newest(flash).orElseThrow();
            byte[] word = new byte[4];
            Words.putInt(word, 0, now.oneTryLess());
            flash.program(FlashMap.record(now.place()) + BootControl.TRIES_AT, word, 0, 4);
            assertTrue(flash.finish());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // slot 0 is confirmed; slot 0, slot 1, pending, tries used: result, slot, why
        "v1, v1, -1, 0, CONFIRMED, 0, NONE",
        "v1, v2, -1, 0, CONFIRMED, 0, NONE",
        "v1, erased, -1, 0, CONFIRMED, 0, NONE",
        "corrupt, v1, -1, 0, FELL_BACK, 1, CRC",
        "unsigned, v1, -1, 0, FELL_BACK, 1, MAC",
        "erased, v1, -1, 0, FELL_BACK, 1, EMPTY",
        "erased, erased, -1, 0, HALTED, -1, EMPTY",
        "corrupt, unsigned, -1, 0, HALTED, -1, CRC",
        "v1, v2, 1, 0, TRIAL, 1, NONE",
        "v1, v1, 1, 0, TRIAL, 1, NONE",
        "v1, v2, 1, 2, TRIAL, 1, NONE",
        "v1, v2, 1, 3, FELL_BACK, 0, TRIES",
        "v2, v1, 1, 0, FELL_BACK, 0, VERSION",
        "v1, corrupt, 1, 0, FELL_BACK, 0, CRC",
        "v1, unsigned, 1, 0, FELL_BACK, 0, MAC",
        "v1, erased, 1, 0, FELL_BACK, 0, EMPTY",
        "corrupt, v2, 1, 0, TRIAL, 1, NONE",
        "corrupt, v2, 1, 3, FELL_BACK, 1, CRC",
        "corrupt, unsigned, 1, 0, HALTED, -1, MAC"
    })
    void bootsWhatTheTableSays(
            String slot0, String slot1, int pending, int used, BootResult result, int boots, ImageFault why) {
        slot(0, slot0);
        slot(1, slot1);
        record(pending < 0 ? new BootControl(0, 1, 0, BootControl.NONE, 0) : pending(pending));
        useTries(used);
        BootRom choice = BootRom.decide(flash, KEY);
        assertEquals(result, choice.result());
        assertEquals(boots, choice.slot());
        assertEquals(why, choice.why());
    }

    @Test
    void withoutARecordTheNewerImageRuns() {
        slot(0, "v1");
        slot(1, "v2");
        assertEquals(1, BootRom.decide(flash, KEY).slot());
        assertEquals(ImageFault.RECORD, BootRom.decide(flash, KEY).why());
        slot(0, "v3");
        assertEquals(0, BootRom.decide(flash, KEY).slot());
        slot(0, "corrupt");
        assertEquals(1, BootRom.decide(flash, KEY).slot());
        slot(1, "unsigned");
        assertEquals(BootResult.HALTED, BootRom.decide(flash, KEY).result());
    }

    @Test
    void theNewestWholeRecordCounts() {
        record(new BootControl(0, 4, 0, BootControl.NONE, 0));
        record(new BootControl(1, 5, 1, BootControl.NONE, 0));
        assertEquals(1, BootControl.newest(flash).orElseThrow().confirmed());
        flash.rot(FlashMap.record(1) + 5, 0x10);
        assertEquals(0, BootControl.newest(flash).orElseThrow().confirmed());
    }

    /** Wherever an activation is cut, the old image runs or the new one is on trial. */
    @Test
    void anActivationCutAnywhereBootsTheOldImageOrTheNewOne() {
        slot(0, "v1");
        slot(1, "v2");
        BootControl old = new BootControl(0, 1, 0, BootControl.NONE, 0);
        BootControl next = old.followedBy(0, 1);
        int trials = 0;
        for (int step = 0; step <= 1_000; step++) {
            record(old);
            byte[] former = new byte[FlashMap.SECTOR];
            System.arraycopy(new BootControl(1, 0, 1, BootControl.NONE, 0).encode(), 0, former, 0, BootControl.BYTES);
            flash.provision(FlashMap.record(1), former);
            long erase = flash.erase(FlashMap.record(1));
            if (step < 500) {
                flash.cut(erase * step / 500);
            } else {
                assertTrue(flash.finish());
                byte[] bytes = next.encode();
                long program = flash.program(FlashMap.record(1), bytes, 0, bytes.length);
                flash.cut(program * (step - 500) / 500);
            }
            BootRom choice = BootRom.decide(flash, KEY);
            boolean trial = choice.result() == BootResult.TRIAL && choice.slot() == 1;
            assertTrue(trial || choice.result() == BootResult.CONFIRMED && choice.slot() == 0, "step " + step);
            trials += trial ? 1 : 0;
        }
        assertTrue(trials >= 1, "the activation never took effect");
    }

    @Test
    void aTryThatIsCutHasCountedOrHasNot() {
        slot(0, "v1");
        slot(1, "v2");
        for (int used = 0; used < BootControl.TRIES; used++) {
            record(pending(1));
            useTries(used);
            BootControl before = BootControl.newest(flash).orElseThrow();
            byte[] word = new byte[4];
            Words.putInt(word, 0, before.oneTryLess());
            long lasts = flash.program(FlashMap.record(1) + BootControl.TRIES_AT, word, 0, 4);
            flash.cut(lasts / 2);
            int left = BootControl.newest(flash).orElseThrow().tries();
            assertTrue(left == before.tries() || left == before.tries() - 1);
        }
    }

    @Test
    void aConfirmationThatIsCutConfirmsNothing() {
        slot(0, "v1");
        slot(1, "v2");
        byte[] zero = new byte[4];
        int at = FlashMap.record(1) + BootControl.ACCEPT_AT;
        for (int share = 0; share < 100; share++) {
            record(pending(1));
            flash.cut(flash.program(at, zero, 0, 4) * share / 100);
            assertEquals(1, BootControl.newest(flash).orElseThrow().pending(), share + " percent");
            flash.program(at, zero, 0, 4);
            assertTrue(flash.finish());
            assertEquals(1, BootControl.newest(flash).orElseThrow().confirmed());
            assertEquals(BootResult.CONFIRMED, BootRom.decide(flash, KEY).result());
        }
    }

    @Test
    void aTryThatCannotBeCountedIsNoTrial() {
        slot(0, "v1");
        slot(1, "v2");
        record(pending(1));
        BootRom choice = BootRom.decide(flash, KEY).withoutTrial();
        assertEquals(BootResult.FELL_BACK, choice.result());
        assertEquals(0, choice.slot());
        assertEquals(ImageFault.TRIES, choice.why());
    }
}
