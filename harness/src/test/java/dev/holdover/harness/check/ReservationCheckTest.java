package dev.holdover.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.StorageArray;
import dev.holdover.harness.world.TestPair;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.layout.Superblock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant 12 is broken by a disk array that does what none may do. */
class ReservationCheckTest {
    private static final int PERSONALITY = 1;

    private final World world = new World(1, () -> {});
    private final Witnesses witnesses = new Witnesses();
    private final TestPair pair = new TestPair(world, witnesses, true, (who, nowNs) -> {});
    private final Violations violations = new Violations(world, new Journal());
    private final Checks checks = new Checks(world, pair.cluster().cards(), List.of(), false, witnesses, violations);
    private final StorageArray array = array();
    private final Host alpha = pair.cluster().host("alpha");

    private StorageArray array() {
        pair.cluster().addArray("array", new StorageArray.Spec(16, 1_000, 1_000), List.of("alpha", "beta"));
        return pair.cluster().storageArray("array");
    }

    @Test
    void anArrayThatKeepsItsOrderBreaksNothing() {
        write(1, 0, 7, false);
        witnesses.diskQueued(array, PERSONALITY, 1, false, true);
        witnesses.diskQueued(array, PERSONALITY, 2, true, false);
        witnesses.diskQueued(array, PERSONALITY, 3, false, true);
        witnesses.diskEnded(array, PERSONALITY, 1, true);
        witnesses.diskFlushed(array, PERSONALITY);
        witnesses.diskEnded(array, PERSONALITY, 2, true);
        witnesses.diskEnded(array, PERSONALITY, 3, true);
        witnesses.volumeRead(alpha, PERSONALITY, 0, 7);
        persist(2);
        witnesses.volumeReserved(array, PERSONALITY, 2, 0);
        write(2, 0, 8, false);
        checks.sometimes();
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void aWriteOfAnOlderEpochLands() {
        persist(2);
        witnesses.volumeReserved(array, PERSONALITY, 2, 0);
        write(1, 0, 7, false);
        broken();
    }

    @Test
    void aFlushOvertakesAWriteThatCameBefore() {
        witnesses.diskQueued(array, PERSONALITY, 1, false, true);
        witnesses.diskQueued(array, PERSONALITY, 2, true, false);
        witnesses.diskEnded(array, PERSONALITY, 2, true);
        broken();
    }

    @Test
    void aWriteOvertakesAFlushThatCameBefore() {
        witnesses.diskQueued(array, PERSONALITY, 1, true, false);
        witnesses.diskQueued(array, PERSONALITY, 2, false, true);
        witnesses.diskEnded(array, PERSONALITY, 2, true);
        broken();
    }

    @Test
    void whatWasFlushedIsGoneWithThePower() {
        write(1, 3, 7, false);
        witnesses.diskFlushed(array, PERSONALITY);
        witnesses.arrayPower(array, false);
        broken();
    }

    @Test
    void whatWasWrittenPastTheCacheIsGoneWithThePower() {
        write(1, 3, 7, true);
        witnesses.arrayPower(array, false);
        broken();
    }

    @Test
    void whatWasOnlyInTheCacheMayBeGone() {
        write(1, 3, 7, false);
        witnesses.arrayPower(array, false);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void aReaderGetsWhatNobodyWrote() {
        write(1, 3, 7, false);
        witnesses.volumeRead(alpha, PERSONALITY, 3, 6);
        broken();
    }

    @Test
    void aReservationForAnEpochThatNobodyHasPersisted() {
        persist(2);
        witnesses.volumeReserved(array, PERSONALITY, 2, 0);
        assertTrue(violations.none(), () -> violations.all().toString());
        witnesses.volumeReserved(array, PERSONALITY, 3, 0);
        broken();
    }

    /** The second card raises the epoch. */
    private void persist(long epoch) {
        CardNode two = pair.two();
        Superblock superblock = Superblock.create(
                two.hardware().nvram(),
                two.layout(),
                two.config().cluster(),
                two.config().card());
        assertTrue(superblock.load());
        superblock.slot(1).epoch(epoch);
        superblock.persist();
    }

    private void write(long epoch, int sector, long writeId, boolean through) {
        witnesses.diskWritten(array, PERSONALITY, epoch, sector, writeId, through);
    }

    private void broken() {
        assertEquals(1, violations.all().size(), "violations");
        assertEquals(12, violations.all().get(0).number());
    }
}
