package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.NvramException;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.driver.core.Volume;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.power.Sag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a driver tells its application of: volumes, resets, memory, energy. */
class DriverEventsTest {
    private static final long SOON_NS = 300_000_000;
    private static final long BEAT_NS = 10_000_000;

    private final Bench bench = new Bench(1);
    private final List<String> events = new ArrayList<>();
    private final List<DriverState> states = new ArrayList<>();
    private final Set<ResetCause> resets = EnumSet.noneOf(ResetCause.class);
    private final NvramCard card = bench.driver(bench.device(), new Diary());

    @Test
    void aVolumeSaysWhoseItIsAndInHowManyCopiesItsWritesAre() {
        assertEquals(List.of(), card.volumes(), "nothing is known before the card was up");
        card.open(0);
        long bytes = Bench.LAYOUT.userBytes();
        assertEquals(List.of(new Volume(0, 1, Role.ACTIVE, 1, true, 0, bytes)), card.volumes());
        card.write(0, 0, new byte[64], 0, 64);
        assertEquals(List.of(new Volume(0, 1, Role.ACTIVE, 1, true, 1, bytes)), card.volumes());
        assertFalse(card.volumes().get(0).takenOver());
        assertEquals(List.of("owns 0: personality 1, epoch 1", "durability 0: 1"), events);
    }

    @Test
    void anotherHostsVolumeThatIsOursNowIsTakenOver() {
        assertTrue(new Volume(1, 2, Role.ACTIVE, 3, true, 1, 4096).takenOver());
        assertFalse(new Volume(1, 2, Role.BACKUP_SYNC, 3, false, 1, 4096).takenOver());
    }

    @Test
    void theFirstBootIsSaidToBeOfPower() {
        card.open(0);
        assertEquals(EnumSet.of(ResetCause.POWER_ON), resets);
    }

    @Test
    void aResetIsToldWithItsCauseOnce() {
        card.open(0);
        resets.clear();
        card.resetCard();
        bench.idle(card, SOON_NS);
        card.open(0);
        assertEquals(EnumSet.of(ResetCause.SOFT), resets);
        resets.clear();
        bench.card().hardware().sag(new Sag(820_000, 0, 0, 0, 0));
        bench.idle(card, 1_000_000);
        bench.card().hardware().railRecovers();
        bench.idle(card, SOON_NS);
        card.open(0);
        assertEquals(EnumSet.of(ResetCause.BROWN_OUT), resets);
    }

    /** Over before the next heartbeat, so that the driver never reads all ones: it must not rely on having seen it. */
    @Test
    void completionsInterruptAgainAfterABrownOutThatTheDriverDidNotSee() {
        card.open(0);
        bench.idle(card, 2 * BEAT_NS);
        byte[] bytes = new byte[512];
        assertTrue(writeNs(bytes) < BEAT_NS / 10, "an interrupt, not the next heartbeat, tells of the completion");
        states.clear();
        bench.card().hardware().sag(new Sag(750_000, 0, 0, 0, 0));
        bench.sleep(100_000);
        bench.card().hardware().railRecovers();
        bench.card().plugIn();
        bench.sleep(4_000_000);
        bench.idle(card, SOON_NS);
        card.open(0);
        assertFalse(states.contains(DriverState.ABSENT), states.toString());
        assertTrue(resets.contains(ResetCause.BROWN_OUT), resets.toString());
        assertTrue(writeNs(bytes) < BEAT_NS / 10, "the bridge lost its MSI-X table, and nobody wrote it again");
    }

    /** From a moment just after a heartbeat, so that the next one is far. */
    private long writeNs(byte[] bytes) {
        bench.idle(card, card.core().nextPollNs() - bench.nowNs() + 100_000);
        long fromNs = bench.nowNs();
        card.write(0, 0, bytes, 0, bytes.length);
        return bench.nowNs() - fromNs;
    }

    @Test
    void memoryThatCannotBeReadIsNeverTakenForData() {
        card.open(0);
        byte[] bytes = new byte[4096];
        card.write(0, 0, bytes, 0, bytes.length);
        events.clear();
        long image = Bench.LAYOUT.slot(0) + Bench.LAYOUT.image();
        bench.card().hardware().flipBits(image + 512, 0b11, 0);
        NvramException refused = assertThrows(NvramException.class, () -> card.read(0, 0, bytes, 0, 4096));
        assertEquals(Outcome.POISONED, refused.outcome());
        assertEquals("poisoned 0: 0", events.get(0));
        assertEquals(1, card.eccHealth().poisonedReads());
        assertTrue(card.eccHealth().uncorrectable() > 0);
        byte[] beside = new byte[512];
        card.read(0, 0, beside, 0, 512);
        assertArrayEquals(new byte[512], beside, "its neighbours can be read");
        card.write(0, 512, bytes, 0, 512);
        card.read(0, 0, bytes, 0, 4096);
        assertEquals(1, card.eccHealth().poisonedReads(), "a store of the whole word has made it good");
    }

    @Test
    void whatAMisplacedWindowAnswersIsNeverTakenForData() {
        card.open(0);
        byte[] written = new byte[64];
        Arrays.fill(written, (byte) 5);
        card.write(0, 0, written, 0, 64);
        events.clear();
        bench.card().misplaceWindows(8);
        byte[] read = new byte[64];
        assertFalse(card.core().read(0, 0, read, 0, 64), "all ones, and no data");
        bench.idle(card, 10_000_000);
        card.read(0, 0, read, 0, 64);
        assertArrayEquals(written, read);
        assertTrue(events.contains("bus errors " + Field.AER_UNSUPPORTED_REQUEST.mask()), events.toString());
    }

    @Test
    void aShortageIsToldBeforeTheFirstWriteIsRefused() {
        card.open(0);
        events.clear();
        long nowNs = bench.nowNs();
        bench.card().hardware().batteries(source -> {
            source.drainTo(0, 0, nowNs);
            source.drainTo(1, 0, nowNs);
        });
        NvramException refused = assertThrows(NvramException.class, () -> card.write(0, 0, new byte[64], 0, 64));
        assertEquals(Outcome.NO_ENERGY, refused.outcome());
        assertTrue(events.indexOf("energy SHORT") >= 0, events.toString());
        assertEquals(EnergyLevel.SHORT, card.energyHealth().level());
    }

    @Test
    void theCardHearsWhichProcessesBeat() {
        card.open(0);
        bench.idle(card, 15_000_000);
        assertEquals(0, status(), "nobody asked the driver to watch one");
        card.core().watchProcess(0);
        card.core().processBeat(0);
        bench.idle(card, 10_000_000);
        assertEquals(0b1, Field.PROCESS_WATCHED.get(status()));
        assertEquals(0b1, Field.PROCESS_ALIVE.get(status()));
        bench.idle(card, 10_000_000);
        assertEquals(0b1, Field.PROCESS_WATCHED.get(status()));
        assertEquals(0, Field.PROCESS_ALIVE.get(status()), "it has not beaten since");
    }

    private long status() {
        return bench.card().hardware().read(Register.PROCESS_STATUS, 0);
    }

    private final class Diary implements DriverListener {
        @Override
        public void stateChanged(DriverState from, DriverState to) {
            states.add(to);
        }

        @Override
        public void durability(int window, int copies) {
            events.add("durability " + window + ": " + copies);
        }

        @Override
        public void busErrors(long errors) {
            events.add("bus errors " + errors);
        }

        @Override
        public void owns(int window, int personality, long epoch) {
            events.add("owns " + window + ": personality " + personality + ", epoch " + epoch);
        }

        @Override
        public void energy(EnergyLevel level) {
            events.add("energy " + level);
        }

        @Override
        public void poisoned(int window, long offset, int length) {
            events.add("poisoned " + window + ": " + offset);
        }

        @Override
        public void cardReset(Set<ResetCause> causes) {
            resets.addAll(causes);
        }
    }
}
