package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.model.testing.Rng;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** The dirty map against a bit set. */
class DirtyMapTest {
    @Test
    void doesWhatABitSetDoes() {
        for (int blocks : new int[] {1, 2, 63, 64, 65, 127, 128, 200}) {
            NvramLayout layout = new NvramLayout(blocks * 4096L, 8, 1);
            CuttableNvram nvram = new CuttableNvram(layout.totalBytes());
            DirtyMap map = new DirtyMap(layout, nvram, layout.slot(0), 0);
            BitSet model = new BitSet();
            Rng rng = new Rng(blocks);
            for (int step = 0; step < 500; step++) {
                int block = rng.below(blocks);
                switch (rng.below(20)) {
                    case 0 -> {
                        map.setAll();
                        model.set(0, blocks);
                    }
                    case 1 -> {
                        map.clearAll();
                        model.clear();
                    }
                    case 2, 3, 4, 5, 6, 7, 8, 9, 10 -> {
                        map.set(block);
                        model.set(block);
                    }
                    default -> {
                        map.clear(block);
                        model.clear(block);
                    }
                }
                String where = blocks + " blocks, step " + step;
                assertEquals(model.cardinality(), map.count(), where);
                assertEquals(model.get(block), map.get(block), where);
                int from = rng.below(blocks + 2);
                assertEquals(model.nextSetBit(from), map.next(from), where + " from " + from);
            }
        }
    }

    @Test
    void settingABitTwiceStoresOnce() {
        NvramLayout layout = new NvramLayout(4096 * 70, 8, 1);
        CuttableNvram nvram = new CuttableNvram(layout.totalBytes());
        DirtyMap map = new DirtyMap(layout, nvram, layout.slot(0), 0);
        map.set(69);
        map.set(69);
        assertEquals(1, nvram.stores());
        map.clear(69);
        map.clear(69);
        assertEquals(2, nvram.stores());
    }
}
