package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Role;
import dev.holdover.model.testing.Rng;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Log, dirty maps and superblock against a trivial model, with power cut between any two stores. After a cut the
 * operation that was under way has happened or has not; everything before it has.
 */
class DifferentialTest {
    private static final int OPERATIONS = 1_000_000;
    private static final int BLOCKS = 3;
    private static final int LOG_SLOTS = 8;
    private static final int PEERS = 2;
    private static final NvramLayout LAYOUT = new NvramLayout(BLOCKS * (long) NvramLayout.BLOCK, LOG_SLOTS, 1, PEERS);
    private static final int WORDS = (int) LAYOUT.userBytes() / 8;

    private final Rng rng = new Rng(20_260_101);
    private final CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());
    private final CRC32C crc = new CRC32C();
    private final byte[] payload = new byte[64];

    // The trivial model.
    private final long[] image = new long[WORDS];
    private final boolean[][] dirty = new boolean[PEERS][BLOCKS];
    private long lsn;
    private long epoch = 1;
    private long incarnation;

    // What the operation under way would make of it.
    private int target;
    private int words;
    private long value;

    private WriteLog log = new WriteLog(LAYOUT, nvram, LAYOUT.slot(0));
    private Superblock superblock = Superblock.create(nvram, LAYOUT, 1, 1);
    private long cuts;

    @Test
    void aMillionOperationsWithCutsComeToWhatTheModelSays() {
        log.format();
        superblock.slot(0).role(Role.ACTIVE);
        superblock.slot(0).epoch(epoch);
        superblock.persist();
        for (int operation = 0; operation < OPERATIONS; operation++) {
            if (rng.below(20) == 0) {
                nvram.cutAfter(rng.below(60));
            }
            try {
                step();
                nvram.restorePower();
            } catch (CuttableNvram.Cut cut) {
                cuts++;
                nvram.restorePower();
                boot();
            }
            if (operation % 5_000 == 0) {
                compare();
            }
        }
        compare();
        assertTrue(cuts > OPERATIONS / 100, cuts + " cuts");
    }

    private void step() {
        switch (rng.below(8)) {
            case 0 -> clean();
            case 1 -> raise();
            case 2 -> live();
            default -> write();
        }
    }

    /** A write: payload, commit, replay. */
    private void write() {
        words = 1 + rng.below(8);
        int block = rng.below(BLOCKS);
        target = block * NvramLayout.BLOCK + 8 * rng.below(NvramLayout.BLOCK / 8 - words + 1);
        value = rng.next();
        for (int i = 0; i < words; i++) {
            Words.putLong(payload, 8 * i, value + i);
        }
        int slot = log.nextPayloadSlot();
        nvram.put(log.payloadAt(slot), payload, 0, 8 * words);
        crc.reset();
        crc.update(payload, 0, 8 * words);
        log.commit(target, 8 * words, (int) crc.getValue(), slot, epoch, lsn + 1);
        log.replay();
        written();
    }

    private void written() {
        for (int i = 0; i < words; i++) {
            image[target / 8 + i] = value + i;
        }
        for (boolean[] map : dirty) {
            map[target / NvramLayout.BLOCK] = true;
        }
        lsn++;
    }

    /** A peer has acknowledged a block. */
    private void clean() {
        int peer = rng.below(PEERS);
        int block = rng.below(BLOCKS);
        log.dirty(peer).clear(block);
        dirty[peer][block] = false;
    }

    private void raise() {
        superblock.slot(0).epoch(epoch + 1);
        superblock.persist();
        epoch++;
    }

    private void live() {
        superblock.incarnation(incarnation + 1);
        superblock.persist();
        incarnation++;
    }

    /** Power is back: what was under way counts if its commit did. */
    private void boot() {
        superblock = Superblock.create(nvram, LAYOUT, 1, 1);
        assertTrue(superblock.load(), "a whole superblock");
        long epochFound = superblock.slot(0).epoch();
        assertTrue(epochFound == epoch || epochFound == epoch + 1, "epoch " + epochFound + " after " + epoch);
        epoch = epochFound;
        long incarnationFound = superblock.incarnation();
        assertTrue(incarnationFound == incarnation || incarnationFound == incarnation + 1, "life " + incarnationFound);
        incarnation = incarnationFound;
        log = new WriteLog(LAYOUT, nvram, LAYOUT.slot(0));
        assertTrue(log.open(), "the log is whole");
        log.replay();
        if (log.lsn() == lsn + 1) {
            written();
        }
        assertEquals(lsn, log.lsn());
        // A bit may be set for a write that did not come to its commit; there may never be too few.
        for (int peer = 0; peer < PEERS; peer++) {
            for (int block = 0; block < BLOCKS; block++) {
                assertTrue(log.dirty(peer).get(block) || !dirty[peer][block], "a dirty bit is lost");
                dirty[peer][block] = log.dirty(peer).get(block);
            }
        }
    }

    private void compare() {
        byte[] bytes = new byte[WORDS * 8];
        nvram.get(log.imageAt(0), bytes, 0, bytes.length);
        long[] found = new long[WORDS];
        Arrays.setAll(found, i -> Words.getLong(bytes, 8 * i));
        assertTrue(Arrays.equals(image, found), "the image");
        assertEquals(lsn, log.lsn());
        assertEquals(epoch, superblock.slot(0).epoch());
        for (int peer = 0; peer < PEERS; peer++) {
            for (int block = 0; block < BLOCKS; block++) {
                assertEquals(dirty[peer][block], log.dirty(peer).get(block), "peer " + peer + ", block " + block);
            }
        }
    }
}
