package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.Superblock.SyncSet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The superblock: torn, flipped, moved elsewhere. */
class SuperblockTest {
    private static final NvramLayout LAYOUT = new NvramLayout(4096, 8, 3);
    private static final int BYTES = Superblock.HEAD.bytes() + 3 * Superblock.SLOT.bytes() + Superblock.TAIL.bytes();

    private final CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());

    private static Superblock on(CuttableNvram nvram) {
        return Superblock.create(nvram, LAYOUT, 7, 3);
    }

    private Superblock persisted(int times) {
        Superblock superblock = on(nvram);
        for (int i = 1; i <= times; i++) {
            superblock.slot(1).epoch(100 + i);
            superblock.persist();
        }
        return superblock;
    }

    @Test
    void tornAtAnyStoreItLoadsTheOldOrTheNewOne() {
        for (int times = 1; times <= 4; times++) {
            persisted(times);
            for (int cut = 0; cut < BYTES / 8; cut++) {
                CuttableNvram torn = nvram.copyOfIt();
                Superblock writer = on(torn);
                assertTrue(writer.load());
                writer.slot(1).epoch(999);
                torn.cutAfter(cut);
                assertThrows(CuttableNvram.Cut.class, writer::persist);
                torn.restorePower();
                Superblock found = on(torn);
                assertTrue(found.load(), "cut " + cut);
                assertEquals(100 + times, found.slot(1).epoch(), "cut " + cut);
                found.persist();
                assertTrue(on(torn).load());
            }
            Superblock whole = on(nvram);
            assertTrue(whole.load());
            assertEquals(times, whole.generation());
            nvram.bytes[0] = 0;
            java.util.Arrays.fill(nvram.bytes, (byte) 0);
        }
    }

    @Test
    void everySingleBitFlipIsNoticed() {
        persisted(2);
        for (int bit = 0; bit < BYTES * 8; bit++) {
            CuttableNvram flipped = nvram.copyOfIt();
            flipped.bytes[(int) NvramLayout.superblock(0) + bit / 8] ^= (byte) (1 << bit % 8);
            Superblock found = on(flipped);
            assertTrue(found.load());
            assertEquals(2, found.generation(), "bit " + bit);
            assertEquals(102, found.slot(1).epoch(), "bit " + bit);
            found.persist();
            assertArrayEquals(
                    Arrays.copyOfRange(flipped.bytes, 0, BYTES),
                    Arrays.copyOfRange(flipped.bytes, NvramLayout.BLOCK, NvramLayout.BLOCK + BYTES));
        }
    }

    @Test
    void aTornWriteOverAnUntrustedCopyLeavesTheTrustedOne() {
        for (int bad = 0; bad < 2; bad++) {
            persisted(3);
            nvram.bytes[(int) NvramLayout.superblock(bad) + 200] ^= 1;
            Superblock found = on(nvram);
            assertTrue(found.load());
            nvram.cutAfter(5);
            assertThrows(CuttableNvram.Cut.class, found::persist);
            nvram.restorePower();
            assertTrue(on(nvram).load(), "copy " + bad);
            assertEquals(103, found.slot(1).epoch());
        }
    }

    @Test
    void twoCorruptCopiesAreNone() {
        persisted(2);
        nvram.bytes[(int) NvramLayout.superblock(0) + 200] ^= 1;
        nvram.bytes[(int) NvramLayout.superblock(1) + 200] ^= 1;
        Superblock found = on(nvram);
        assertFalse(found.load());
        assertEquals(0, found.generation());
        assertEquals(0, found.slot(1).epoch());
        assertFalse(on(new CuttableNvram(LAYOUT.totalBytes())).load());
    }

    @Test
    void whatBelongsToAnotherCardClusterOrShapeIsNotTaken() {
        persisted(2);
        assertTrue(Superblock.create(nvram, LAYOUT, 7, 3).load());
        assertFalse(Superblock.create(nvram, LAYOUT, 7, 4).load());
        assertFalse(Superblock.create(nvram, LAYOUT, 8, 3).load());
        assertFalse(Superblock.create(nvram, new NvramLayout(4096, 16, 3), 7, 3).load());
        assertFalse(Superblock.create(nvram, new NvramLayout(8192, 8, 3), 7, 3).load());
        assertFalse(Superblock.create(nvram, new NvramLayout(4096, 8, 2), 7, 3).load());
        assertFalse(
                Superblock.create(nvram, new NvramLayout(4096, 8, 3, 2), 7, 3).load());
    }

    @Test
    void everyMemberOfEverySlotComesBack() {
        Superblock written = on(nvram);
        SipHash key = new SipHash(1, 2);
        written.incarnation(5);
        for (int n = 0; n < 3; n++) {
            Superblock.Slot slot = written.slot(n);
            slot.personality(10 + n);
            slot.role(Role.values()[2 + n]);
            slot.homeCard(20 + n);
            slot.vote(60 + n, 30 + n);
            slot.syncSet(new SyncSet(70 + n, 80 + n, 5, 2));
            slot.keepPreImage(90 + n, -n);
            slot.epoch(40 + n);
            slot.gateOpen(n == 1);
            slot.certificate(Certificate.sign(10 + n, 40 + n, 50 + n, 60 + n, n, 4, key));
            for (int i = 0; i <= n * 6; i++) {
                slot.addHistory(new EpochStart(100L * n + i, 1_000L * n + i, -i, 2, i == 1));
            }
        }
        written.slot(2).clearCertificate();
        written.slot(2).dropPreImage();
        written.persist();
        Superblock read = on(nvram);
        assertTrue(read.load());
        assertEquals(5, read.incarnation());
        for (int n = 0; n < 3; n++) {
            Superblock.Slot slot = read.slot(n);
            assertEquals(10 + n, slot.personality());
            assertEquals(Role.values()[2 + n], slot.role());
            assertEquals(20 + n, slot.homeCard());
            assertEquals(60 + n, slot.votedEpoch());
            assertEquals(30 + n, slot.votedFor());
            assertEquals(new SyncSet(70 + n, 80 + n, 5, 2), slot.syncSet());
            assertEquals(n != 2, slot.preImageKept());
            assertEquals(90 + n, slot.preImageLsn());
            assertEquals(-n, slot.preImageHash());
            assertEquals(40 + n, slot.epoch());
            assertEquals(n == 1, slot.gateOpen());
            assertEquals(n != 2, slot.certified());
            assertEquals(Certificate.sign(10 + n, 40 + n, 50 + n, 60 + n, n, 4, key), slot.certificate());
            int size = Math.min(Superblock.HISTORY, n * 6 + 1);
            assertEquals(size, slot.historySize());
            for (int i = 0; i < size; i++) {
                int remembered = n * 6 + 1 - size + i;
                assertEquals(100L * n + remembered, slot.historyEpoch(i));
                assertEquals(1_000L * n + remembered, slot.historyStart(i));
                assertEquals(-remembered, slot.historyHash(i));
                assertEquals(2, slot.historyOwner(i));
                assertEquals(remembered == 1, slot.historyForced(i));
            }
        }
    }
}
