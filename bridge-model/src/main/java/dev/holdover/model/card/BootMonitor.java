package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Register;

/**
 * Watches whether boots come to anything. A boot that is not confirmed before the next reset has failed;
 * each one in a row doubles the time for which the processor is held in reset, up to 64 times, so that a
 * firmware which traps at every boot leaves battery and bus in peace. BOOT_FAILS tells the host.
 */
final class BootMonitor {
    private static final int MOST_DOUBLINGS = 6;

    private final Bridge bridge;
    private final long resetNs;
    private long fails;
    private boolean unconfirmed;

    /** @param resetNs how long a reset lasts when the last boot was good */
    BootMonitor(Bridge bridge, long resetNs) {
        this.bridge = bridge;
        this.resetNs = resetNs;
    }

    /** Power came on: nothing is known of earlier boots. */
    void powerOn() {
        unconfirmed = false;
    }

    /** The processor is held in reset; gives for how long, in nanoseconds. */
    long reset() {
        fails = unconfirmed ? fails + 1 : 0;
        unconfirmed = false;
        publish();
        return resetNs << Math.min(fails, MOST_DOUBLINGS);
    }

    /** Reset was released. */
    void begun() {
        unconfirmed = true;
    }

    /** The firmware wrote BOOT_CONFIRM. */
    void confirmed() {
        unconfirmed = false;
        fails = 0;
        publish();
    }

    private void publish() {
        bridge.poke(Register.BOOT_FAILS, fails);
    }
}
