package dev.holdover.firmware.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.UncorrectableError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is done with each part of the NVRAM when a word of it can't be corrected. */
class MedicTest {
    private static final long MS = 1_000_000;

    private final Pair pair = new Pair().up();
    private final Node one = pair.one();
    private final Node two = pair.two();
    private final NvramLayout layout = one.layout();

    @Test
    void aWordOfAnImageComesFromTheOtherCardAndNoOtherWordDoes() {
        write(1);
        byte[] before = one.image(Pair.MINE);
        one.poison(at(Pair.MINE, layout.image() + 16));
        pair.run(5 * MS);
        assertEquals(1, one.hal().last(Notice.BLOCK_REPAIRED).b(), "words");
        assertFalse(one.nvram().poisoned(at(Pair.MINE, layout.image() + 16)));
        assertArrayEquals(before, one.image(Pair.MINE));
    }

    @Test
    void aFollowersWordComesFromTheOwner() {
        write(1);
        two.poison(at(Pair.THEIRS, layout.image()));
        pair.run(5 * MS);
        assertEquals(1, two.hal().count(Notice.BLOCK_REPAIRED));
        assertArrayEquals(one.image(Pair.MINE), two.image(Pair.THEIRS));
    }

    @Test
    void twoCardsThatLackDifferentWordsOfABlockHelpEachOther() {
        write(1);
        byte[] before = one.image(Pair.MINE);
        pair.cutWire(true);
        one.poison(at(Pair.MINE, layout.image() + 16));
        one.poison(at(Pair.MINE, layout.image() + 4088));
        two.poison(at(Pair.THEIRS, layout.image() + 24));
        pair.run(MS);
        pair.cutWire(false);
        pair.run(25 * MS);
        assertEquals(2, one.hal().last(Notice.BLOCK_REPAIRED).b(), "words");
        assertEquals(1, two.hal().last(Notice.BLOCK_REPAIRED).b(), "words");
        assertArrayEquals(before, one.image(Pair.MINE));
        assertArrayEquals(before, two.image(Pair.THEIRS));
    }

    @Test
    void aWordThatBothCardsLackIsToldOnceByEach() {
        write(1);
        one.poison(at(Pair.MINE, layout.image() + 16));
        two.poison(at(Pair.THEIRS, layout.image() + 16));
        pair.run(200 * MS);
        assertEquals(1, one.hal().count(Notice.BLOCK_UNREADABLE));
        assertEquals(1, two.hal().count(Notice.BLOCK_UNREADABLE));
    }

    @Test
    void aBlockThatNoOtherCardHasIsToldOnceAndStaysUnreadable() {
        pair.cutWire(true);
        write(1);
        pair.run(300 * MS);
        one.poison(at(Pair.MINE, layout.image()));
        pair.run(50 * MS);
        assertEquals(1, one.hal().count(Notice.BLOCK_UNREADABLE));
        assertEquals(0, one.hal().count(Notice.BLOCK_REPAIRED));
        assertThrows(UncorrectableError.class, () -> one.nvram().getLong(at(Pair.MINE, layout.image())));
    }

    @Test
    void eitherSuperblockCopyIsWrittenAnew() {
        for (int copy = 0; copy < 2; copy++) {
            one.poison(NvramLayout.superblock(copy) + 32);
            assertEquals(copy, one.hal().last(Notice.SUPERBLOCK_REPAIRED).a());
            Superblock read = Superblock.create(
                    one.nvram(), layout, one.config().cluster(), one.config().card());
            assertTrue(read.load());
            assertFalse(one.nvram().poisoned(NvramLayout.superblock(copy) + 32));
        }
    }

    @Test
    void theNewestHeaderKeepsPositionAndHash() {
        write(3);
        long lsn = one.log(Pair.MINE).lsn();
        long hash = one.log(Pair.MINE).hash();
        long header = layout.headers() + (lsn & layout.logSlots() - 1) * 64L;
        one.poison(at(Pair.MINE, header + 16));
        assertEquals(1, one.hal().count(Notice.RECORD_REPAIRED));
        assertEquals(lsn, one.log(Pair.MINE).lsn());
        assertEquals(hash, one.log(Pair.MINE).hash());
        one.boot();
        assertEquals(BootState.RUNNING, one.bootState());
    }

    @Test
    void aWordOfADirtyMapCountsAsAllDirty() {
        one.poison(at(Pair.MINE, layout.dirtyMap()));
        assertEquals(Math.min(64, layout.blocks()), one.log(Pair.MINE).dirty(0).count());
    }

    @Test
    void theControlPageIsWrittenFromWhatIsKnown() {
        write(3);
        for (int word : new int[] {
            NvramLayout.APPLIED,
            NvramLayout.CONSUMED,
            NvramLayout.CREDIT,
            NvramLayout.USER_BYTES,
            NvramLayout.LOG_SLOTS,
            NvramLayout.PEERS
        }) {
            long address = at(Pair.MINE, word);
            long before = one.nvram().getLong(address);
            one.poison(address);
            assertEquals(before, one.nvram().getLong(address), "word " + word);
        }
    }

    @Test
    void aCommittedRecordThatIsNotAppliedKeepsABootFromServing() {
        write(3);
        one.stop();
        long lsn = one.log(Pair.MINE).lsn();
        one.nvram().raw().putLong(at(Pair.MINE, NvramLayout.APPLIED), lsn - 1);
        one.nvram().poison(at(Pair.MINE, layout.headers() + (lsn & layout.logSlots() - 1) * 64L + 16));
        one.boot();
        assertEquals(BootState.FAILED, one.bootState());
    }

    @Test
    void aCopyThatIsBeingFilledBeginsAnewWithoutTheMapOfItsOldSelf() {
        two.stop();
        Superblock superblock = Superblock.create(
                two.nvram(), layout, two.config().cluster(), two.config().card());
        assertTrue(superblock.load());
        superblock.slot(Pair.THEIRS).role(Role.CATCHUP);
        superblock.slot(Pair.THEIRS).keepPreImage(0, 0);
        superblock.persist();
        two.nvram().poison(at(Pair.THEIRS, layout.preImageMap()));
        two.boot();
        assertEquals(1, two.hal().count(Notice.NVRAM_CORRUPT));
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.BACKUP_SYNC, 500 * MS));
        assertArrayEquals(one.image(Pair.MINE), two.image(Pair.THEIRS));
    }

    private void write(int writes) {
        byte[] bytes = new byte[64];
        for (int i = 0; i < writes; i++) {
            Arrays.fill(bytes, (byte) (i + 1));
            one.submit(Pair.MINE, i * 64L, bytes);
            pair.run(2 * MS);
        }
    }

    private long at(int slot, long within) {
        return layout.slot(slot) + within;
    }
}
