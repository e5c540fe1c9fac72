package dev.holdover.harness.world;

/** What is wrong with a card's firmware that its hardware does not know of. A reset cures all but a bad boot. */
public final class Ailments {
    private long trapsAtBoot;
    private boolean starved;
    private boolean kicksTwice;

    /** The next {@code times} boots trap at their first instruction. */
    public void trapAtBoot(long times) {
        trapsAtBoot = times;
    }

    /** The task that kicks the watchdog does not run; all others do. */
    void starve(boolean now) {
        starved = now;
    }

    /** The next kick of the watchdog is followed by another one. */
    void kickTwice() {
        kicksTwice = true;
    }

    /** The firmware begins anew; says whether it traps. */
    boolean boots() {
        starved = false;
        kicksTwice = false;
        if (trapsAtBoot == 0) {
            return false;
        }
        trapsAtBoot--;
        return true;
    }

    /** The watchdog is to be kicked; says how often it will be. */
    int kicks() {
        int kicks = starved ? 0 : kicksTwice ? 2 : 1;
        kicksTwice = false;
        return kicks;
    }
}
