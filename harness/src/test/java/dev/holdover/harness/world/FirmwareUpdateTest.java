package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.NvramException;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.FirmwareHealth;
import dev.holdover.driver.core.UpdateResult;
import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.flash.FlashMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver's update of the card's firmware, on a simulated card. */
class FirmwareUpdateTest {
    private static final long MS = 1_000_000;
    private static final long WITHIN_NS = 2_000 * MS;

    private final Bench bench = new Bench(1);
    private final Recorder events = new Recorder();
    private final NvramCard card = bench.driver(bench.device(), events);

    private static final class Recorder implements DriverListener {
        private final List<Integer> progress = new ArrayList<>();
        private final List<UpdateResult> results = new ArrayList<>();
        private final List<FirmwareHealth> boots = new ArrayList<>();

        @Override
        public void firmwareProgress(int programmedBytes, int imageBytes) {
            progress.add(programmedBytes);
        }

        @Override
        public void firmwareUpdated(UpdateResult result) {
            results.add(result);
        }

        @Override
        public void firmwareBooted(FirmwareHealth health) {
            boots.add(health);
        }
    }

    FirmwareUpdateTest() {
        card.open(0);
    }

    private ByteBuffer image(Build build, long version) {
        return ByteBuffer.wrap(build.image(version, bench.card().imageKey()));
    }

    @Test
    void anImageIsSentCheckedActivatedBootedAndConfirmed() {
        ByteBuffer image = image(Build.GOOD, 5);
        card.updateFirmware(image, WITHIN_NS);
        assertEquals(0, image.position(), "the caller's buffer is not moved");
        assertEquals(image.remaining(), events.progress.get(events.progress.size() - 1));
        assertTrue(events.progress.size() > 20, "progress was told " + events.progress.size() + " times");
        assertEquals(List.of(new UpdateResult.Activated(1)), events.results);
        assertEquals(1, card.firmwareHealth().version(), "nothing changes before the reset");
        assertEquals(1, card.firmwareHealth().next().orElseThrow());
        card.resetCard();
        bench.idle(card, 50 * MS);
        assertEquals(5, card.firmwareHealth().version());
        assertTrue(card.firmwareHealth().onTrial());
        assertEquals(BootResult.TRIAL, events.boots.get(0).result());
        bench.idle(card, 600 * MS);
        assertFalse(card.firmwareHealth().onTrial());
        byte[] bytes = new byte[64];
        card.write(0, 0, bytes, 0, 64);
    }

    @Test
    void writesGoOnWhileAnUpdateDoes() {
        assertTrue(card.core().updateFirmware(image(Build.GOOD, 2)));
        byte[] bytes = new byte[512];
        int writes = 0;
        while (card.core().firmware().updating()) {
            long beganNs = bench.nowNs();
            card.write(0, 512L * (writes++ % 64), bytes, 0, 512);
            assertTrue(bench.nowNs() - beganNs < 10 * MS, "a write waited for the flash");
        }
        assertTrue(writes > 1_000, writes + " writes");
        assertInstanceOf(UpdateResult.Activated.class, events.results.get(0));
    }

    @Test
    void onlyOneUpdateAtATime() {
        assertTrue(card.core().updateFirmware(image(Build.GOOD, 2)));
        assertFalse(card.core().updateFirmware(image(Build.GOOD, 3)));
    }

    @Test
    void aRefusalSaysWhatIsWrong() {
        byte[] bytes = image(Build.GOOD, 2).array();
        bytes[100] ^= 1;
        NvramException refused =
                assertThrows(NvramException.class, () -> card.updateFirmware(ByteBuffer.wrap(bytes), WITHIN_NS));
        assertTrue(String.valueOf(refused.getMessage()).contains("CRC"), refused::getMessage);
        assertEquals(List.of(new UpdateResult.Refused(UpdateError.IMAGE, ImageFault.CRC)), events.results);
        assertThrows(
                NvramException.class,
                () -> card.updateFirmware(ByteBuffer.allocate(FlashMap.SLOT_BYTES + 1), WITHIN_NS));
        assertThrows(NvramException.class, () -> card.updateFirmware(ByteBuffer.allocate(0), WITHIN_NS));
        assertEquals(0, card.firmwareHealth().next().orElseThrow());
        card.updateFirmware(image(Build.GOOD, 2), WITHIN_NS);
    }

    @Test
    void aResetInTheMiddleEndsItAndItCanBeBegunAgain() {
        assertTrue(card.core().updateFirmware(image(Build.GOOD, 2)));
        bench.idle(card, 100 * MS);
        card.resetCard();
        bench.idle(card, 20 * MS);
        assertInstanceOf(UpdateResult.Interrupted.class, events.results.get(0));
        assertEquals(DriverState.UP, card.state());
        assertEquals(0, card.firmwareHealth().slots().get(1).version(), "half an image is none");
        card.updateFirmware(image(Build.GOOD, 2), WITHIN_NS);
    }

    @Test
    void aShutGateInTheMiddleEndsItAndItCanBeBegunAgain() {
        assertTrue(card.core().updateFirmware(image(Build.GOOD, 2)));
        bench.idle(card, 100 * MS);
        bench.sleep(100 * MS);
        bench.idle(card, 50 * MS);
        assertInstanceOf(UpdateResult.Interrupted.class, events.results.get(0));
        card.open(0);
        card.updateFirmware(image(Build.GOOD, 2), WITHIN_NS);
        assertEquals(2, events.results.size());
    }

    @Test
    void withoutMessagesItIsSlowerAndComesToTheSame() {
        bench.loseMessages();
        card.updateFirmware(image(Build.GOOD, 2), WITHIN_NS);
        assertEquals(List.of(new UpdateResult.Activated(1)), events.results);
    }

    @Test
    void anUpdateThatTakesTooLongIsGivenUp() {
        assertThrows(NvramException.class, () -> card.updateFirmware(image(Build.GOOD, 2), 50 * MS));
        bench.idle(card, 50 * MS);
        assertEquals(List.of(new UpdateResult.Refused(UpdateError.ABORTED, ImageFault.NONE)), events.results);
    }

    @Test
    void anUpdateCanBeGivenUp() {
        assertTrue(card.core().updateFirmware(image(Build.GOOD, 2)));
        bench.idle(card, 20 * MS);
        card.core().firmware().abort();
        bench.idle(card, 20 * MS);
        assertFalse(card.core().firmware().updating());
        card.updateFirmware(image(Build.GOOD, 2), WITHIN_NS);
    }

    @Test
    void theHostIsToldOfAFallBackAndCanReadWhyWhileTheProcessorIsDead() {
        card.updateFirmware(image(Build.TRAPS_AT_BOOT, 2), WITHIN_NS);
        card.resetCard();
        bench.idle(card, 15 * MS);
        FirmwareHealth dead = card.firmwareHealth();
        assertEquals(2, dead.version());
        assertEquals(BootResult.TRIAL, dead.result());
        assertTrue(dead.onTrial() && dead.triesLeft() < 3);
        // A card without a boot watchdog stays where it is: the host resets it until the tries are used up.
        for (int i = 0; i < 3; i++) {
            card.resetCard();
            bench.idle(card, 60 * MS);
        }
        card.open(0);
        FirmwareHealth told = events.boots.get(events.boots.size() - 1);
        assertEquals(BootResult.FELL_BACK, told.result());
        assertEquals(ImageFault.TRIES, told.why());
        assertEquals(1, told.version());
    }

    @Test
    void theHostIsToldThatNoImageMayRun() {
        for (int slot = 0; slot < FlashMap.SLOTS; slot++) {
            bench.card().hardware().flash().chip().rot(FlashMap.slot(slot) + 50, 4);
        }
        card.resetCard();
        bench.idle(card, 100 * MS);
        assertEquals(1, events.boots.size(), "once");
        assertEquals(BootResult.HALTED, events.boots.get(0).result());
        assertEquals(0, events.boots.get(0).version());
        assertEquals(ImageFault.CRC, events.boots.get(0).slots().get(1).fault());
        assertEquals(DriverState.WAITING, card.state());
    }
}
