package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.testing.Rng;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The write log against a model of three variables, with power cut before every single store of a
 * commit, a replay and a rebase.
 */
class WriteLogTest {
    private static final NvramLayout LAYOUT = new NvramLayout(4 * 4096, 8, 1);
    private static final long BASE = LAYOUT.slot(0);

    /** What the log must say: its position, its hash and the image. */
    private static final class Model {
        long lsn;
        long hash;
        final byte[] image = new byte[(int) LAYOUT.userBytes()];

        Model copyOfIt() {
            Model copy = new Model();
            copy.lsn = lsn;
            copy.hash = hash;
            System.arraycopy(image, 0, copy.image, 0, image.length);
            return copy;
        }

        void write(Write write) {
            hash = WriteLog.chain(hash, ++lsn, write.target, write.payload.length, write.crc());
            System.arraycopy(write.payload, 0, image, write.target, write.payload.length);
        }
    }

    private static final class Write {
        final int target;
        final byte[] payload;
        final long epoch;

        Write(int target, byte[] payload, long epoch) {
            this.target = target;
            this.payload = payload;
            this.epoch = epoch;
        }

        static Write random(Rng rng) {
            int length = 8 * (1 + rng.below(6));
            byte[] payload = new byte[length];
            rng.fill(payload);
            int within = 8 * rng.below((4096 - length) / 8 + 1);
            return new Write(rng.below(LAYOUT.blocks()) * 4096 + within, payload, 1 + rng.below(3));
        }

        int crc() {
            return Words.crc32c(new java.util.zip.CRC32C(), payload, 0, payload.length);
        }
    }

    private static WriteLog logOn(CuttableNvram nvram) {
        return new WriteLog(LAYOUT, nvram, BASE);
    }

    private static WriteLog fresh(CuttableNvram nvram) {
        WriteLog log = logOn(nvram);
        log.format();
        return log;
    }

    private static CuttableNvram memory() {
        return new CuttableNvram(LAYOUT.totalBytes());
    }

    private static void store(CuttableNvram nvram, WriteLog log, Write write) {
        int slot = log.nextPayloadSlot();
        nvram.put(log.payloadAt(slot), write.payload, 0, write.payload.length);
        log.commit(write.target, write.payload.length, write.crc(), slot, write.epoch, log.lsn() + 100);
    }

    /** Opens and replays with more crashes on the way, then compares with the model. */
    private static void assertRecovers(CuttableNvram nvram, Model model, String where) {
        for (int crash = 0; ; crash++) {
            WriteLog log = logOn(nvram);
            assertTrue(log.open(), where);
            assertEquals(model.lsn, log.lsn(), where);
            assertEquals(model.hash, log.hash(), where);
            nvram.cutAfter(crash);
            try {
                log.replay();
                nvram.restorePower();
                assertEquals(log.lsn(), log.applied(), where);
                break;
            } catch (CuttableNvram.Cut cut) {
                nvram.restorePower();
            }
        }
        int image = (int) (BASE + LAYOUT.image());
        byte[] found = Arrays.copyOfRange(nvram.bytes, image, image + model.image.length);
        assertArrayEquals(model.image, found, where);
        WriteLog again = logOn(nvram);
        assertTrue(again.open());
        assertEquals(0, again.replay(), "nothing is left to replay");
    }

    @TestFactory
    Stream<DynamicTest> aCommitCutAtAnyStoreHappenedOrDidNot() {
        return LongStream.rangeClosed(1, 8)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    Rng rng = new Rng(seed);
                    CuttableNvram nvram = memory();
                    WriteLog log = fresh(nvram);
                    Model model = new Model();
                    for (int step = 0; step < 40; step++) {
                        Write write = Write.random(rng);
                        long before = nvram.stores();
                        CuttableNvram now = nvram.copyOfIt();
                        Model after = model.copyOfIt();
                        after.write(write);
                        store(nvram, log, write);
                        long needed = nvram.stores() - before;
                        for (long cut = 0; cut < needed; cut++) {
                            CuttableNvram torn = now.copyOfIt();
                            WriteLog tornLog = logOn(torn);
                            assertTrue(tornLog.open());
                            torn.cutAfter(cut);
                            assertThrows(CuttableNvram.Cut.class, () -> store(torn, tornLog, write));
                            torn.restorePower();
                            assertRecovers(torn, model, "seed " + seed + " step " + step + " cut " + cut);
                        }
                        model.write(write);
                        assertRecovers(nvram.copyOfIt(), model, "seed " + seed + " step " + step);
                        if (log.lsn() - log.applied() == LAYOUT.logSlots() - 1 || rng.below(3) == 0) {
                            log.replay();
                        }
                        int block = write.target / NvramLayout.BLOCK;
                        assertTrue(log.dirty(0).get(block), "the block is dirty");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aRebaseCutAtAnyStoreLeavesNoInventedLog() {
        return LongStream.rangeClosed(1, 30)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    Rng rng = new Rng(seed);
                    CuttableNvram nvram = memory();
                    WriteLog log = fresh(nvram);
                    long[] hashes = new long[40];
                    int writes = rng.below(20);
                    for (int i = 0; i < writes; i++) {
                        store(nvram, log, Write.random(rng));
                        hashes[(int) log.lsn()] = log.hash();
                        if (log.lsn() - log.applied() == LAYOUT.logSlots() - 1 || rng.below(2) == 0) {
                            log.replay();
                        }
                    }
                    long waiting = log.lsn() - log.applied();
                    long toLsn = rng.below(30);
                    long toHash = rng.below(2) == 0 && toLsn <= writes ? hashes[(int) toLsn] : rng.next();
                    CuttableNvram done = nvram.copyOfIt();
                    WriteLog doneLog = logOn(done);
                    assertTrue(doneLog.open());
                    long before = done.stores();
                    doneLog.rebase(toLsn, toHash, 4);
                    long needed = done.stores() - before;
                    assertPosition(done, toLsn, toHash, "seed " + seed);
                    for (long cut = 0; cut < needed; cut++) {
                        CuttableNvram torn = nvram.copyOfIt();
                        WriteLog tornLog = logOn(torn);
                        assertTrue(tornLog.open());
                        torn.cutAfter(cut);
                        assertThrows(CuttableNvram.Cut.class, () -> tornLog.rebase(toLsn, toHash, 4));
                        torn.restorePower();
                        WriteLog reopened = logOn(torn);
                        if (reopened.open()) {
                            boolean after = reopened.lsn() == toLsn && reopened.hash() == toHash;
                            boolean prefix =
                                    reopened.lsn() <= writes && reopened.hash() == hashes[(int) reopened.lsn()];
                            boolean unchanged = reopened.lsn() == writes && prefix;
                            boolean cutShort = prefix && waiting > 0;
                            assertTrue(after || unchanged || cutShort, "seed " + seed + " cut " + cut);
                        }
                        WriteLog repaired = logOn(torn);
                        repaired.open();
                        repaired.rebase(toLsn, toHash, 4);
                        assertPosition(torn, toLsn, toHash, "seed " + seed + " cut " + cut);
                    }
                }));
    }

    private static void assertPosition(CuttableNvram nvram, long lsn, long hash, String where) {
        WriteLog log = logOn(nvram);
        assertTrue(log.open(), where);
        assertEquals(lsn, log.lsn(), where);
        assertEquals(hash, log.hash(), where);
        assertEquals(lsn, log.applied(), where);
    }

    @Test
    void aRebaseToAnEarlierPositionOfTheSameHistoryForgetsWhatCameAfter() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        Rng rng = new Rng(1);
        Write third = null;
        long secondHash = 0;
        for (int i = 1; i <= 5; i++) {
            Write write = Write.random(rng);
            third = i == 3 ? write : third;
            store(nvram, log, write);
            secondHash = i == 2 ? log.hash() : secondHash;
        }
        log.replay();
        log.rebase(2, secondHash, 9);
        assertPosition(nvram, 2, secondHash, "after the rebase");
        store(nvram, log, java.util.Objects.requireNonNull(third));
        WriteLog reopened = logOn(nvram);
        assertTrue(reopened.open());
        assertEquals(3, reopened.lsn(), "the same third write does not bring the old fourth back");
    }

    @Test
    void formattingAUsedSlotMakesItEmpty() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        Rng rng = new Rng(2);
        for (int i = 0; i < 7; i++) {
            store(nvram, log, Write.random(rng));
        }
        log.replay();
        log.format();
        assertPosition(nvram, 0, 0, "formatted");
    }

    @Test
    void noiseIsNoLog() {
        for (long seed = 1; seed <= 50; seed++) {
            CuttableNvram nvram = memory();
            new Rng(seed).fill(nvram.bytes);
            assertFalse(logOn(nvram).open(), "seed " + seed);
        }
    }

    @Test
    void aFullLogTakesNoFurtherRecord() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        Rng rng = new Rng(3);
        for (int i = 1; i < LAYOUT.logSlots(); i++) {
            store(nvram, log, Write.random(rng));
        }
        assertTrue(logOn(nvram).open());
        assertThrows(IllegalStateException.class, () -> log.commit(0, 8, 0, 0, 1, 0));
        assertEquals(LAYOUT.logSlots() - 1, log.replay());
        store(nvram, log, Write.random(rng));
        assertEquals(LAYOUT.logSlots(), log.lsn());
    }

    @Test
    void aRecordThatWasCommittedAndChangedIsNoticed() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        Rng rng = new Rng(4);
        for (int i = 0; i < 4; i++) {
            store(nvram, log, Write.random(rng));
        }
        long header = BASE + LAYOUT.headers() + 3 * WriteLog.HEADER_BYTES;
        for (int bit = 0; bit < WriteLog.HEADER_BYTES * 8; bit++) {
            assertFalse(opensWithFlip(nvram, header + bit / 8, bit % 8), "bit " + bit);
        }
        assertTrue(log.read(3));
        for (int bit = 0; bit < log.lengthRead() * 8; bit++) {
            assertFalse(opensWithFlip(nvram, log.payloadAt(log.payloadSlotRead()) + bit / 8, bit % 8));
        }
    }

    @Test
    void aHeaderThatIsMendedKeepsPositionAndHash() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        Rng rng = new Rng(5);
        for (int i = 0; i < 5; i++) {
            store(nvram, log, Write.random(rng));
        }
        log.replay();
        for (long at : new long[] {3, 5}) {
            long header = BASE + LAYOUT.headers() + at * WriteLog.HEADER_BYTES;
            nvram.bytes[(int) header + 20] ^= 1;
            log.mend(header + 16, 7);
            assertEquals(at == 5, log.read(at));
        }
        WriteLog found = logOn(nvram);
        assertTrue(found.open());
        assertEquals(5, found.lsn());
        assertEquals(log.hash(), found.hash());
    }

    private static boolean opensWithFlip(CuttableNvram nvram, long at, int bit) {
        CuttableNvram flipped = nvram.copyOfIt();
        flipped.bytes[(int) at] ^= (byte) (1 << bit);
        return logOn(flipped).open();
    }

    @Test
    void aRecordTellsWhatWasCommitted() {
        CuttableNvram nvram = memory();
        WriteLog log = fresh(nvram);
        nvram.put(log.payloadAt(5), new byte[24], 0, 24);
        int crc = nvram.crc32c(log.payloadAt(5), 24);
        log.commit(4096 + 16, 24, crc, 5, 77, 1234);
        assertTrue(log.read(1));
        assertEquals(4096 + 16, log.targetRead());
        assertEquals(24, log.lengthRead());
        assertEquals(crc, log.payloadCrcRead());
        assertEquals(5, log.payloadSlotRead());
        assertEquals(77, log.epochRead());
        assertEquals(1234, log.submissionRead());
        assertEquals(0, log.previousHashRead());
        assertEquals(log.hash(), log.hashRead());
        assertFalse(log.read(2));
    }
}
