package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.NvramException;
import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.Outcome;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The blocking driver and its core on a simulated card. */
class NvramCardTest {
    private static final int BLOCK = NvramLayout.BLOCK;
    private static final long SEED = 1;

    private final Bench bench = new Bench(SEED);
    private final RandomStream random = new RandomStream(SEED, "test");

    @Test
    void readsBackWhatItWroteAndStillDoesAfterReopening() {
        NvramCard card = bench.opened();
        byte[] bytes = bytes(512);
        card.write(0, 1024, bytes, 0, bytes.length);
        assertArrayEquals(bytes, read(card, 1024, 512));
        NvramCard again = bench.opened();
        assertArrayEquals(bytes, read(again, 1024, 512));
        assertEquals(16L * BLOCK, again.size());
    }

    @Test
    void writesAcrossBlocksOfEveryAlignment() {
        NvramCard card = bench.opened();
        byte[] model = new byte[16 * BLOCK];
        for (int i = 0; i < 60; i++) {
            int length = 8 * (int) random.between(1, 3 * BLOCK / 8);
            int offset = 8 * (int) random.between(0, (model.length - length) / 8);
            byte[] bytes = bytes(length);
            card.write(0, offset, bytes, 0, length);
            System.arraycopy(bytes, 0, model, offset, length);
            assertArrayEquals(bytes, read(card, offset, length), "write " + i + ", seed " + SEED);
        }
        assertArrayEquals(model, read(card, 0, model.length));
    }

    @Test
    void whatIsAcknowledgedSurvivesACrashOfTheProcessor() {
        NvramCard card = bench.opened();
        byte[] bytes = bytes(BLOCK);
        card.write(0, 0, bytes, 0, BLOCK);
        bench.card().hardware().crashProcessor();
        bench.idle(card, 300_000_000);
        card.open(0);
        assertArrayEquals(bytes, read(card, 0, BLOCK));
    }

    @Test
    void refusesWhatTheCardCouldNotTake() {
        NvramCard card = bench.opened();
        byte[] bytes = new byte[64];
        assertThrows(IllegalArgumentException.class, () -> card.write(0, 4, bytes, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> card.write(0, 0, bytes, 0, 7));
        assertThrows(IllegalArgumentException.class, () -> card.write(0, 16L * BLOCK, bytes, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> card.read(0, 16L * BLOCK - 8, bytes, 0, 16));
        assertThrows(IllegalArgumentException.class, () -> card.read(0, -8, bytes, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> card.core().submit(0, BLOCK - 8, bytes, 0, 16));
        card.write(0, 0, bytes, 0, 64);
        assertEquals(DriverState.UP, card.state());
    }

    @Test
    void aFullRingSaysBusyAndTakesMoreWhenTheCardHasAnswered() {
        Recorder recorder = new Recorder();
        DriverCore core = new DriverCore(bench.device(), bench.driverConfig(), recorder);
        poll(core, 50_000_000);
        assertTrue(core.owns(0));
        byte[] bytes = bytes(256);
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long ticket = core.submit(0, 256L * i, bytes, 0, 256);
            if (ticket == DriverCore.BUSY) {
                break;
            }
            tickets.add(ticket);
        }
        assertEquals(Bench.LAYOUT.logSlots(), tickets.size());
        assertEquals(List.of(), recorder.completed, "nobody has rung");
        core.ring();
        poll(core, 30_000_000);
        assertEquals(tickets, recorder.completed);
        assertTrue(core.submit(0, 0, bytes, 0, 256) != DriverCore.BUSY);
    }

    @Test
    void aLostMessageCostsTimeAndNothingElse() {
        NvramCard card = bench.opened();
        byte[] bytes = bytes(64);
        long began = bench.nowNs();
        card.write(0, 0, bytes, 0, 64);
        long withMessages = bench.nowNs() - began;
        assertTrue(withMessages < 1_000_000, withMessages + " ns with messages");
        bench.loseMessages();
        began = bench.nowNs();
        card.write(0, 64, bytes, 0, 64);
        long without = bench.nowNs() - began;
        assertTrue(without > withMessages && without < 25_000_000, without + " ns by polling");
        assertArrayEquals(bytes, read(card, 64, 64));
    }

    @Test
    void aLateAnswerToACallThatGaveUpIsNotTakenForThatOfTheNext() {
        NvramCard impatient = bench.driver(bench.device(), 15_000_000);
        impatient.open(0);
        bench.loseMessages();
        byte[] bytes = bytes(64);
        bench.card().hardware().hangProcessor();
        assertThrows(NvramException.class, () -> impatient.write(0, 0, bytes, 0, 64));
        bench.card().hardware().resumeProcessor();
        bench.sleep(1_000_000);
        bench.card().hardware().hangProcessor();
        assertThrows(NvramException.class, () -> impatient.write(0, 64, bytes, 0, 64), "nobody has stored it");
    }

    @Test
    void withAllInterruptsMaskedPollingStillCompletes() {
        NvramCard card = bench.opened();
        bench.device().bar(0).write32(Register.INT_MASK_SET.offset(), -1);
        byte[] bytes = bytes(64);
        card.write(0, 0, bytes, 0, 64);
        assertArrayEquals(bytes, read(card, 0, 64));
    }

    @Test
    void aStuckFirmwareIsShutOutAndWritesGoOn() {
        NvramCard card = bench.opened();
        byte[] before = bytes(BLOCK);
        card.write(0, 0, before, 0, BLOCK);
        bench.card().hardware().hangProcessor();
        byte[] during = bytes(BLOCK);
        boolean degraded = false;
        for (int i = 0; i < 30; i++) {
            card.write(0, (1 + i % 10) * (long) BLOCK, during, 0, BLOCK);
            degraded |= card.state() == DriverState.DEGRADED;
            bench.idle(card, 1_000_000);
        }
        assertTrue(degraded, "never shut the firmware out");
        bench.idle(card, 300_000_000);
        card.open(0);
        assertEquals(DriverState.UP, card.state());
        assertArrayEquals(before, read(card, 0, BLOCK));
        assertArrayEquals(during, read(card, BLOCK, BLOCK));
        byte[] after = bytes(BLOCK);
        card.write(0, 0, after, 0, BLOCK);
        assertArrayEquals(after, read(card, 0, BLOCK));
    }

    @Test
    void aDriverThatForgetsItsHeartbeatsIsFencedAndProvesItselfAgain() {
        NvramCard card = bench.opened();
        byte[] bytes = bytes(64);
        card.write(0, 0, bytes, 0, 64);
        bench.sleep(200_000_000);
        assertFalse(card.core().read(0, 0, new byte[64], 0, 64), "read through a shut gate");
        card.write(0, 64, bytes, 0, 64);
        assertEquals(DriverState.UP, card.state());
        assertArrayEquals(bytes, read(card, 0, 64));
    }

    @Test
    void aCardThatIsGoneIsAbsentAndEveryCallEndsInTimeWithOneLine() {
        NvramCard card = bench.opened();
        byte[] bytes = bytes(64);
        card.write(0, 0, bytes, 0, 64);
        bench.card().unplug();
        long began = bench.nowNs();
        NvramException failure = assertThrows(NvramException.class, () -> card.write(0, 64, bytes, 0, 64));
        assertTrue(bench.nowNs() - began < Bench.TIMEOUT_NS + 50_000_000, "took " + (bench.nowNs() - began));
        assertEquals(DriverState.ABSENT, card.state());
        String message = String.valueOf(failure.getMessage());
        assertFalse(message.isBlank() || message.contains("\n"), message);
        assertThrows(NvramException.class, () -> card.read(0, 0, bytes, 0, 64));
        assertThrows(NvramException.class, () -> card.open(0));
        bench.card().plugIn();
        card.open(0);
        byte[] more = bytes(64);
        card.write(0, 128, more, 0, 64);
        assertArrayEquals(more, read(card, 128, 64));
    }

    @Test
    void noCardAtAllIsAbsentToo() {
        bench.card().unplug();
        NvramCard card = bench.driver();
        assertThrows(NvramException.class, () -> card.open(0));
        assertEquals(DriverState.ABSENT, card.state());
        assertEquals(0, card.size());
    }

    @Test
    void aDriverWithoutItsFencesGetsNothingAcknowledgedThatIsNotThere() {
        int refused = 0;
        for (long seed = 1; seed <= 5; seed++) {
            Bench other = new Bench(seed);
            NvramCard card = other.driver(withoutFences(other.device()));
            byte[] bytes = bytes(1000);
            try {
                card.open(0);
                card.write(0, 8, bytes, 0, 1000);
                byte[] found = new byte[1000];
                card.read(0, 8, found, 0, 1000);
                assertArrayEquals(bytes, found, "seed " + seed);
            } catch (NvramException expected) {
                refused++;
            }
        }
        assertTrue(refused > 0, "nobody missed the fences");
    }

    private static DeviceAccess withoutFences(DeviceAccess device) {
        return new ForwardingDevice(device) {
            @Override
            public Region bar(int number) {
                return new ForwardingRegion(super.bar(number)) {
                    @Override
                    public void fence() {
                        // Forgotten.
                    }
                };
            }
        };
    }

    private void poll(DriverCore core, long ns) {
        long endNs = bench.nowNs() + ns;
        while (bench.nowNs() < endNs) {
            if (bench.nowNs() >= core.nextPollNs()) {
                core.poll(bench.nowNs());
            } else {
                bench.await(Math.min(endNs, core.nextPollNs()));
            }
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.next();
        }
        return bytes;
    }

    private static byte[] read(NvramCard card, long offset, int length) {
        byte[] bytes = new byte[length];
        card.read(0, offset, bytes, 0, length);
        return bytes;
    }

    private static final class Recorder implements DriverListener {
        private final List<Long> completed = new ArrayList<>();

        @Override
        public void completed(int window, long ticket, Outcome outcome, long lsn) {
            assertEquals(Outcome.DURABLE, outcome);
            completed.add(ticket);
        }

        @Override
        public void stateChanged(DriverState from, DriverState to) {}

        @Override
        public void owns(int window, int personality, long epoch) {}

        @Override
        public void lost(int window, int personality, long epoch) {}
    }
}
