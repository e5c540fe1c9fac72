package dev.holdover.firmware;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/** Sets the watchdog and kicks it; the first kick of a firmware that serves confirms its boot. */
final class WatchdogKeeper {
    private final Hal hal;
    private final FirmwareConfig config;
    private boolean bootConfirmed;
    private boolean letFire;

    WatchdogKeeper(Hal hal, FirmwareConfig config) {
        this.hal = hal;
        this.config = config;
    }

    /** The firmware boots: sets the times and locks them. */
    void start() {
        long halfUs = config.watchdogNs() / 2000;
        guarded(Register.WDT_TIMER1_US, halfUs);
        guarded(Register.WDT_TIMER2_US, halfUs);
        guarded(Register.WDT_WINDOW_US, halfUs / 4);
        guarded(Register.WDT_CTRL, Field.WDT_ENABLE.mask() | Field.WDT_LOCK.mask());
        hal.arm(Timer.WATCHDOG, 0, hal.nowNs() + config.watchdogNs() / 4);
    }

    /** Kicks it no more: it resets the processor. */
    void letFire() {
        letFire = true;
    }

    /** WATCHDOG is due. */
    void kick(boolean running) {
        if (letFire) {
            return;
        }
        guarded(Register.WDT_RELOAD, 1);
        if (running && !bootConfirmed) {
            bootConfirmed = true;
            hal.write(Register.BOOT_CONFIRM, 1);
        }
        hal.arm(Timer.WATCHDOG, 0, hal.nowNs() + config.watchdogNs() / 4);
    }

    private void guarded(Register register, long value) {
        hal.write(Register.WDT_UNLOCK, 0x80);
        hal.write(Register.WDT_UNLOCK, 0x86);
        hal.write(register, value);
    }
}
