package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.BlockVolume;
import dev.holdover.driver.NvramCard;
import dev.holdover.driver.NvramException;
import dev.holdover.driver.core.BlockHealth;
import dev.holdover.driver.core.Outcome;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.BlockState;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A block volume through the blocking driver: cache in NVRAM, firmware, RAID and disks, all of it. */
class BlockVolumeTest {
    private static final int BLOCK = NvramLayout.BLOCK;
    private static final int LINES = 16;
    private static final long SEED = 1;
    private static final long BLOCKS_OF_DISK = 128;
    private static final NvramLayout LAYOUT = new NvramLayout(16L * BLOCK + BlockCache.bytes(LINES), 32, 1, 1, LINES);

    private final Bench bench = new Bench(SEED, LAYOUT, List.of(0, 1, 2, 3));
    private final RandomStream random = new RandomStream(SEED, "test");
    private final List<DiskNode> disks = new ArrayList<>();
    private final NvramCard card = bench.driver();
    private BlockVolume volume;

    @BeforeEach
    void makeAVolume() {
        for (int i = 0; i < 4; i++) {
            DiskSpec spec = new DiskSpec(
                    new DiskGeometry(512, 4096, BLOCKS_OF_DISK * 8, 32), 60_000, 200_000, 200_000_000, true, 1);
            disks.add(new DiskNode(
                    bench.world(),
                    "d" + i,
                    spec,
                    List.of(new DiskNode.Bay(bench.card(), i)),
                    Side.CARD,
                    new Witness() {}));
        }
        card.open(0);
        volume = card.blockVolume(0);
        volume.create(5, 3, 1);
    }

    @Test
    void readsBackWhatItWroteInAndBeyondTheCache() {
        assertTrue(volume.blocks() > 4 * LINES, volume.blocks() + " blocks");
        byte[] bytes = bytes(4 * LINES);
        volume.write(3, bytes, 0, 4 * LINES);
        assertArrayEquals(bytes, read(3, 4 * LINES));
        volume.flush();
        assertArrayEquals(bytes, read(3, 4 * LINES));
        assertEquals(0, volume.health().dirtyLines());
        assertArrayEquals(new byte[BLOCK], read(0, 1), "never written");
    }

    @Test
    void zeroesAndDiscards() {
        volume.write(0, bytes(8), 0, 8);
        volume.zero(2, 2);
        volume.discard(5, 1);
        for (boolean flushed : List.of(false, true)) {
            assertArrayEquals(new byte[2 * BLOCK], read(2, 2), "flushed " + flushed);
            assertArrayEquals(new byte[BLOCK], read(5, 1), "flushed " + flushed);
            volume.flush();
        }
        byte[] again = bytes(1);
        volume.write(2, again, 0, 1);
        assertArrayEquals(again, read(2, 1));
    }

    @Test
    void agreesWithAPlainArrayWhileProcessorAndDisksFail() {
        int span = 3 * LINES;
        byte[] model = new byte[span * BLOCK];
        for (int i = 0; i < 400; i++) {
            int count = (int) random.between(1, 6);
            int block = (int) random.between(0, span - count);
            switch ((int) random.between(0, 9)) {
                case 0, 1, 2, 3 -> {
                    byte[] bytes = bytes(count);
                    volume.write(block, bytes, 0, count);
                    System.arraycopy(bytes, 0, model, block * BLOCK, count * BLOCK);
                }
                case 4 -> {
                    volume.zero(block, count);
                    System.arraycopy(new byte[count * BLOCK], 0, model, block * BLOCK, count * BLOCK);
                }
                case 5 -> volume.flush();
                default ->
                    assertArrayEquals(
                            Arrays.copyOfRange(model, block * BLOCK, (block + count) * BLOCK),
                            read(block, count),
                            "blocks " + block + " to " + (block + count - 1) + " at " + i);
            }
            if (i == 120) {
                disks.get(1).disk().faults().die();
            }
            if (i % 90 == 60) {
                bench.card().hardware().crashProcessor();
                bench.idle(card, 300_000_000);
                card.open(0);
                volume.open();
            }
        }
        assertArrayEquals(model, read(0, span));
    }

    @Test
    void tellsWhatTheVolumeIsAndFillsTheSpareOfAFailedDisk() {
        BlockHealth health = volume.health();
        assertEquals(BlockState.OPTIMAL, health.state());
        assertEquals(5, health.level());
        assertEquals(3, health.members());
        assertEquals(0, health.failedMembers());
        byte[] bytes = bytes(20);
        volume.write(0, bytes, 0, 20);
        volume.fail(0);
        for (int i = 0; i < 100 && volume.health().state() != BlockState.OPTIMAL; i++) {
            bench.idle(card, 20_000_000);
        }
        assertEquals(BlockState.OPTIMAL, volume.health().state(), "disk 3 stood by as a spare");
        disks.get(1).disk().faults().die();
        assertArrayEquals(bytes, read(0, 20));
        volume.flush();
        assertEquals(BlockState.DEGRADED, volume.health().state());
    }

    @Test
    void scrubsAndRepairs() {
        volume.write(0, bytes(40), 0, 40);
        volume.flush();
        for (int block = 0; block < BLOCKS_OF_DISK; block++) {
            disks.get(2).disk().faults().rot(block * 8L, block + 1);
        }
        volume.scrub(true);
        for (int i = 0;
                i < 100 && volume.health().scrubbedRows() < volume.health().rows();
                i++) {
            bench.idle(card, 20_000_000);
        }
        assertTrue(
                volume.health().repaired() > 10, "repaired " + volume.health().repaired());
        assertEquals(0, volume.health().lost());
    }

    @Test
    void refusesWhatThereIsNot() {
        byte[] bytes = bytes(1);
        long blocks = volume.blocks();
        assertThrows(IllegalArgumentException.class, () -> volume.write(blocks, bytes, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> volume.read(-1, bytes, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> volume.create(4, 3, 1));
        assertThrows(NvramException.class, () -> volume.replace(0), "nothing has failed");
        assertThrows(NvramException.class, () -> volume.grow(), "no member is larger");
        assertThrows(NvramException.class, () -> volume.create(6, 8, 1), "eight disks are not there");
        assertEquals(16L * BLOCK, card.size(), "the cache is none of the application's");
        assertThrows(IllegalArgumentException.class, () -> card.core().submit(0, 16L * BLOCK, bytes, 0, 8));
        volume.write(0, bytes, 0, 1);
        assertArrayEquals(bytes, read(0, 1));
    }

    @Test
    void goesOnInTheCacheWhileTheFirmwareIsAway() {
        byte[] bytes = bytes(4);
        volume.write(0, bytes, 0, 4);
        bench.card().ailments().trapAtBoot(Long.MAX_VALUE);
        bench.card().hardware().crashProcessor();
        bench.idle(card, 200_000_000);
        byte[] alone = bytes(1);
        volume.write(2, alone, 0, 1);
        assertArrayEquals(alone, read(2, 1));
        bench.card().ailments().trapAtBoot(0);
        card.resetCard();
        bench.idle(card, 2_000_000_000);
        card.open(0);
        volume.open();
        volume.flush();
        assertArrayEquals(alone, read(2, 1));
        System.arraycopy(alone, 0, bytes, 2 * BLOCK, BLOCK);
        assertArrayEquals(bytes, read(0, 4));
    }

    @Test
    void keepsInTheCacheWhatItWroteWhileTheFirmwareWasAway() {
        volume.write(0, bytes(LINES), 0, LINES);
        volume.flush();
        bench.card().ailments().trapAtBoot(Long.MAX_VALUE);
        bench.card().hardware().crashProcessor();
        bench.idle(card, 200_000_000);
        byte[] alone = bytes(LINES);
        volume.write(0, alone, 0, 1);
        volume.write(LINES + 1, alone, BLOCK, LINES - 1);
        assertThrows(NvramException.class, () -> volume.write(4 * LINES, alone, 0, 1), "no line is on the disks");
        assertArrayEquals(Arrays.copyOf(alone, BLOCK), read(0, 1));
        bench.card().ailments().trapAtBoot(0);
        card.resetCard();
        bench.idle(card, 300_000_000);
        card.open(0);
        volume.open();
        assertArrayEquals(Arrays.copyOf(alone, BLOCK), read(0, 1));
        assertArrayEquals(Arrays.copyOfRange(alone, BLOCK, LINES * BLOCK), read(LINES + 1, LINES - 1));
        volume.write(4 * LINES, alone, 0, 1);
    }

    @Test
    void aLineThatCannotBeReadIsToldAndHealsWithTheNextWrite() {
        volume.write(0, bytes(2), 0, 2);
        int line = lineOf(1);
        poison(LAYOUT.image() + BlockCache.line(LAYOUT, line) + 800);
        assertEquals(Outcome.POISONED, outcomeOf(volume::flush));
        assertEquals(Outcome.POISONED, outcomeOf(() -> read(1, 1)));
        byte[] anew = bytes(1);
        volume.write(1, anew, 0, 1);
        volume.flush();
        assertArrayEquals(anew, read(1, 1));
    }

    @Test
    void servesNothingWhileItIsNotKnownWhichBlocksAreInTheCache() {
        byte[] bytes = bytes(4);
        volume.write(0, bytes, 0, 4);
        volume.flush();
        byte[] newest = bytes(1);
        volume.write(2, newest, 0, 1);
        long tag = LAYOUT.image() + BlockCache.tag(LAYOUT, lineOf(2));
        long was = bench.card().hardware().nvram().getLong(LAYOUT.slot(0) + tag);
        poison(tag);
        card.resetCard();
        bench.idle(card, 300_000_000);
        card.open(0);
        assertThrows(NvramException.class, () -> volume.open());
        bench.card().hardware().nvram().putLong(LAYOUT.slot(0) + tag, was);
        bench.idle(card, 100_000_000);
        volume.open();
        assertArrayEquals(newest, read(2, 1));
    }

    @Test
    void asksAnewWhenTheRingsOrTheirPageCouldNotBeRead() {
        byte[] bytes = bytes(3 * LINES);
        volume.write(0, bytes, 0, 3 * LINES);
        for (int at = 0; at < BlockArea.BUFFERS_AT; at += 8) {
            poison(LAYOUT.blockArea() + at);
            if (at % 256 == 0) {
                assertArrayEquals(bytes, read(0, 3 * LINES), "with all up to " + at);
            }
        }
        volume.flush();
        assertEquals(0, volume.health().dirtyLines());
        assertEquals(BlockState.OPTIMAL, volume.health().state());
    }

    private int lineOf(long block) {
        for (int line = 0; line < LINES; line++) {
            long tag = bench.card()
                    .hardware()
                    .nvram()
                    .getLong(LAYOUT.slot(0) + LAYOUT.image() + BlockCache.tag(LAYOUT, line));
            if (BlockCache.kind(tag) != BlockCache.Kind.FREE && BlockCache.block(tag) == block) {
                return line;
            }
        }
        throw new AssertionError("block " + block + " is not in the cache");
    }

    private void poison(long within) {
        bench.card().hardware().flipBits(LAYOUT.slot(0) + within, 0, 3);
    }

    private static Outcome outcomeOf(Executable call) {
        return assertThrows(NvramException.class, call).outcome();
    }

    private byte[] bytes(int blocks) {
        byte[] bytes = new byte[blocks * BLOCK];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.next();
        }
        return bytes;
    }

    private byte[] read(long block, int count) {
        byte[] bytes = new byte[count * BLOCK];
        volume.read(block, bytes, 0, count);
        return bytes;
    }
}
