package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.layout.BlockRing.Opcode;
import dev.holdover.model.layout.BlockRing.Status;
import org.junit.jupiter.api.Test;

/** Requests to a block volume and their answers, over generations of the rings. */
class BlockRingTest {
    private static final NvramLayout LAYOUT = new NvramLayout(4L * NvramLayout.BLOCK + BlockCache.bytes(8), 8, 1, 1, 8);

    private final CuttableNvram nvram = new CuttableNvram(LAYOUT.totalBytes());
    private final BlockRing host = new BlockRing(LAYOUT, nvram, LAYOUT.slot(0));
    private final BlockRing firmware = new BlockRing(LAYOUT, nvram, LAYOUT.slot(0));

    @Test
    void carriesARequestAndItsAnswer() {
        long index = BlockRing.before(3) + 1;
        assertFalse(firmware.read(index));
        host.ask(index, Opcode.CREATE, 0x1_0302, 77, 5);
        assertTrue(firmware.read(index));
        assertEquals(Opcode.CREATE, firmware.opcode());
        assertEquals(0x1_0302, firmware.argument());
        assertEquals(77, firmware.block());
        assertEquals(5, firmware.epoch());
        assertEquals(-1, host.answered(index));
        firmware.answer(index, Status.LOST, 9);
        assertEquals(Status.LOST, BlockRing.status(host.answered(index)));
        assertEquals(9, host.value(index));
    }

    @Test
    void whatIsLateFromAnotherGenerationIsNeitherRequestNorAnswer() {
        firmware.clear();
        host.ask(BlockRing.before(1) + 1, Opcode.READ, 0, 4, 1);
        assertFalse(firmware.read(BlockRing.before(2) + 1));
        firmware.answer(BlockRing.before(1) + 1, Status.OK, 0);
        assertEquals(-1, host.answered(BlockRing.before(2) + 1));
    }

    @Test
    void damageIsNoRequest() {
        long index = BlockRing.before(1) + 1;
        host.ask(index, Opcode.FLUSH, 0, 0, 1);
        long at = LAYOUT.slot(0) + LAYOUT.blockArea() + BlockArea.RINGS_AT + (index & BlockArea.REQUESTS - 1) * 64;
        nvram.putLong(at + 16, 1);
        assertFalse(firmware.read(index));
    }
}
