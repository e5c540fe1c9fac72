package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.StorageChannel;
import dev.holdover.harness.world.StoragePort.Result;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk array with two hosts and their cards: who may write, what is aborted, what outlives a loss of power. */
class StorageArrayTest {
    private static final SipHash KEY = new SipHash(1, 2);
    private static final int VOLUME = 1;
    private static final int SECTORS = 16;
    private static final long SLOW_NS = 2_000_000;
    private static final long SOON_NS = 20_000_000;

    private final World world = new World(1, () -> {});
    private final List<Integer> aborted = new ArrayList<>();
    private final TestPair pair = new TestPair(world, new Preempted(), false, (who, nowNs) -> {});
    private final Cluster cluster = pair.cluster();
    private final Map<Long, Result> results = new HashMap<>();
    private long requests;

    private final class Preempted implements Witness {
        @Override
        public void volumeReserved(StorageArray array, int personality, long epoch, int under) {
            aborted.add(under);
        }
    }

    @BeforeEach
    void on() {
        cluster.addArray("array", new StorageArray.Spec(SECTORS, SLOW_NS / 2, SLOW_NS), List.of("alpha", "beta"));
        pair.powerOn();
    }

    @Test
    void theFirstOwnersHostMayWriteAndAnotherMayNot() {
        assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, 3, sector(7), 1, true)));
        assertEquals(7, array().onMedium(VOLUME, 3));
        assertEquals(Result.RESERVATION_CONFLICT, ended(beta().write(VOLUME, 1, 3, sector(8), 1, true)));
        assertEquals(7, array().onMedium(VOLUME, 3));
    }

    @Test
    void aReservationWithALaterKeyMovesTheVolumeAndAnEarlierOneMovesNothing() {
        reserve(2, 2);
        assertEquals(List.of(0), aborted);
        assertEquals(Result.RESERVATION_CONFLICT, ended(alpha().write(VOLUME, 1, 0, sector(7), 1, true)));
        assertEquals(
                Result.RESERVATION_CONFLICT, ended(alpha().write(VOLUME, 2, 0, sector(7), 1, true)), "its key only");
        assertEquals(Result.GOOD, ended(beta().write(VOLUME, 2, 0, sector(8), 1, true)));
        reserve(1, 1);
        reserve(1, 2);
        assertEquals(List.of(0), aborted, "an old key, and the same key of another, preempt nobody");
        assertEquals(Result.GOOD, ended(beta().write(VOLUME, 2, 0, sector(9), 1, true)));
        assertEquals(9, array().onMedium(VOLUME, 0));
    }

    @Test
    void writesOfAStaleEpochAreRefusedThoughTheInitiatorHoldsTheVolume() {
        reserve(1, 3);
        assertEquals(Result.RESERVATION_CONFLICT, ended(alpha().write(VOLUME, 1, 0, sector(7), 1, true)));
        assertEquals(Result.RESERVATION_CONFLICT, ended(alpha().write(VOLUME, 2, 0, sector(7), 1, true)));
        assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 3, 0, sector(7), 1, true)));
    }

    @Test
    void whatIsUnderWayWhenTheVolumeIsPreemptedIsAbortedAndNeverLands() {
        long one = alpha().write(VOLUME, 1, 0, sector(7), 1, true);
        long two = alpha().write(VOLUME, 1, 1, sector(7), 1, false);
        world.runUntil(world.nowNs() + SLOW_NS / 4);
        reserve(2, 2);
        assertEquals(List.of(2), aborted);
        assertEquals(Result.ABORTED, ended(one));
        assertEquals(Result.ABORTED, ended(two));
        world.runUntil(world.nowNs() + SOON_NS);
        beta().flush(VOLUME, 2);
        world.runUntil(world.nowNs() + SOON_NS);
        assertEquals(0, array().onMedium(VOLUME, 0));
        assertEquals(0, array().onMedium(VOLUME, 1));
    }

    @Test
    void aCommandOnAnotherVolumeIsNotAborted() {
        long other = beta().write(2, 1, 0, sector(5), 1, true);
        world.runUntil(world.nowNs() + SLOW_NS / 4);
        reserve(2, 2);
        assertEquals(List.of(0), aborted);
        assertEquals(Result.GOOD, ended(other));
    }

    @Test
    void aReservationOutlivesALossOfPowerAndWhatWaitedDoesNot() {
        reserve(2, 2);
        long waits = beta().write(VOLUME, 2, 0, sector(7), 1, true);
        world.runUntil(world.nowNs() + SLOW_NS / 4);
        array().power(false);
        array().power(true);
        world.runUntil(world.nowNs() + SOON_NS);
        poll();
        assertFalse(results.containsKey(waits), "it was lost, and nobody answers for it");
        assertEquals(0, array().onMedium(VOLUME, 0));
        assertEquals(Result.RESERVATION_CONFLICT, ended(alpha().write(VOLUME, 1, 0, sector(8), 1, true)));
        assertEquals(Result.GOOD, ended(beta().write(VOLUME, 2, 0, sector(9), 1, true)));
    }

    @Test
    void whatWasWrittenThroughOrFlushedIsThereAfterALossOfPower() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, i, sector(10 + i), 1, false)));
        }
        assertEquals(Result.GOOD, ended(alpha().flush(VOLUME, 1)));
        assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, 8, sector(20), 1, true)));
        array().power(false);
        for (int i = 0; i < 4; i++) {
            assertEquals(10 + i, array().onMedium(VOLUME, i));
        }
        assertEquals(20, array().onMedium(VOLUME, 8));
    }

    @Test
    void whatWasOnlyInTheCacheMayBeThereOrNotAndIsNeverHalf() {
        int kept = 0;
        for (int i = 0; i < SECTORS; i++) {
            assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, i, sector(30 + i), 1, false)));
            assertEquals(0, array().onMedium(VOLUME, i), "acknowledged from the cache");
        }
        array().power(false);
        for (int i = 0; i < SECTORS; i++) {
            long found = array().onMedium(VOLUME, i);
            assertTrue(found == 0 || found == 30 + i);
            kept += found == 0 ? 0 : 1;
        }
        assertTrue(kept > 0 && kept < SECTORS, kept + " of " + SECTORS);
    }

    @Test
    void aWriteThroughIsNotUndoneByAnOlderOneInTheCache() {
        assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, 0, sector(7), 1, false)));
        assertEquals(Result.GOOD, ended(alpha().write(VOLUME, 1, 0, sector(8), 1, true)));
        assertEquals(Result.GOOD, ended(alpha().flush(VOLUME, 1)));
        assertEquals(8, array().onMedium(VOLUME, 0));
    }

    @Test
    void aFlushWaitsForWhatCameBeforeItAndWhatComesAfterWaitsForTheFlush() {
        array().slow(5 * SLOW_NS);
        long before = alpha().write(VOLUME, 1, 0, sector(7), 1, false);
        world.runUntil(world.nowNs() + SLOW_NS / 4);
        array().slow(0);
        long flush = alpha().flush(VOLUME, 1);
        long after = alpha().write(VOLUME, 1, 1, sector(8), 1, true);
        world.runUntil(world.nowNs() + 4 * SLOW_NS);
        poll();
        assertTrue(results.isEmpty(), "nothing overtakes the slow one: " + results);
        assertEquals(0, array().onMedium(VOLUME, 1));
        assertEquals(Result.GOOD, ended(flush));
        assertEquals(Result.GOOD, results.get(before));
        assertEquals(7, array().onMedium(VOLUME, 0));
        assertEquals(Result.GOOD, ended(after));
    }

    @Test
    void withoutPowerNobodyIsAnswered() {
        array().power(false);
        long tag = alpha().write(VOLUME, 1, 0, sector(7), 1, true);
        reserve(2, 2);
        poll();
        assertFalse(results.containsKey(tag));
        assertEquals(List.of(), aborted);
    }

    @Test
    void aRequestWithABadSignatureReservesNothing() {
        StorageChannel forger = new StorageChannel(1, 2, new SipHash(1, 3));
        forger.begin(MessageType.RESERVE, StorageChannel.ARRAY, VOLUME, 9);
        Frame frame = forger.seal(1);
        array().fromCard(pair.two(), frame.bytes(), 0, frame.length());
        world.runUntil(world.nowNs() + SOON_NS);
        assertEquals(List.of(), aborted);
    }

    /** Card {@code card} asks for the volume with this epoch as its key. */
    private void reserve(int card, long epoch) {
        StorageChannel channel = new StorageChannel(1, card, KEY);
        channel.begin(MessageType.RESERVE, StorageChannel.ARRAY, VOLUME, epoch);
        Frame frame = channel.seal(++requests);
        array().fromCard(cluster.card(card), frame.bytes(), 0, frame.length());
        world.runUntil(world.nowNs() + 1_000_000);
    }

    /** What comes of a command. */
    private Result ended(long tag) {
        long endNs = world.nowNs() + SOON_NS;
        while (!results.containsKey(tag) && world.nowNs() < endNs) {
            world.runUntil(world.nowNs() + 100_000);
            poll();
        }
        assertTrue(results.containsKey(tag), "no answer");
        return results.getOrDefault(tag, Result.ABORTED);
    }

    private void poll() {
        alpha().poll((tag, result, data, length) -> results.put(tag, result));
        beta().poll((tag, result, data, length) -> results.put(tag, result));
    }

    private StoragePort alpha() {
        return cluster.host("alpha").storage().orElseThrow();
    }

    private StoragePort beta() {
        return cluster.host("beta").storage().orElseThrow();
    }

    private StorageArray array() {
        return cluster.storageArray("array");
    }

    private static byte[] sector(long id) {
        byte[] bytes = new byte[BlockCommand.SECTOR_BYTES];
        Words.putLong(bytes, 0, id);
        return bytes;
    }
}
