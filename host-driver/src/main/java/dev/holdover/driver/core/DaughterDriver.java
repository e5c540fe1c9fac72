package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.DaughterRegister;

/** What the drivers of all daughter cards do: they follow their slot, and set the card up when it is theirs again. */
abstract class DaughterDriver {
    private enum State {
        IDLE,
        READY,
        GONE
    }

    private final int slot;
    private final Region bar;
    private State state = State.IDLE;
    private long nowNs;
    private boolean silent;
    private boolean known;

    DaughterDriver(int slot, DeviceAccess device) {
        this.slot = slot;
        this.bar = device.bar(Bar.DAUGHTER);
    }

    /** Whether what is in the slot is set up, and takes what it is given now. */
    public final boolean ready() {
        return state == State.READY;
    }

    final long nowNs() {
        return nowNs;
    }

    /** Time has passed; {@code there}: the slot is ours and the card says that what is in it answers. */
    final void step(boolean there, boolean ours, long now) {
        nowNs = now;
        if (!ours) {
            stop();
            known = false;
        } else if (!there) {
            leave();
        } else if (ready()) {
            look();
            if (silent) {
                stop();
            }
        }
        if (there && !ready() && setUp()) {
            state = State.READY;
            silent = false;
            known = true;
            started();
        }
        if (ready()) {
            stepped();
        }
    }

    /** The card interrupts: perhaps for this one. True: nothing answered, and its slot is to be looked at. */
    final boolean interrupted(long now) {
        nowNs = now;
        if (ready()) {
            serve();
        }
        return silent && ready();
    }

    /** The card or the slot is not to be reached any more. */
    final void stop() {
        if (ready()) {
            state = State.IDLE;
            lost(false);
        }
    }

    private void leave() {
        boolean tell = known;
        known = false;
        if (ready()) {
            state = State.GONE;
            lost(true);
        }
        if (tell) {
            gone();
        }
    }

    /** It does not answer, or it does: a look at the slot tells whether it is gone, or the gate is shut. */
    final void silent(boolean now) {
        silent = now;
    }

    /** Time has passed for {@code nowNs}; something may have happened that no period tells of. */
    final void now(long now) {
        nowNs = now;
    }

    final long read(DaughterRegister register) {
        long offset = register.offset(slot);
        return register.width() == 4 ? bar.read32(offset) & CardRegisters.ALL_ONES : bar.read64(offset);
    }

    final void write(DaughterRegister register, long value) {
        if (register.width() == 4) {
            bar.write32(register.offset(slot), (int) value);
        } else {
            bar.write64(register.offset(slot), value);
        }
    }

    /** Sets it up; says false if it does not answer or can't be used. */
    abstract boolean setUp();

    /** It has been set up. */
    abstract void started();

    /** Looks at all that may have happened, and whether it answers. */
    abstract void look();

    /** It may have interrupted. */
    abstract void serve();

    /** It is ready, and a period has passed. */
    void stepped() {}

    /** What was under way ends; {@code gone}: it was taken away, or is dead. */
    abstract void lost(boolean gone);

    /** What was ready once is not there any more. */
    abstract void gone();
}
