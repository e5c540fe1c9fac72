package dev.holdover.model.card;

import static dev.holdover.model.card.CardRig.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Register;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Boots that come to nothing, and the time that the processor is held in reset after each. */
class BootMonitorTest {
    private static final long STAGE_NS = 5 * MS;

    private final CardRig rig =
            new CardRig(new CardConfig(CardRig.LAYOUT, 30_000, 5_000, 1_000, CardConfig.RESET_NS, STAGE_NS));
    private final List<Long> boots = new ArrayList<>();

    BootMonitorTest() {
        rig.onBoot = () -> boots.add(rig.loop.nowNs());
        rig.card.mainRail(true);
    }

    @Test
    void theWatchdogRunsFromTheFirstInstructionOn() {
        rig.onBoot = rig.card::crashProcessor;
        rig.loop.runFor(2 * MS + 2 * STAGE_NS);
        assertEquals(List.of("watchdog 1", "watchdog 2"), rig.heard("watchdog"));
        assertEquals(ProcessorState.RESET, rig.card.state());
    }

    @Test
    void eachBootThatIsNotConfirmedDoublesTheTimeInResetUpToABound() {
        rig.loop.runFor(3_000 * MS);
        for (int i = 1; i < boots.size(); i++) {
            long holdNs = boots.get(i) - boots.get(i - 1) - 2 * STAGE_NS;
            assertEquals(CardConfig.RESET_NS << Math.min(i, 6), holdNs, "boot " + i);
        }
        assertTrue(boots.size() > 10);
        assertTrue(boots.size() - rig.read(Register.BOOT_FAILS) <= 1);
    }

    @Test
    void aConfirmedBootIsForgottenAsAFailure() {
        rig.loop.runFor(50 * MS);
        assertEquals(3, rig.read(Register.BOOT_FAILS));
        rig.onBoot = () -> rig.card.write(Register.BOOT_CONFIRM, 0, 1);
        rig.loop.runFor(15 * MS);
        assertEquals(0, rig.read(Register.BOOT_FAILS));
        rig.loop.runFor(10 * MS);
        assertEquals(0, rig.read(Register.BOOT_FAILS), "the reset after a good boot is no failed one");
    }

    @Test
    void powerOffForgetsThem() {
        rig.loop.runFor(60 * MS);
        rig.card.mainRail(false);
        rig.loop.runFor(10_000 * MS);
        assertEquals(ProcessorState.OFF, rig.card.state());
        rig.card.mainRail(true);
        assertEquals(0, rig.read(Register.BOOT_FAILS));
    }
}
