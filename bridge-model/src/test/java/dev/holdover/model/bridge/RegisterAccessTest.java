package dev.holdover.model.bridge;

import static dev.holdover.model.contract.Side.CARD;
import static dev.holdover.model.contract.Side.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Access;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every register from both sides: plain access semantics first, then those with side effects. */
class RegisterAccessTest {
    /** Their reads or writes do something of their own, which has a test of its own below. */
    private static final Set<Register> SPECIAL = EnumSet.of(
            Register.LIVENESS,
            Register.RESET_CTRL,
            Register.INT_CAUSE,
            Register.INT_MASK_SET,
            Register.INT_MASK_CLR,
            Register.INT_RAISE,
            Register.INT_ACK,
            Register.HOST_GATE_CTRL,
            Register.GATE_CTRL,
            Register.GATE_STATUS,
            Register.SEMAPHORE,
            Register.PEER_DB,
            Register.ES_TEST,
            Register.MBOX_SEND,
            Register.MBOX_STATUS,
            Register.MEMORY_INITIALIZED);

    private static final long PATTERN = 0x5A5A_1234_8765_C3C2L;

    @TestFactory
    Stream<DynamicTest> everyPlainRegisterKeepsItsAccessOnBothSides() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Register register : Register.values()) {
            for (Side side : Side.values()) {
                if (!SPECIAL.contains(register)) {
                    tests.add(DynamicTest.dynamicTest(register + " " + side, () -> plain(register, side)));
                }
            }
        }
        return tests.stream();
    }

    private static void plain(Register register, Side side) {
        long all = register.width() == 8 ? -1L : 0xffff_ffffL;
        for (int n = 0; n < register.count(); n++) {
            BridgeRig rig = BridgeRig.open();
            for (long before : new long[] {0, all, 0x0F0F_0F0F_0F0F_0F0FL & all}) {
                for (long written : new long[] {0, PATTERN & all, all}) {
                    put(rig, register, n, side, before);
                    rig.write(side, register, n, written);
                    long expected = switch (register.access(side)) {
                        case RO -> before;
                        case RW -> written;
                        case RW1C -> before & ~written;
                        case W1S -> before | written;
                        case NONE, WO -> 0;
                    };
                    assertEquals(expected, rig.read(side, register, n), register + "[" + n + "] of " + side);
                }
            }
        }
    }

    private static void put(BridgeRig rig, Register register, int n, Side side, long value) {
        boolean driven = register.access(HOST) == Access.RO && register.access(CARD) == Access.RO;
        if (driven && !register.banked()) {
            rig.bridge.poke(register, n, value);
            return;
        }
        if (n == 0 && !(register.banked() && side == CARD)) {
            rig.bridge.poke(register, value);
            return;
        }
        if (register == Register.DAUGHTER_EVENT) {
            rig.bridge.poke(register, side, value);
            return;
        }
        for (Side by : Side.values()) {
            if (by == side || !register.banked()) {
                switch (register.access(by)) {
                    case RW, WO -> rig.write(by, register, n, value);
                    default -> {
                        // The other side sets it.
                    }
                }
            }
        }
        if (register == Register.DB) {
            rig.write(side, register, n, -1);
            rig.write(side.other(), Register.PEER_DB, 0, value);
        } else if (register == Register.MBOX_RECV) {
            rig.write(side.other(), Register.MBOX_SEND, 0, value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anElementOfAnArrayIsItsOwn(Register register) {
        for (Side side : Side.values()) {
            if (register.count() > 1 && register.access(side) == Access.RW) {
                BridgeRig rig = BridgeRig.open();
                for (int n = 0; n < register.count(); n++) {
                    rig.write(side, register, n, 0x100 + n);
                }
                for (int n = 0; n < register.count(); n++) {
                    assertEquals(0x100 + n, rig.read(side, register, n));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bankedCopiesAreIndependent(Register register) {
        boolean writable = register.access(HOST) == Access.RW && register.access(CARD) == Access.RW;
        if (register.count() == 1 && writable && register != Register.SEMAPHORE) {
            BridgeRig rig = BridgeRig.open();
            rig.write(HOST, register, 0, 0x11);
            rig.write(CARD, register, 0, 0x22);
            long inverted = register == Register.LIVENESS ? 0xffff_ffffL : 0;
            assertEquals(register.banked() ? 0x11 : 0x22, rig.read(HOST, register, 0) ^ inverted);
            assertEquals(0x22, rig.read(CARD, register, 0) ^ inverted);
        }
    }

    @Test
    void everyOtherWidthOrAlignmentIsAnUnsupportedRequest() {
        BridgeRig rig = BridgeRig.open();
        int[] start = new int[Register.BAR0_BYTES];
        Arrays.stream(Register.values()).forEach(register -> {
            for (int n = 0; n < register.count(); n++) {
                start[register.offset(n)] = register.width();
            }
        });
        rig.bridge.poke(Register.SCRATCH, 0x1234_5678);
        for (int offset = 0; offset < 0x400; offset++) {
            for (int width : new int[] {1, 2, 3, 4, 8, 16, 64}) {
                byte[] bytes = new byte[64];
                Completion how = rig.bridge.read(Bar.CONTROL, offset, bytes, 0, width);
                if (start[offset] == width) {
                    assertEquals(Completion.SUCCESS, how, offset + " by " + width);
                } else {
                    assertEquals(Completion.UNSUPPORTED_REQUEST, how, offset + " by " + width);
                    for (int i = 0; i < 64; i++) {
                        assertEquals(i < width ? -1 : 0, bytes[i]);
                    }
                    rig.bridge.write(Bar.CONTROL, offset, new byte[64], 0, width);
                }
            }
        }
        assertEquals(0x1234_5678, rig.hostRead(Register.SCRATCH, 0));
        for (long outside : new long[] {-4, Register.BAR0_BYTES, 1L << 40}) {
            assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.CONTROL, outside, 4));
        }
        for (int bar : new int[] {3, 4, 5}) {
            assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(bar, 0, 4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetGivesWhatTheMapSays(Register register) {
        BridgeRig rig = new BridgeRig();
        rig.bridge.reset();
        if (register.resetIsKnown() && register.access(CARD).readable()) {
            assertEquals(register.readAfterReset(), rig.read(CARD, register, 0));
        }
        rig.bridge.reset();
        if (register.resetIsKnown() && register.access(HOST).readable() && register.throughGate()) {
            assertEquals(register.readAfterReset(), rig.read(HOST, register, 0));
        }
    }

    @Test
    void livenessReadsBackInverted() {
        BridgeRig rig = BridgeRig.open();
        rig.hostWrite(Register.LIVENESS, 0, 0x1234_5678);
        assertEquals(0xEDCB_A987L, rig.hostRead(Register.LIVENESS, 0));
        assertEquals(0xFFFF_FFFFL, rig.bridge.cardRead(Register.LIVENESS, 0));
    }

    @Test
    void theHostsMarkLastsAsLongAsTheContentsOfTheNvram() {
        BridgeRig rig = BridgeRig.open();
        assertEquals(0, rig.hostRead(Register.MEMORY_INITIALIZED, 0));
        rig.hostWrite(Register.MEMORY_INITIALIZED, 0, -1);
        assertEquals(1, rig.hostRead(Register.MEMORY_INITIALIZED, 0));
        rig.bridge.cardWrite(Register.MEMORY_INITIALIZED, 0, 0);
        rig.bridge.reset();
        assertEquals(1, rig.bridge.cardRead(Register.MEMORY_INITIALIZED, 0));
        rig.nvram.lose();
        assertEquals(0, rig.bridge.cardRead(Register.MEMORY_INITIALIZED, 0));
    }

    @Test
    void aReadTakesTheSemaphoreAndAZeroGivesItBack() {
        BridgeRig rig = BridgeRig.open();
        assertEquals(0, rig.read(HOST, Register.SEMAPHORE, 0));
        assertEquals(1, rig.read(CARD, Register.SEMAPHORE, 0));
        assertEquals(1, rig.read(HOST, Register.SEMAPHORE, 0));
        rig.write(HOST, Register.SEMAPHORE, 0, 0);
        assertEquals(0, rig.read(CARD, Register.SEMAPHORE, 0));
        assertEquals(1, rig.read(HOST, Register.SEMAPHORE, 0));
    }

    @Test
    void aDoorbellReachesTheOtherSideUnlessItIsMasked() {
        for (Side by : Side.values()) {
            BridgeRig rig = BridgeRig.open();
            rig.unmask();
            rig.write(by.other(), Register.DB_MASK, 0, 0b10);
            rig.write(by, Register.PEER_DB, 0, 0b10);
            assertEquals(List.of(), rig.said);
            rig.write(by, Register.PEER_DB, 0, 0b101);
            assertEquals(List.of(by == HOST ? "PROC_DOORBELL" : "message 1000 0"), rig.said);
            assertEquals(0b111, rig.read(by.other(), Register.DB, 0));
            assertEquals(0, rig.read(by, Register.DB, 0));
            assertEquals(0, rig.read(by, Register.PEER_DB, 0));
            rig.write(by.other(), Register.DB, 0, 0b100);
            assertEquals(0b011, rig.read(by.other(), Register.DB, 0));
        }
    }

    @Test
    void theMailboxCarriesWholeMessagesBothWays() {
        for (Side by : Side.values()) {
            BridgeRig rig = new BridgeRig();
            rig.write(by, Register.MBOX_SEND, 0, PATTERN);
            assertEquals(PATTERN, rig.read(by.other(), Register.MBOX_RECV, 0));
            assertEquals(0, rig.read(by, Register.MBOX_RECV, 0));
            assertEquals(0, rig.read(by, Register.MBOX_SEND, 0));
            assertEquals(Field.MBOX_RECEIVED.mask(), rig.read(by.other(), Register.MBOX_STATUS, 0));
            assertEquals(0, rig.read(by, Register.MBOX_STATUS, 0));
            rig.write(by.other(), Register.MBOX_STATUS, 0, Field.MBOX_RECEIVED.mask());
            assertEquals(0, rig.read(by.other(), Register.MBOX_STATUS, 0));
            if (by == HOST) {
                assertEquals(List.of("PROC_MAILBOX"), rig.said);
            } else {
                assertEquals(
                        Field.INT_MAILBOX.mask(), rig.bridge.peek(Register.INT_CAUSE, HOST) & Field.INT_MAILBOX.mask());
            }
        }
    }

    @Test
    void resetHeartbeatAndPanicAreTold() {
        BridgeRig rig = BridgeRig.open();
        for (long wrong : new long[] {0, 1, 2, 0xffff_ffffL, 0x05FA_0000L, 0x05FB_0001L}) {
            rig.hostWrite(Register.RESET_CTRL, 0, wrong);
        }
        assertEquals(List.of(), rig.said);
        rig.hostWrite(Register.RESET_CTRL, 0, Field.RESET_COMMAND);
        rig.hostWrite(Register.HEARTBEAT, 0, 7);
        rig.hostWrite(Register.PANIC, 0, 1);
        assertEquals(List.of("reset", "heartbeat", "PROC_PANIC"), rig.said);
        assertEquals(0, rig.hostRead(Register.RESET_CTRL, 0));
        assertEquals(7, rig.bridge.cardRead(Register.HEARTBEAT, 0));
    }
}
