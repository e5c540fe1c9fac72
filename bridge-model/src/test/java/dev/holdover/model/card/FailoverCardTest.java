package dev.holdover.model.card;

import static dev.holdover.model.card.CardRig.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The card as a whole: power, reset, the processor's life, and who holds the NVRAM. */
class FailoverCardTest {
    private static final long OPEN = Field.GATE_WINDOWS.set(0, 1);

    private final CardRig rig = CardRig.running();

    @Test
    void powerOnHoldsTheProcessorInResetForTwoMilliseconds() {
        CardRig fresh = new CardRig(30_000, 5_000);
        assertEquals(ProcessorState.OFF, fresh.card.state());
        fresh.card.mainRail(true);
        fresh.loop.runUntil(2 * MS - 1);
        assertEquals(ProcessorState.RESET, fresh.card.state());
        assertEquals(List.of(), fresh.heard("boot"));
        fresh.loop.runUntil(2 * MS);
        assertEquals(List.of("boot"), fresh.heard("boot"));
        assertEquals(Field.CAUSE_POR.mask(), fresh.read(Register.RESET_CAUSE));
        assertTrue(fresh.card.bridge().cardGateShut());
    }

    @Test
    void theHostsResetHoldsTheProcessorAndShutsTheCardsGate() {
        rig.card.write(Register.GATE_CTRL, 0, OPEN);
        rig.card.write(Register.STICKY_SPAD, 0, 42);
        rig.card.memory().putLong(64, 7);
        rig.hostWrite(Register.RESET_CTRL, Field.RESET_COMMAND);
        assertEquals(ProcessorState.RESET, rig.card.state());
        assertTrue(rig.card.bridge().cardGateShut());
        assertTrue(Field.CAUSE_SOFT.in(rig.read(Register.RESET_CAUSE)));
        rig.loop.runFor(2 * MS - 1);
        assertEquals(List.of(), rig.heard("boot"));
        rig.loop.runFor(1);
        assertEquals(List.of("boot"), rig.heard("boot"));
        assertEquals(42, rig.read(Register.STICKY_SPAD));
        assertEquals(7, rig.card.memory().getLong(64));
    }

    @Test
    void aResetWithinAResetStartsTheHoldTimeAnew() {
        rig.card.processorReset();
        rig.loop.runFor(MS);
        rig.card.processorReset();
        rig.loop.runFor(2 * MS - 1);
        assertEquals(List.of(), rig.heard("boot"));
        rig.loop.runFor(1);
        assertEquals(List.of("boot"), rig.heard("boot"));
    }

    @Test
    void aResetUnderAHandlerUnwindsItFromItsNextStep() {
        List<String> steps = new ArrayList<>();
        rig.onTimer = () -> {
            steps.add("before");
            rig.card.processorReset();
            steps.add("after");
        };
        rig.card.arm(1, rig.loop.nowNs() + 10);
        rig.loop.runFor(100);
        assertEquals(List.of("before"), steps);
        assertEquals(ProcessorState.RESET, rig.card.state());
        rig.onTimer = () -> {};
        rig.loop.runFor(3 * MS);
        assertEquals(List.of("boot"), rig.heard("boot"));
        rig.card.arm(1, rig.loop.nowNs() + 10);
        rig.loop.runFor(100);
        assertEquals(List.of("timer 1", "timer 1"), rig.heard("timer"), "it takes events again");
    }

    @Test
    void aCrashInsideAStoreUnwindsTheHandlerAndLeavesTheStoreUndone() {
        rig.onFrame = () -> {
            rig.card.nvram().put(64, new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2}, 0, 16);
            rig.say("not reached");
        };
        rig.card.memory().beforeStore(rig.card.memory().cardStores() + 1, rig.card::crashProcessor);
        rig.card.receive(0, new byte[4], 0, 4);
        assertEquals(ProcessorState.CRASHED, rig.card.state());
        assertEquals(List.of(), rig.heard("not"));
        assertEquals(0x0101_0101_0101_0101L, rig.card.memory().getLong(64));
        assertEquals(0, rig.card.memory().getLong(72));
        rig.card.receive(0, new byte[4], 0, 4);
        rig.hostWrite(Register.PEER_DB, 1);
        rig.loop.runFor(10 * MS);
        assertEquals(1, rig.heard("frame").size());
        assertEquals(ProcessorState.CRASHED, rig.card.state());
    }

    @Test
    void powerLostInsideAStoreUnwindsTheHandler() {
        CardRig bare = new CardRig(0, 5_000);
        bare.card.mainRail(true);
        bare.loop.runFor(3 * MS);
        bare.onFrame = () -> {
            bare.card.nvram().putLong(64, 1);
            bare.say("not reached");
        };
        bare.card.memory().beforeStore(bare.card.memory().cardStores(), () -> bare.card.mainRail(false));
        bare.card.receive(0, new byte[4], 0, 4);
        assertEquals(ProcessorState.OFF, bare.card.state());
        assertEquals(List.of(), bare.heard("not"));
        assertEquals(List.of("nvram lost"), bare.heard("nvram"));
    }

    @Test
    void aHungProcessorTakesWhatItMissedWhenItGoesOn() {
        rig.card.arm(3, rig.loop.nowNs() + 1_000);
        rig.card.arm(4, rig.loop.nowNs() + 2_000);
        rig.card.arm(5, rig.loop.nowNs() + 9 * MS);
        rig.card.hangProcessor();
        rig.card.processorInterrupt(Field.PROC_DOORBELL);
        rig.card.receive(0, new byte[4], 0, 4);
        rig.loop.runFor(MS);
        assertEquals(List.of(), rig.heard("timer"));
        assertEquals(List.of(), rig.heard("interrupt"));
        rig.card.disarm(5);
        rig.card.resumeProcessor();
        rig.loop.runFor(20 * MS);
        assertEquals(List.of("timer 3", "timer 4"), rig.heard("timer"));
        assertEquals(List.of("interrupt 1"), rig.heard("interrupt"));
        assertEquals(List.of(), rig.heard("frame"), "frames are not kept");
    }

    @Test
    void aResetForgetsTimersThatWereArmedOrMissed() {
        rig.card.arm(3, rig.loop.nowNs() + 1_000);
        rig.card.arm(4, rig.loop.nowNs() + 5 * MS);
        rig.card.hangProcessor();
        rig.loop.runFor(10_000);
        rig.card.processorReset();
        rig.card.resumeProcessor();
        rig.loop.runFor(20 * MS);
        assertEquals(List.of(), rig.heard("timer"));
    }

    @Test
    void armingATimerAgainForgetsTheEarlierDeadline() {
        long nowNs = rig.loop.nowNs();
        rig.card.arm(1, nowNs + 1_000);
        rig.card.arm(1, nowNs + 5_000);
        rig.loop.runUntil(nowNs + 4_999);
        assertEquals(List.of(), rig.heard("timer"));
        rig.loop.runUntil(nowNs + 50_000);
        assertEquals(List.of(nowNs + 5_000 + " timer 1"), rig.said);
    }

    @Test
    void theBatteryCarriesTheCardUntilItIsEmptyThenTheNvramIsLost() {
        rig.card.memory().putLong(64, 7);
        rig.card.write(Register.GATE_CTRL, 0, OPEN);
        long nowNs = rig.loop.nowNs();
        rig.card.mainRail(false);
        assertEquals(List.of("rails false true"), rig.heard("rails"));
        long emptyNs = nowNs + 6_000 * MS;
        rig.loop.runUntil(emptyNs - 1);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertEquals(7, rig.card.memory().getLong(64));
        rig.loop.runUntil(emptyNs);
        assertEquals(ProcessorState.OFF, rig.card.state());
        assertEquals(List.of("rails false true", "rails false false"), rig.heard("rails"));
        assertNotEquals(7, rig.card.memory().getLong(64));
        assertTrue(rig.card.bridge().cardGateShut());
        assertFalse(rig.link.up());
        assertTrue(rig.said.get(rig.said.size() - 1).endsWith("nvram lost"));
        rig.loop.runFor(30L * 86_400_000 * MS);
        assertEquals(0, rig.card.chargeMj());
        rig.said.clear();
        rig.card.mainRail(true);
        rig.loop.runFor(3 * MS);
        assertEquals(List.of("boot"), rig.heard("boot"));
        assertEquals(Field.CAUSE_POR.mask(), rig.read(Register.RESET_CAUSE));
        assertTrue(rig.card.chargeMj() < 10);
    }

    @Test
    void whenTheMainsReturnToADarkCardItsDomainsStartOneAfterTheOther() {
        rig.card.mainRail(false);
        rig.loop.runFor(30L * 86_400_000 * MS);
        assertEquals(ProcessorState.OFF, rig.card.state());
        rig.card.mainRail(true);
        List<PowerDomain> order = new ArrayList<>();
        for (int us = 0; us < 1_000; us++) {
            rig.loop.runFor(MS / 1_000);
            for (PowerDomain each : PowerDomain.values()) {
                if (rig.card.powered(each) && !order.contains(each)) {
                    order.add(each);
                    assertTrue(us > 850, each + " after " + us + " us: the rail has yet to rise");
                }
            }
        }
        assertEquals(List.of(PowerDomain.NVRAM, PowerDomain.BRIDGE, PowerDomain.NIC, PowerDomain.PROCESSOR), order);
        assertEquals(ProcessorState.RESET, rig.card.state(), "the reset lasts its time from when it has power");
        rig.loop.runFor(CardConfig.RESET_NS);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
    }

    @Test
    void aBatteryCarriesTheCardUntilEveryRegulatorHasStarted() {
        rig.card.mainRail(false);
        rig.loop.runFor(10 * MS);
        rig.said.clear();
        rig.card.mainRail(true);
        for (int us = 0; us < 2_000; us++) {
            rig.loop.runFor(MS / 1_000);
            for (PowerDomain each : PowerDomain.values()) {
                assertTrue(rig.card.powered(each), each + " after " + us + " us");
            }
        }
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertFalse(Field.BATT_DISCHARGING.in(rig.read(Register.BATT_STATUS)));
    }

    @Test
    void theFirmwareFindsTheBatteryLowAndThenCriticalWhenItIsTold() {
        List<Long> statuses = new ArrayList<>();
        rig.card.mainRail(false);
        rig.loop.runFor(MS);
        rig.onInterrupt = () -> statuses.add(rig.read(Register.BATT_STATUS) & ~Field.BATT_PRESENT.mask());
        rig.loop.runFor(5_900 * MS);
        long carrying = Field.BATT_DISCHARGING.mask();
        long low = carrying | Field.BATT_LOW.mask();
        assertEquals(List.of(low, low | Field.BATT_CRITICAL.mask()), statuses);
    }

    @Test
    void theMainRailThatComesBackInTimeChangesNothingButTheCharge() {
        rig.card.memory().putLong(64, 7);
        rig.card.mainRail(false);
        rig.loop.runFor(3_000 * MS);
        assertEquals(15_000, rig.card.chargeMj());
        rig.card.mainRail(true);
        rig.loop.runFor(100_000 * MS);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertEquals(7, rig.card.memory().getLong(64));
        assertEquals(30_000, rig.card.chargeMj());
        assertEquals(List.of(), rig.heard("nvram"));
    }

    private void hostHoldsTheNvram() {
        rig.card.write(Register.GATE_CTRL, 0, OPEN);
        rig.hostWrite(Register.HEARTBEAT, 1);
        rig.hostWrite(Register.HOST_GATE_CTRL, 1);
        assertTrue(rig.card.bridge().hostGateShut());
        rig.said.clear();
    }

    private void assertReleased() {
        assertFalse(rig.card.bridge().hostGateShut());
        assertTrue(rig.card.bridge().cardGateShut());
    }

    @Test
    void theFirmwareReadsOnesAndWritesNothingWhileTheHostHoldsTheNvram() {
        rig.card.memory().putLong(64, 7);
        hostHoldsTheNvram();
        byte[] bytes = new byte[16];
        rig.card.nvram().get(64, bytes, 0, 16);
        assertEquals(-1, bytes[0] & bytes[15]);
        assertEquals(-1, rig.card.nvram().getLong(64));
        assertEquals(-1, rig.card.nvram().crc32c(64, 8));
        rig.card.nvram().putLong(64, 1);
        rig.card.nvram().put(64, new byte[16], 0, 16);
        rig.card.nvram().copy(128, 64, 16);
        assertEquals(7, rig.card.memory().getLong(64));
        assertEquals(6, rig.read(Register.HOST_MISS_COUNT));
    }

    @Test
    void theHostsGateFallsOpenWhenItsHeartbeatStops() {
        hostHoldsTheNvram();
        for (int i = 0; i < 20; i++) {
            rig.loop.runFor(4 * MS);
            rig.hostWrite(Register.HEARTBEAT, i);
        }
        assertTrue(rig.card.bridge().hostGateShut());
        rig.loop.runFor(5 * MS - 1);
        assertTrue(rig.card.bridge().hostGateShut());
        rig.loop.runFor(1);
        assertReleased();
    }

    @Test
    void theHostsGateFallsOpenWhenTheHostLosesItsPower() {
        hostHoldsTheNvram();
        rig.card.mainRail(false);
        assertReleased();
    }

    @Test
    void theHostsGateFallsOpenWhenTheLinkIsLost() {
        hostHoldsTheNvram();
        rig.card.linkChanged(false);
        assertReleased();
        assertEquals(Field.LINK_LOST.mask(), rig.read(Register.LINK_STATUS));
        rig.card.linkChanged(true);
        assertEquals(Field.LINK_UP.mask(), rig.read(Register.LINK_STATUS));
        assertReleased();
    }

    @Test
    void aResetOfTheProcessorLeavesTheNvramWithTheHostThatHoldsIt() {
        hostHoldsTheNvram();
        rig.hostWrite(Register.RESET_CTRL, Field.RESET_COMMAND);
        assertTrue(rig.card.bridge().hostGateShut());
        assertFalse(rig.card.bridge().cardGateShut());
    }

    @Test
    void interruptsRaisedInResetWaitForTheBoot() {
        rig.card.processorReset();
        rig.card.processorInterrupt(Field.PROC_LINK);
        rig.loop.runFor(3 * MS);
        assertEquals(List.of("interrupt " + Long.toHexString(Field.PROC_LINK.mask())), rig.heard("interrupt"));
    }

    @Test
    void uptimeCountsFromPowerOn() {
        rig.loop.runUntil(1_234 * MS);
        assertEquals(1_234, rig.read(Register.UPTIME));
        assertEquals(Field.RAIL_MAIN.mask() | Field.RAIL_BATTERY.mask(), rig.read(Register.RAIL_STATUS));
        assertEquals(100, rig.read(Register.CHARGE_PCT));
        assertEquals(6, rig.read(Register.HOLDUP_S));
        assertEquals(30_000, rig.read(Register.CHARGE_MJ));
        assertEquals(5_000, rig.read(Register.LOAD_MW));
    }
}
