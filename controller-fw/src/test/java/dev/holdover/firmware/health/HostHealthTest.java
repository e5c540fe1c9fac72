package dev.holdover.firmware.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostHealthTest {
    private static final long SILENCE_NS = Configs.HEARTBEAT_NS * Configs.MISSED;

    private final FakeHal hal = new FakeHal(new FakeNvram(8));
    private final List<FailureCause> failures = new ArrayList<>();
    private final HostHealth health = new HostHealth(hal, Configs.pair(1), failures::add);

    @Test
    void aHostThatNeverProvedItselfCannotFail() {
        hal.now(10 * SILENCE_NS);
        health.deadline();
        mainRail(false);
        health.powerChanged();
        say(Field.PANIC_PANICKED);
        assertEquals(List.of(), failures);
        assertFalse(health.alive());
        assertFalse(health.failed());
    }

    @Test
    void silenceOfTheFullTimeIsFailureAndLessIsNot() {
        health.trust();
        assertEquals(SILENCE_NS, hal.deadlineNs(Timer.HOST_DEADLINE, 0));
        hal.now(SILENCE_NS - 1);
        health.deadline();
        assertTrue(health.alive());
        assertEquals(SILENCE_NS, hal.deadlineNs(Timer.HOST_DEADLINE, 0), "asked again too early");
        hal.now(SILENCE_NS);
        health.deadline();
        assertEquals(List.of(FailureCause.HEARTBEAT_LOST), failures);
        assertTrue(health.failed());
        assertFalse(hal.armed(Timer.HOST_DEADLINE));
    }

    @Test
    void aHeartbeatThatWaitsBehindTheTimerCounts() {
        health.trust();
        hal.now(3 * SILENCE_NS);
        hal.set(Register.PROC_INT_CAUSE, 0, Field.PROC_HEARTBEAT.mask());
        health.deadline();
        assertTrue(health.alive(), "it was this processor that stood still");
        assertEquals(4 * SILENCE_NS, hal.deadlineNs(Timer.HOST_DEADLINE, 0));
    }

    @Test
    void everyHeartbeatPutsTheDeadlineOff() {
        health.trust();
        for (int i = 1; i <= 20; i++) {
            hal.now(i * (SILENCE_NS - 1));
            health.heartbeat();
            health.deadline();
            assertEquals(i * (SILENCE_NS - 1) + SILENCE_NS, hal.deadlineNs(Timer.HOST_DEADLINE, 0));
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void aWatchedProcessThatFallsSilentIsSaidToAndFailsTheHostOnlyIfItsPersonalityCanLeave() {
        List<String> told = new ArrayList<>();
        boolean[] mayLeave = new boolean[1];
        HostHealth watching = new HostHealth(hal, Configs.pair(1), new HostHealth.Listener() {
            @Override
            public void hostFailed(FailureCause cause) {
                failures.add(cause);
            }

            @Override
            public void process(int slot, boolean silent) {
                told.add(slot + (silent ? " silent" : " beats"));
            }

            @Override
            public boolean mayLeave(int slot) {
                return mayLeave[0];
            }
        });
        watching.trust();
        beat(watching, Configs.HEARTBEAT_NS, 0b10, 0b10);
        for (int i = 2; i <= Configs.MISSED; i++) {
            beat(watching, i * Configs.HEARTBEAT_NS, 0b10, 0);
        }
        assertEquals(List.of(), told, "silent for less than a host may be");
        beat(watching, (Configs.MISSED + 1) * Configs.HEARTBEAT_NS, 0b10, 0);
        assertEquals(List.of("1 silent"), told);
        assertTrue(watching.alive(), "nobody could take it over");
        beat(watching, (Configs.MISSED + 2) * Configs.HEARTBEAT_NS, 0b10, 0b10);
        assertEquals(List.of("1 silent", "1 beats"), told);
        mayLeave[0] = true;
        for (int i = 3; i <= Configs.MISSED + 1; i++) {
            beat(watching, (Configs.MISSED + i) * Configs.HEARTBEAT_NS, 0b10, 0);
        }
        assertTrue(watching.alive());
        beat(watching, (2 * Configs.MISSED + 2) * Configs.HEARTBEAT_NS, 0b10, 0);
        assertEquals(List.of(FailureCause.PROCESS_LOST), failures);
    }

    @Test
    void aProcessThatNobodyWatchesMayBeSilent() {
        health.trust();
        for (int i = 1; i <= 20; i++) {
            beat(health, i * Configs.HEARTBEAT_NS, 0, 0);
        }
        assertEquals(List.of(), failures);
    }

    private void beat(HostHealth watching, long atNs, long watched, long alive) {
        hal.now(atNs);
        hal.set(Register.PROCESS_STATUS, Field.PROCESS_ALIVE.set(Field.PROCESS_WATCHED.set(0, watched), alive));
        watching.heartbeat();
    }

    @Test
    void theLadderNamesItsCause() {
        health.trust();
        health.powerChanged();
        assertTrue(health.alive(), "a rail changed, but power is good");
        mainRail(false);
        health.powerChanged();
        mainRail(true);
        health.trust();
        say(Field.PANIC_PANICKED);
        health.trust();
        say(Field.PANIC_SHUTDOWN);
        assertEquals(List.of(FailureCause.POWER_LOST, FailureCause.PANICKED, FailureCause.TOLD_SHUTDOWN), failures);
        assertEquals(0, hal.get(Register.PANIC, 0), "taken note of");
    }

    @Test
    void aFailureIsToldOnceAndAHeartbeatDoesNotUndoIt() {
        health.trust();
        mainRail(false);
        health.powerChanged();
        health.powerChanged();
        say(Field.PANIC_SHUTDOWN);
        health.heartbeat();
        hal.now(3 * SILENCE_NS);
        health.deadline();
        assertEquals(List.of(FailureCause.POWER_LOST), failures);
        assertTrue(health.failed());
    }

    @Test
    void aProofBringsAFailedHostBackWithAFullDeadline() {
        health.trust();
        hal.now(SILENCE_NS);
        health.deadline();
        hal.now(7 * SILENCE_NS);
        health.trust();
        assertTrue(health.alive());
        assertEquals(8 * SILENCE_NS, hal.deadlineNs(Timer.HOST_DEADLINE, 0));
    }

    private void mainRail(boolean good) {
        hal.set(Register.RAIL_STATUS, good ? Field.RAIL_MAIN.mask() : 0);
    }

    private void say(Field what) {
        hal.set(Register.PANIC, what.mask());
        health.told();
    }
}
