package dev.holdover.firmware.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import org.junit.jupiter.api.Test;

class SleepPolicyTest {
    private static final long MS = 1_000_000;

    private final Pair pair = new Pair().up();
    private final Node one = pair.one();

    @Test
    void sleepsWhenAllIsSentAndNothingHasHappenedForAWhile() {
        mainsFail();
        assertTrue(pair.runUntil(() -> one.role(Pair.MINE) == Role.SUPERSEDED, 500 * MS));
        pair.run(1_000 * MS);
        assertFalse(asleep(), "it is quiet, but not for long");
        pair.run(2_000 * MS);
        assertTrue(asleep());
        assertEquals(0, one.hal().last(Notice.SLEEPING).b());
    }

    @Test
    void staysAwakeOnTheMains() {
        one.hostBeats(false);
        pair.run(5_000 * MS);
        assertFalse(asleep());
    }

    @Test
    void staysAwakeWhileSomethingIsOwedAndEnergyIsLeft() {
        pair.cutWire(true);
        one.submit(Pair.MINE, 0, new byte[64]);
        mainsFail();
        pair.run(5_000 * MS);
        assertFalse(asleep());
    }

    @Test
    void retainsWhatIsOwedWhenNoMoreEnergyIsLeftThanThatTakes() {
        pair.cutWire(true);
        one.submit(Pair.MINE, 0, new byte[64]);
        mainsFail();
        pair.run(300 * MS);
        one.hal().set(Register.CHARGE_MJ, EnergyBudget.RETENTION_NS / 1_000_000_000L * 50 + 1);
        pair.run(50 * MS);
        assertTrue(asleep());
        assertEquals(1, one.hal().last(Notice.SLEEPING).b());
    }

    private void mainsFail() {
        one.hostBeats(false);
        one.hal().set(Register.RAIL_STATUS, Field.RAIL_BATTERY.mask());
        one.interrupt(Field.PROC_POWER);
    }

    private boolean asleep() {
        return Field.POWER_SLEEP.in(one.hal().get(Register.POWER_CTRL, 0));
    }
}
