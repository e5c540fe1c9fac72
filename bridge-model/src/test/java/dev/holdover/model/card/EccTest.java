package dev.holdover.model.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import org.junit.jupiter.api.Test;

/** The ECC block, the scrubber, poison on the bus and the machine check, on a card. */
class EccTest {
    private final CardRig rig = CardRig.running();
    private final FailoverCard card = rig.card;

    private long read(Register register) {
        return card.read(register, 0);
    }

    private void inject(long address, long data, long check) {
        card.write(Register.INJECT_ADDR, 0, address);
        card.write(Register.INJECT_CHECK, 0, check);
        card.write(Register.INJECT_DATA, 0, data);
    }

    @Test
    void theScrubberFindsWhatNobodyReads() {
        inject(0x3008, 1, 0);
        assertTrue(card.memory().flawed());
        rig.loop.runFor(60_000_000);
        assertFalse(card.memory().flawed());
        assertEquals(1, Field.ERR_CORRECTED.get(read(Register.ERR_COUNT)));
        assertEquals(0x3008, read(Register.ERR_ADDR_LOG));
        assertEquals(Field.ERR_ANY.mask(), read(Register.ERR_STATUS));
        card.write(Register.ERR_STATUS, 0, Field.ERR_ANY.mask());
        assertEquals(0, read(Register.ERR_STATUS));
    }

    @Test
    void aScrubberThatIsOffOrStuckFindsNothing() {
        card.write(Register.SCRUB_CTRL, 0, 0);
        inject(0x3008, 1, 0);
        rig.loop.runFor(60_000_000);
        assertTrue(card.memory().flawed());
        card.scrubberStuck(true);
        card.write(Register.SCRUB_CTRL, 0, Field.SCRUB_ENABLE.mask());
        rig.loop.runFor(60_000_000);
        assertTrue(card.memory().flawed());
        card.scrubberStuck(false);
        rig.loop.runFor(60_000_000);
        assertFalse(card.memory().flawed());
    }

    @Test
    void theScrubberWalksAtItsPace() {
        long before = read(Register.SCRUB_POS);
        rig.loop.runFor(300_000);
        assertEquals(
                3 * 4096,
                Math.floorMod(read(Register.SCRUB_POS) - before, card.memory().size()));
    }

    @Test
    void theHostsReadIsAnsweredByAPoisonedCompletion() {
        card.write(Register.WINDOW_XLAT, 0, NvramLayout.SLOTS_AT);
        card.write(Register.WINDOW_LIMIT, 0, 4096);
        card.write(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 1));
        inject(NvramLayout.SLOTS_AT + 0x40, 3, 0);
        byte[] line = new byte[64];
        assertEquals(Completion.SUCCESS, card.bridge().read(Bridge.NVRAM_BAR, 0, line, 0, 64));
        assertEquals(Completion.POISONED, card.bridge().read(Bridge.NVRAM_BAR, 0x40, line, 0, 64));
        assertTrue(Field.ERR_MULTI.in(read(Register.ERR_STATUS)));
        rig.loop.runFor(CardRig.MS);
        assertTrue(rig.heard("interrupt").contains("interrupt " + Long.toHexString(Field.PROC_ECC.mask())));
        assertTrue(Field.INT_ECC.in(card.bridge().peek(Register.INT_CAUSE, Side.HOST)));
    }

    @Test
    void theProcessorsReadIsAMachineCheckThatResetsIt() {
        inject(0x40, 3, 0);
        assertThrows(UncorrectableError.class, () -> card.nvram().getLong(0x40));
        assertThrows(UncorrectableError.class, () -> card.nvram().get(0, new byte[128], 0, 128));
        assertThrows(UncorrectableError.class, () -> card.nvram().crc32c(0x40, 8));
        rig.onInterrupt = () -> card.nvram().getLong(0x40);
        card.processorInterrupt(Field.PROC_DOORBELL);
        rig.loop.runFor(1_000_000);
        assertEquals(ProcessorState.RESET, card.state());
        rig.onInterrupt = () -> {};
        rig.loop.runFor(5_000_000);
        assertEquals(ProcessorState.RUNNING, card.state());
        assertTrue(Field.CAUSE_MACHINE_CHECK.in(read(Register.RESET_CAUSE)));
        assertEquals(0x40, read(Register.ERR_ADDR_LOG), "the log survives the reset");
    }

    @Test
    void aCopyCarriesPoisonAlongAndAStoreEndsIt() {
        card.nvram().putLong(0x88, 7);
        inject(0x48, 3, 0);
        inject(0x50, 1, 0);
        card.nvram().copy(0x40, 0x80, 64);
        assertThrows(UncorrectableError.class, () -> card.nvram().getLong(0x88));
        assertEquals(0, card.nvram().getLong(0x90), "what could be corrected was, on the way");
        assertEquals(0x48, read(Register.ERR_ADDR_LOG), "it is told where it was found");
        card.nvram().putLong(0x88, 9);
        assertEquals(9, card.nvram().getLong(0x88));
        card.nvram().copy(0x40, 0x88, 8);
        assertEquals(0, card.nvram().getLong(0x88));
    }

    @Test
    void theFirstUncorrectableErrorTakesTheLogFromACorrectedOneAndKeepsIt() {
        card.write(Register.SCRUB_CTRL, 0, 0);
        inject(0x40, 1, 0);
        card.nvram().getLong(0x40);
        inject(0x48, 3, 0);
        assertThrows(UncorrectableError.class, () -> card.nvram().getLong(0x48));
        inject(0x50, 3, 0);
        assertThrows(UncorrectableError.class, () -> card.nvram().getLong(0x50));
        assertEquals(0x48, read(Register.ERR_ADDR_LOG));
        assertEquals(2, Field.ERR_UNCORRECTABLE.get(read(Register.ERR_COUNT)));
    }
}
