package dev.holdover.firmware.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.Pace;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.firmware.wire.Forgery;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ack mode DESTAGED: what is acknowledged is on the disk that the other card saves to, and what if it keeps none. */
class DestagedTest {
    private static final int DISK_SLOT = 3;
    private static final int BOTH_NVRAMS = 2;
    private static final long BEAT_NS = Configs.HEARTBEAT_NS;
    private static final NvramLayout LAYOUT = new NvramLayout(4L * NvramLayout.BLOCK, 8, 2);

    private final Dice dice = new Dice(17);
    private byte[] lastOfTwo = {};
    private final FakeDisk disk = new FakeDisk(ImageStore.bytes(LAYOUT));

    @Test
    void aWriteIsAcknowledgedWhenItIsOnThePeersDiskAndNotWhenThePeerHasIt() {
        Pair pair = up(true);
        pair.disksAnswer(false);
        long first = write(pair);
        long second = write(pair);
        pair.run(BEAT_NS);
        assertEquals(second, pair.two().log(Pair.THEIRS).lsn(), "the peer's NVRAM has both");
        assertEquals(Optional.empty(), copies(pair, first));
        assertEquals(Optional.empty(), copies(pair, second));
        pair.disksAnswer(true);
        assertTrue(pair.runUntil(() -> copies(pair, second).isPresent(), BEAT_NS));
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, first));
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, second));
    }

    @Test
    void aLaterWriteWaitsThoughAnEarlierOneIsOnTheDisk() {
        Pair pair = up(true);
        pair.disksAnswer(false);
        long first = write(pair);
        pair.run(BEAT_NS / 2);
        long second = write(pair);
        pair.disksAnswer(true);
        assertTrue(pair.runUntil(() -> copies(pair, first).isPresent(), BEAT_NS));
        assertEquals(Optional.empty(), copies(pair, second), "it came while the disk wrote the first");
        assertTrue(pair.runUntil(() -> copies(pair, second).isPresent(), BEAT_NS));
    }

    @Test
    void writesThatWaitAreNotAcknowledgedWhileThePeerKeepsNoDisk() {
        Pair pair = up(true);
        disk.present(false);
        long index = write(pair);
        pair.run(20 * BEAT_NS);
        assertEquals(index, pair.two().log(Pair.THEIRS).lsn());
        assertEquals(Optional.empty(), copies(pair, index));
        disk.present(true);
        assertTrue(pair.runUntil(() -> copies(pair, index).isPresent(), 5 * BEAT_NS));
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, index));
    }

    @Test
    void writesThatNeedNotWaitAreAcknowledgedInALowerModeWithNoticeAndInThisOneAgainWhenTheDiskIsBack() {
        Pair pair = up(false);
        Node one = pair.one();
        primed(pair);
        assertEquals(
                CompletionRing.DESTAGED,
                one.hal().last(Notice.DURABILITY_CHANGED).a());
        disk.present(false);
        long lower = write(pair);
        assertTrue(pair.runUntil(() -> copies(pair, lower).isPresent(), 3 * BEAT_NS));
        assertEquals(Optional.of(BOTH_NVRAMS), copies(pair, lower));
        assertEquals(BOTH_NVRAMS, one.hal().last(Notice.DURABILITY_CHANGED).a());
        disk.present(true);
        pair.run(5 * BEAT_NS);
        long again = write(pair);
        assertTrue(pair.runUntil(() -> copies(pair, again).isPresent(), BEAT_NS));
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, again));
        assertEquals(
                CompletionRing.DESTAGED,
                one.hal().last(Notice.DURABILITY_CHANGED).a());
    }

    /** As a card says it that knows nothing of disks. */
    @Test
    void anAckWithoutAWordAboutADiskIsNoneOnADisk() {
        Pair pair = up(false);
        primed(pair);
        pair.disksAnswer(false);
        long index = write(pair);
        pair.run(BEAT_NS / 2);
        long lsn = pair.one().log(Pair.MINE).lsn();
        Forgery two = new Forgery(lastOfTwo);
        acknowledge(pair, two, lsn);
        assertEquals(Optional.empty(), copies(pair, index), "the one before is on a disk");
        acknowledge(pair, two);
        assertEquals(Optional.of(BOTH_NVRAMS), copies(pair, index));
    }

    @Test
    void anAckWithoutAWordAboutADiskAcknowledgesNothingThatWaits() {
        Pair pair = up(true);
        pair.disksAnswer(false);
        long index = write(pair);
        pair.run(BEAT_NS / 2);
        Forgery two = new Forgery(lastOfTwo);
        acknowledge(pair, two);
        assertEquals(Optional.empty(), copies(pair, index));
        acknowledge(pair, two, pair.one().log(Pair.MINE).lsn() + 1);
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, index));
    }

    @Test
    void whatAPeerHasSaidOfItsDiskBeforeItWasGoneCountsNoMore() {
        Pair pair = up(false);
        primed(pair);
        pair.cutWire(true);
        assertTrue(pair.runUntil(() -> pair.one().hal().count(Notice.PEER_LOST) > 0, 20 * BEAT_NS));
        disk.present(false);
        long alone = write(pair);
        assertEquals(Optional.of(1), copies(pair, alone));
        pair.cutWire(false);
        assertTrue(pair.runUntil(() -> pair.two().log(Pair.THEIRS).lsn() == alone, 20 * BEAT_NS));
        pair.run(2 * BEAT_NS);
        assertEquals(Role.BACKUP_SYNC, pair.two().role(Pair.THEIRS));
        long after = write(pair);
        assertTrue(pair.runUntil(() -> copies(pair, after).isPresent(), BEAT_NS));
        assertEquals(Optional.of(BOTH_NVRAMS), copies(pair, after), "its disk is gone");
    }

    private long write(Pair pair) {
        return pair.one().submit(Pair.MINE, 0, dice.bytes(512));
    }

    private static Optional<Integer> copies(Pair pair, long index) {
        return pair.one().completion(Pair.MINE, index).map(CompletionRing::copies);
    }

    /** A write, the first, is acknowledged as being on the disk. */
    private void primed(Pair pair) {
        long index = write(pair);
        assertTrue(pair.runUntil(() -> copies(pair, index).isPresent(), BEAT_NS));
        assertEquals(Optional.of(CompletionRing.DESTAGED), copies(pair, index));
    }

    /** Card 2 says up to where it has the log, and then these words: one more than what is on its disk. */
    private static void acknowledge(Pair pair, Forgery two, long... onDisk) {
        WriteLog log = pair.two().log(Pair.THEIRS);
        long[] words = {log.lsn(), log.hash(), Role.BACKUP_SYNC.ordinal()};
        long[] all =
                LongStream.concat(LongStream.of(words), LongStream.of(onDisk)).toArray();
        pair.one()
                .frame(two.frame(
                        MessageType.ACK, 1, pair.two().record(Pair.THEIRS).epoch(), all));
    }

    private Pair up(boolean waits) {
        Pair pair = new Pair(config(1, waits, FirmwareConfig.NO_STORE), config(2, waits, DISK_SLOT));
        pair.two().plug(DISK_SLOT, disk);
        pair.heard(sent -> lastOfTwo = sent.toCard() == 1 && sent.port() == 0 ? sent.frame() : lastOfTwo);
        pair.up();
        pair.run(5 * BEAT_NS);
        return pair;
    }

    private static FirmwareConfig config(int card, boolean waits, int storeSlot) {
        return Configs.storing(card, LAYOUT, List.of(slot(card, waits), slot(3 - card, waits)), storeSlot);
    }

    private static SlotConfig slot(int personality, boolean waits) {
        return new SlotConfig(
                personality,
                List.of(personality, 3 - personality),
                List.of(),
                BOTH_NVRAMS,
                personality == 1,
                waits,
                false,
                false,
                false,
                Pace.FULL);
    }
}
