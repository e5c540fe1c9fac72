package dev.holdover.model.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two gates and the windows. */
class GateTest {
    private static final NvramLayout LAYOUT = BridgeRig.LAYOUT;
    private static final long SHUT = Field.GATE_SHUT.mask();

    private final BridgeRig rig = BridgeRig.open();

    @ParameterizedTest
    @EnumSource
    void aShutGateHidesEveryRegisterThatIsNotMarked(Register register) {
        if (register == Register.SEMAPHORE || !register.access(Side.HOST).readable()) {
            return;
        }
        rig.hostWrite(Register.INT_MASK_CLR, 0, 1);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, SHUT);
        long ones = register.width() == 8 ? -1L : 0xffff_ffffL;
        boolean hidden = rig.hostRead(register, 0) == ones;
        assertEquals(!register.throughGate() || register == Register.LIVENESS, hidden);
        assertEquals(register.throughGate() ? 0 : 1, rig.bridge.cardRead(Register.MISS_COUNT, 0));
        assertEquals(
                register.throughGate() ? Completion.SUCCESS : Completion.COMPLETER_ABORT,
                rig.completion(Bar.CONTROL, register.offset(), register.width()));
        assertEquals(
                register.throughGate() ? 0 : Field.AER_COMPLETER_ABORT.mask(),
                rig.bridge.cardRead(Register.AER_STATUS, 0));
    }

    @Test
    void aShutGateDropsPostedWritesAndCountsEachAttempt() {
        rig.hostWrite(Register.SCRATCH, 0, 1);
        rig.hostWrite(Bar.NVRAM, 64, 0x1111, 8);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, SHUT);
        rig.hostWrite(Register.SCRATCH, 0, 2);
        rig.hostWrite(Bar.NVRAM, 64, 0x2222, 8);
        assertEquals(-1, rig.hostRead(Bar.NVRAM, 64, 8));
        assertEquals(3, rig.bridge.cardRead(Register.MISS_COUNT, 0));
        assertEquals(1, rig.bridge.cardRead(Register.SCRATCH, 0));
        assertEquals(0x1111, rig.nvram.getLong(LAYOUT.slot(0) + 64));
    }

    @Test
    void theFirstMissIsKeptUntilValidIsCleared() {
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, SHUT);
        rig.hostWrite(Bar.NVRAM, 72, 1, 8);
        rig.hostRead(Register.SCRATCH, 0);
        long info = rig.bridge.cardRead(Register.FIRST_MISS_INFO, 0);
        assertEquals(Field.MISS_BAR.set(Field.MISS_VALID.mask() | Field.MISS_WRITE.mask(), Bar.NVRAM), info);
        assertEquals(72, rig.bridge.cardRead(Register.FIRST_MISS_ADDR, 0));
        rig.bridge.cardWrite(Register.FIRST_MISS_INFO, 0, Field.MISS_VALID.mask());
        rig.hostRead(Register.SCRATCH, 0);
        assertEquals(Field.MISS_VALID.mask(), rig.bridge.cardRead(Register.FIRST_MISS_INFO, 0));
        assertEquals(Register.SCRATCH.offset(), rig.bridge.cardRead(Register.FIRST_MISS_ADDR, 0));
    }

    @Test
    void aWindowReachesItsLastByteAndNoFurther() {
        long limit = LAYOUT.windowBytes();
        long second = LAYOUT.windowStride();
        rig.hostWrite(Bar.NVRAM, limit - 8, 0x77, 8);
        rig.hostWrite(Bar.NVRAM, second + limit - 8, 0x88, 8);
        assertEquals(0x77, rig.nvram.getLong(LAYOUT.slot(0) + limit - 8));
        assertEquals(0x88, rig.nvram.getLong(LAYOUT.slot(1) + limit - 8));
        for (long outside :
                new long[] {limit - 4, limit, second + limit - 7, second + limit, 2 * second, 8 * second, 1L << 62, -8
                }) {
            assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.NVRAM, outside, 8), "at " + outside);
            rig.hostWrite(Bar.NVRAM, outside, -1, 8);
            assertEquals(Field.AER_UNSUPPORTED_REQUEST.mask(), rig.hostRead(Register.AER_STATUS, 0));
            rig.hostWrite(Register.AER_STATUS, 0, 0xffff_ffffL);
            assertEquals(0, rig.hostRead(Register.AER_STATUS, 0));
        }
        assertEquals(0x77, rig.nvram.getLong(LAYOUT.slot(0) + limit - 8));
        assertEquals(0x88, rig.nvram.getLong(LAYOUT.slot(1) + limit - 8));
        assertEquals(0, rig.bridge.cardRead(Register.MISS_COUNT, 0));
    }

    @Test
    void anOffsetFarBeyondTheBarIsNoWindow() {
        int shift = Long.numberOfTrailingZeros(LAYOUT.windowStride());
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.NVRAM, 1L << 32 + shift, 8));
    }

    @Test
    void aWindowThatIsNotAtItsSlotClosesWhenItIsUsed() {
        long slot = LAYOUT.slot(1);
        for (long base : new long[] {
            slot - 8, slot - 4096, slot + 8, LAYOUT.slot(0), 0, LAYOUT.totalBytes(), LAYOUT.totalBytes() - 8, -8,
        }) {
            rig.bridge.cardWrite(Register.WINDOW_XLAT, 1, base);
            rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11));
            rig.said.clear();
            rig.hostWrite(Bar.NVRAM, LAYOUT.windowStride(), 7, 8);
            assertEquals(List.of("gates", "PROC_WINDOW"), rig.said);
            assertEquals(0b01, Field.STATUS_WINDOWS.get(rig.hostRead(Register.GATE_STATUS, 0)));
            assertEquals(Completion.COMPLETER_ABORT, rig.completion(Bar.NVRAM, LAYOUT.windowStride(), 8));
            assertEquals(List.of("gates", "PROC_WINDOW"), rig.said, "told once");
        }
        for (long at = 0; at < rig.nvram.size(); at += 8) {
            assertEquals(0, rig.nvram.getLong(at));
        }
        rig.bridge.cardWrite(Register.WINDOW_XLAT, 1, slot);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11));
        rig.hostWrite(Bar.NVRAM, LAYOUT.windowStride(), 7, 8);
        assertEquals(7, rig.nvram.getLong(slot));
    }

    @Test
    void aWindowThatReachesBehindItsSlotClosesToo() {
        rig.bridge.cardWrite(Register.WINDOW_LIMIT, 0, LAYOUT.windowBytes() + 8);
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.NVRAM, 0, 8));
        assertTrue(Field.AER_UNSUPPORTED_REQUEST.in(rig.hostRead(Register.AER_STATUS, 0)));
        assertEquals(0, 1 & Field.STATUS_WINDOWS.get(rig.hostRead(Register.GATE_STATUS, 0)));
    }

    @Test
    void aWindowIsClosedByItsLimitOrByItsBitInTheGate() {
        rig.bridge.cardWrite(Register.WINDOW_LIMIT, 0, 0);
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.NVRAM, 0, 8));
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b01));
        rig.nvram.putLong(LAYOUT.slot(1), 5);
        assertEquals(-1, rig.hostRead(Bar.NVRAM, LAYOUT.windowStride(), 8));
        assertEquals(1, rig.bridge.cardRead(Register.MISS_COUNT, 0));
        assertEquals(0b01, Field.STATUS_WINDOWS.get(rig.hostRead(Register.GATE_STATUS, 0)));
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b10));
        assertEquals(5, rig.hostRead(Bar.NVRAM, LAYOUT.windowStride(), 8));
    }

    @Test
    void theHostsGateRefusesTheFirmwareMemoryWindowsAndTheCardsGate() {
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        assertEquals(List.of("gates", "PROC_HOST_GATE"), rig.said);
        long gates = rig.bridge.cardRead(Register.GATE_CTRL, 0);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, SHUT);
        rig.bridge.cardWrite(Register.WINDOW_LIMIT, 1, 0);
        rig.bridge.cardWrite(Register.WINDOW_XLAT, 1, 0);
        assertEquals(gates, rig.bridge.cardRead(Register.GATE_CTRL, 0));
        assertEquals(LAYOUT.windowBytes(), rig.bridge.cardRead(Register.WINDOW_LIMIT, 1));
        assertEquals(LAYOUT.slot(1), rig.bridge.cardRead(Register.WINDOW_XLAT, 1));
        assertFalse(rig.bridge.admitsCard(0, true));
        assertFalse(rig.bridge.admitsCard(0, false));
        assertEquals(5, rig.bridge.cardRead(Register.HOST_MISS_COUNT, 0));
        assertEquals(0, rig.bridge.cardRead(Register.MISS_COUNT, 0));
        assertTrue(Field.MISS_BY_CARD.in(rig.bridge.cardRead(Register.FIRST_MISS_INFO, 0)));
    }

    @Test
    void shuttingItsOwnGateIsNoMissOfTheHost() {
        rig.unmask();
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        assertEquals(0, rig.bridge.cardRead(Register.HOST_MISS_COUNT, 0));
        assertEquals(0, rig.bridge.cardRead(Register.FIRST_MISS_INFO, 0));
    }

    @Test
    void messagesAreDroppedAndCountedWhileTheHostsGateIsShutAndSentWhenItOpens() {
        rig.unmask();
        rig.hostWrite(Register.VECTOR_MAP, 0, 0x0000_0210);
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        rig.said.clear();
        rig.bridge.cardWrite(Register.INT_RAISE, 0, Field.INT_SLOT.mask());
        assertEquals(List.of(), rig.said);
        assertEquals(1, rig.bridge.cardRead(Register.HOST_MISS_COUNT, 0));
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 0);
        assertEquals(List.of("gates", "message 1001 1", "message 1002 2", "PROC_HOST_GATE"), rig.said);
    }

    @Test
    void openingTheHostsGateShutsTheCardsGateFirst() {
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        assertFalse(rig.bridge.cardGateShut());
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 0);
        assertTrue(rig.bridge.cardGateShut());
        assertFalse(rig.bridge.hostGateShut());
        assertEquals(-1, rig.hostRead(Bar.NVRAM, 0, 8));
        long status = rig.hostRead(Register.GATE_STATUS, 0);
        assertEquals(Field.STATUS_CARD_GATE.mask(), status);
        assertTrue(rig.bridge.admitsCard(0, true));
    }

    @Test
    void theHostsGateCanBeShutAndOpenedThroughTheCardsShutGate() {
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, SHUT);
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        assertTrue(rig.bridge.hostGateShut());
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 1);
        assertEquals(1, rig.said.stream().filter("PROC_HOST_GATE"::equals).count());
    }

    @Test
    void anAddressIsAnsweredForWhileItIsArmedAndItsWindowIsOpen() {
        assertFalse(rig.bridge.answers(1));
        rig.bridge.cardWrite(Register.ADDR_CTRL, 0, 0b10);
        assertTrue(rig.bridge.answers(1));
        assertFalse(rig.bridge.answers(0), "not armed");
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b01));
        assertFalse(rig.bridge.answers(1), "window shut");
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11) | SHUT);
        assertFalse(rig.bridge.answers(1), "gate shut");
    }

    @Test
    void aResetWithdrawsEveryAddressAndSaysSo() {
        rig.bridge.cardWrite(Register.ADDR_CTRL, 0, 0b10);
        rig.said.clear();
        rig.bridge.shutCardGate();
        assertEquals(0, rig.bridge.armedAddresses());
        assertEquals(1, rig.said.stream().filter("addresses"::equals).count());
    }

    @Test
    void whileTheHostsGateIsShutTheAddressesAreTheHosts() {
        rig.bridge.cardWrite(Register.ADDR_CTRL, 0, 0b01);
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, Field.HOST_GATE_SHUT.mask());
        rig.bridge.cardWrite(Register.ADDR_CTRL, 0, 0);
        assertTrue(rig.bridge.answers(0), "the host serves on without fail-over");
        rig.hostWrite(Register.HOST_GATE_CTRL, 0, 0);
        assertEquals(0, rig.bridge.armedAddresses(), "it must prove itself anew");
    }

    @Test
    void aWindowWithoutALeaseCannotBeOpened() {
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11));
        assertTrue(rig.bridge.windowOpen(1));
        rig.bridge.cardWrite(Register.LEASE_US, 0, 1);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11));
        assertFalse(rig.bridge.windowOpen(1));
        rig.bridge.cardWrite(Register.LEASE_US, 0, 500);
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0b11));
        assertTrue(rig.bridge.windowOpen(0));
        rig.bridge.closeWindow(0);
        assertFalse(rig.bridge.windowOpen(0));
        assertTrue(rig.bridge.windowOpen(1));
        assertEquals(0b10, Field.STATUS_WINDOWS.get(rig.bridge.cardRead(Register.GATE_STATUS, 0)));
    }
}
