package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A pre-image brings back the old image, wherever the filling or the restoring was cut. */
class PreImageTest {
    private static final NvramLayout LAYOUT = new NvramLayout(6L * NvramLayout.BLOCK, 8, 1);
    private static final int BLOCKS = 6;

    @Test
    void theOldImageComesBackFromEveryCut() {
        for (long cut = 0; ; cut++) {
            CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());
            byte[] old = fill(nvram);
            nvram.cutAfter(cut);
            boolean whole = overwritten(nvram, cut);
            nvram.restorePower();
            long stores = nvram.stores();
            nvram.cutAfter(cut % 97);
            try {
                preImage(nvram).restore();
            } catch (CuttableNvram.Cut again) {
                nvram.restorePower();
            }
            nvram.restorePower();
            preImage(nvram).restore();
            assertArrayEquals(old, image(nvram), "cut at store " + cut + " of " + stores);
            if (whole) {
                return;
            }
        }
    }

    @Test
    void whatWasDroppedIsNotBroughtBack() {
        CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());
        fill(nvram);
        assertTrue(overwritten(nvram, 1));
        byte[] filled = image(nvram);
        assertTrue(preImage(nvram).keeps(2));
        preImage(nvram).drop();
        assertFalse(preImage(nvram).keeps(2));
        preImage(nvram).restore();
        assertArrayEquals(filled, image(nvram));
    }

    private static PreImage preImage(NvramAccess nvram) {
        return new PreImage(LAYOUT, nvram, LAYOUT.slot(0));
    }

    private static byte[] fill(NvramAccess nvram) {
        byte[] bytes = new byte[BLOCKS * NvramLayout.BLOCK];
        new Random(1).nextBytes(bytes);
        nvram.put(LAYOUT.slot(0) + LAYOUT.image(), bytes, 0, bytes.length);
        return bytes;
    }

    private static byte[] image(NvramAccess nvram) {
        byte[] bytes = new byte[BLOCKS * NvramLayout.BLOCK];
        nvram.get(LAYOUT.slot(0) + LAYOUT.image(), bytes, 0, bytes.length);
        return bytes;
    }

    /** Stores to some blocks, to some of them twice; says whether it came to its end. */
    private static boolean overwritten(NvramAccess nvram, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[64];
        try {
            for (int block : new int[] {2, 4, 2, 0, 4}) {
                random.nextBytes(bytes);
                preImage(nvram).keep(block);
                long at = LAYOUT.slot(0) + LAYOUT.image() + (long) block * NvramLayout.BLOCK;
                nvram.put(at + 64L * random.nextInt(64), bytes, 0, bytes.length);
            }
            return true;
        } catch (CuttableNvram.Cut cut) {
            return false;
        }
    }
}
