package dev.holdover.model.card;

import static dev.holdover.model.card.CardRig.MS;
import static dev.holdover.model.card.CardRig.US;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two-stage watchdog, as the firmware meets it. */
class WatchdogTest {
    private static final long ENABLE = Field.WDT_ENABLE.mask();

    private final CardRig rig = CardRig.running();
    private final long startNs = rig.loop.nowNs();

    private void arm(long timer1Us, long timer2Us, long control) {
        rig.watchdog(Register.WDT_TIMER1_US, timer1Us);
        rig.watchdog(Register.WDT_TIMER2_US, timer2Us);
        rig.watchdog(Register.WDT_CTRL, control);
    }

    private void runUntilUs(long us) {
        rig.loop.runUntil(startNs + us * US);
    }

    @Test
    void firstInterruptsThenResets() {
        arm(100, 50, ENABLE);
        runUntilUs(99);
        assertEquals(List.of(), rig.heard("watchdog"));
        runUntilUs(101);
        assertEquals(List.of("watchdog 1"), rig.heard("watchdog"));
        assertEquals(List.of("interrupt " + Long.toHexString(Field.PROC_WATCHDOG.mask())), rig.heard("interrupt"));
        assertEquals(Field.WDT_STAGE1.mask(), rig.read(Register.WDT_STATUS));
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        runUntilUs(150);
        assertEquals(List.of("watchdog 1", "watchdog 2"), rig.heard("watchdog"));
        assertEquals(ProcessorState.RESET, rig.card.state());
        assertEquals(Field.WDT_STAGE1.mask() | Field.WDT_TIMED_OUT.mask(), rig.read(Register.WDT_STATUS));
        assertTrue(Field.CAUSE_WATCHDOG.in(rig.read(Register.RESET_CAUSE)));
        assertTrue(Field.CAUSE_POR.in(rig.read(Register.RESET_CAUSE)), "the older cause stays");
        rig.loop.runFor(10 * MS);
        assertEquals(List.of("boot"), rig.heard("boot"));
        assertEquals(0, rig.read(Register.WDT_CTRL));
        assertEquals(2, rig.heard("watchdog").size());
    }

    @Test
    void aReloadInTimeKeepsItQuietForever() {
        arm(100, 50, ENABLE);
        for (int i = 1; i <= 100; i++) {
            runUntilUs(i * 90L);
            rig.watchdog(Register.WDT_RELOAD, 0);
        }
        assertEquals(List.of(), rig.heard("watchdog"));
        assertTrue(rig.loop.waiting() < 4, "its events don't pile up");
    }

    @Test
    void aReloadAfterTheFirstStageStartsBothAnew() {
        arm(100, 50, ENABLE);
        runUntilUs(120);
        rig.watchdog(Register.WDT_RELOAD, 0);
        runUntilUs(219);
        assertEquals(List.of("watchdog 1"), rig.heard("watchdog"));
        runUntilUs(220);
        assertEquals(List.of("watchdog 1", "watchdog 1"), rig.heard("watchdog"));
        runUntilUs(270);
        assertEquals(List.of("watchdog 1", "watchdog 1", "watchdog 2"), rig.heard("watchdog"));
    }

    @Test
    void aReloadThatIsNotUnlockedDoesNothing() {
        arm(100, 50, ENABLE);
        runUntilUs(120);
        rig.card.write(Register.WDT_RELOAD, 0, 0);
        runUntilUs(150);
        assertEquals(List.of("watchdog 1", "watchdog 2"), rig.heard("watchdog"));
    }

    @Test
    void enablingItAgainStartsWithTheFirstStage() {
        arm(100, 50, ENABLE);
        runUntilUs(120);
        rig.watchdog(Register.WDT_CTRL, 0);
        runUntilUs(1_000);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        rig.watchdog(Register.WDT_CTRL, ENABLE);
        runUntilUs(1_100);
        assertEquals(List.of("watchdog 1", "watchdog 1"), rig.heard("watchdog"));
        runUntilUs(1_150);
        assertEquals(ProcessorState.RESET, rig.card.state());
    }

    @Test
    void aShorterTimerCountsAtOnce() {
        arm(1_000, 50, ENABLE);
        rig.watchdog(Register.WDT_TIMER1_US, 100);
        runUntilUs(100);
        assertEquals(List.of("watchdog 1"), rig.heard("watchdog"));
    }

    @Test
    void eachWriteMustFollowTheUnlockSequence() {
        long[][] wrong = {{}, {0x80}, {0x86}, {0x86, 0x80}, {0x80, 0x81, 0x86}, {0x80, 0x86, 0}};
        for (long[] sequence : wrong) {
            for (long word : sequence) {
                rig.card.write(Register.WDT_UNLOCK, 0, word);
            }
            rig.card.write(Register.WDT_TIMER1_US, 0, 77);
            assertEquals(0, rig.read(Register.WDT_TIMER1_US), "after " + sequence.length);
        }
        rig.card.write(Register.WDT_UNLOCK, 0, 0x80);
        rig.card.write(Register.WDT_UNLOCK, 0, 0x80);
        rig.card.write(Register.WDT_UNLOCK, 0, 0x86);
        rig.card.write(Register.WDT_TIMER1_US, 0, 77);
        assertEquals(77, rig.read(Register.WDT_TIMER1_US));
        rig.card.write(Register.WDT_TIMER1_US, 0, 78);
        assertEquals(77, rig.read(Register.WDT_TIMER1_US), "it opens for one write");
    }

    @Test
    void theLockHoldsUntilReset() {
        arm(100, 50, ENABLE | Field.WDT_LOCK.mask());
        rig.watchdog(Register.WDT_CTRL, 0);
        rig.watchdog(Register.WDT_TIMER1_US, 1_000_000);
        rig.watchdog(Register.WDT_TIMER2_US, 1_000_000);
        assertEquals(ENABLE | Field.WDT_LOCK.mask(), rig.read(Register.WDT_CTRL));
        assertEquals(100, rig.read(Register.WDT_TIMER1_US));
        assertEquals(50, rig.read(Register.WDT_TIMER2_US));
        runUntilUs(150);
        assertEquals(ProcessorState.RESET, rig.card.state());
        rig.loop.runFor(3 * MS);
        arm(500, 50, 0);
        assertEquals(500, rig.read(Register.WDT_TIMER1_US));
        assertFalse(Field.WDT_LOCK.in(rig.read(Register.WDT_CTRL)));
    }

    @Test
    void aReloadBeforeItsWindowResetsAtOnce() {
        rig.watchdog(Register.WDT_WINDOW_US, 40);
        arm(100, 50, ENABLE | Field.WDT_LOCK.mask());
        rig.watchdog(Register.WDT_WINDOW_US, 0);
        assertEquals(40, rig.read(Register.WDT_WINDOW_US), "the lock holds it");
        runUntilUs(40);
        rig.watchdog(Register.WDT_RELOAD, 0);
        assertEquals(ProcessorState.RUNNING, rig.card.state(), "just in time");
        runUntilUs(79);
        rig.watchdog(Register.WDT_RELOAD, 0);
        assertEquals(ProcessorState.RESET, rig.card.state());
        assertEquals(List.of("watchdog 0"), rig.heard("watchdog"));
        assertEquals(Field.WDT_EARLY.mask(), rig.read(Register.WDT_STATUS));
        assertTrue(Field.CAUSE_WATCHDOG.in(rig.read(Register.RESET_CAUSE)));
    }

    @Test
    void aReloadIsNeverTooEarlyWhileItStandsStill() {
        rig.watchdog(Register.WDT_WINDOW_US, 40);
        rig.watchdog(Register.WDT_RELOAD, 0);
        rig.watchdog(Register.WDT_RELOAD, 0);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
    }

    @Test
    void itResetsAHungProcessorAndACrashedOne() {
        for (boolean hang : new boolean[] {true, false}) {
            CardRig fresh = CardRig.running();
            fresh.watchdog(Register.WDT_TIMER1_US, 100);
            fresh.watchdog(Register.WDT_TIMER2_US, 50);
            fresh.watchdog(Register.WDT_CTRL, ENABLE);
            if (hang) {
                fresh.card.hangProcessor();
            } else {
                fresh.card.crashProcessor();
            }
            fresh.loop.runFor(MS);
            assertEquals(ProcessorState.RESET, fresh.card.state());
            fresh.loop.runFor(2 * MS);
            assertEquals(ProcessorState.RUNNING, fresh.card.state());
        }
    }
}
