package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;

/**
 * The processor's watchdog, in two stages as in Intel's 6300ESB: after TIMER1 an interrupt, after a
 * further TIMER2 a reset (claim 16). Each write to its registers must follow 0x80, 0x86 to
 * WDT_UNLOCK; LOCK keeps enable and timers as they are until the next reset.
 *
 * <p>With WDT_WINDOW_US it is a window watchdog, as in STM32's WWDG: a reload that comes too early is no
 * sign of life but of a loop that runs wild, and resets the processor at once. The hardware itself starts
 * it when reset is released, so that a firmware which never comes as far as starting it is reset too.
 */
final class Watchdog {
    private static final long UNLOCK_FIRST = 0x80;
    private static final long UNLOCK_SECOND = 0x86;

    private final Bridge bridge;
    private int unlockStep;
    private long timer1Us;
    private long timer2Us;
    private long windowUs;
    private long control;
    private long startedNs;
    private boolean early;

    Watchdog(Bridge bridge) {
        this.bridge = bridge;
    }

    void reset() {
        unlockStep = 0;
        timer1Us = 0;
        timer2Us = 0;
        windowUs = 0;
        control = 0;
        early = false;
        publish();
    }

    /** Runs from {@code nowNs} on, both stages {@code stageNs} long, until the firmware sets it up. */
    void start(long stageNs, long nowNs) {
        timer1Us = stageNs / 1000;
        timer2Us = stageNs / 1000;
        control = Field.WDT_ENABLE.mask();
        startedNs = nowNs;
        publish();
    }

    /**
     * The firmware wrote one of the registers.
     *
     * @return whether both stages begin anew
     */
    boolean written(Register register, long value, long nowNs) {
        if (register == Register.WDT_UNLOCK) {
            unlockStep = value == UNLOCK_FIRST ? 1 : unlockStep == 1 && value == UNLOCK_SECOND ? 2 : 0;
            return false;
        }
        if (register == Register.WDT_STATUS) {
            return false;
        }
        boolean unlocked = unlockStep == 2;
        unlockStep = 0;
        boolean restarted = unlocked && accept(register, value, nowNs);
        publish();
        return restarted;
    }

    private boolean accept(Register register, long value, long nowNs) {
        boolean locked = Field.WDT_LOCK.in(control);
        switch (register) {
            case WDT_RELOAD -> {
                early = enabled() && nowNs < startedNs + windowUs * 1000;
                startedNs = nowNs;
                return true;
            }
            case WDT_TIMER1_US -> timer1Us = locked ? timer1Us : value;
            case WDT_TIMER2_US -> timer2Us = locked ? timer2Us : value;
            case WDT_WINDOW_US -> windowUs = locked ? windowUs : value;
            case WDT_CTRL -> {
                if (!locked) {
                    control = value;
                    startedNs = nowNs;
                    return true;
                }
            }
            default -> throw new IllegalArgumentException(register.name());
        }
        return false;
    }

    boolean enabled() {
        return Field.WDT_ENABLE.in(control);
    }

    /** Whether the last reload came before its window opened. */
    boolean early() {
        return early;
    }

    long stage1Ns() {
        return startedNs + timer1Us * 1000;
    }

    long stage2Ns() {
        return stage1Ns() + timer2Us * 1000;
    }

    /** Notes in WDT_STATUS that {@code stage} fired. */
    void fired(Field stage) {
        bridge.poke(Register.WDT_STATUS, bridge.peek(Register.WDT_STATUS, Side.CARD) | stage.mask());
    }

    /** The registers show what is in force, not what was written in vain. */
    private void publish() {
        bridge.poke(Register.WDT_TIMER1_US, timer1Us);
        bridge.poke(Register.WDT_TIMER2_US, timer2Us);
        bridge.poke(Register.WDT_WINDOW_US, windowUs);
        bridge.poke(Register.WDT_CTRL, control);
    }
}
