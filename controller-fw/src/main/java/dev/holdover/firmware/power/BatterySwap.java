package dev.holdover.firmware.power;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/**
 * A battery that an operator replaces. Its energy is promised to nobody from the announcement on, so that nothing
 * rests on it when it goes.
 *
 * <pre>
 * NONE -> LEFT_OUT       announced
 * LEFT_OUT -> FREE       the other one suffices for all that is not sent: it may be pulled
 * LEFT_OUT, FREE -> GONE it was pulled
 * GONE -> NONE           it, or a new one, is in its place: counted again
 * LEFT_OUT, FREE -> NONE the operator thinks better of it
 * </pre>
 *
 * The announcement stands in a register, and so outlives resets of the processor: the firmware that follows begins at
 * LEFT_OUT. It is forgotten with all power, when no battery carries anything.
 */
public final class BatterySwap {
    private static final int NO_BATTERY = -1;

    private enum State {
        NONE,
        LEFT_OUT,
        FREE,
        GONE
    }

    private final Hal hal;
    private final EnergyBudget energy;
    private State state = State.NONE;
    private int battery = NO_BATTERY;

    public BatterySwap(Hal hal, EnergyBudget energy) {
        this.hal = hal;
        this.energy = energy;
        long announced = Field.OPERATOR_BATTERY.get(hal.read(Register.OPERATOR));
        if (announced != 0) {
            leaveOut(Long.numberOfTrailingZeros(announced));
        }
    }

    /** Whether one is under way. */
    public boolean active() {
        return state != State.NONE;
    }

    /** Which battery is being replaced, -1: none. */
    public int battery() {
        return battery;
    }

    /** Whether it may be pulled now, or is gone. */
    public boolean free() {
        return state == State.FREE || state == State.GONE;
    }

    /** Battery {@code which} is about to be pulled: it counts for nothing from now on. */
    public void announce(int which) {
        remember(1L << which);
        leaveOut(which);
        hal.journal(Notice.BATTERY_LEFT_OUT, 0, which, energy.certainMj());
    }

    private void leaveOut(int which) {
        battery = which;
        state = State.LEFT_OUT;
        energy.leaveOut(which);
    }

    private void remember(long announced) {
        hal.write(Register.OPERATOR, Field.OPERATOR_BATTERY.set(hal.read(Register.OPERATOR), announced));
    }

    /** It stays after all. */
    public void recall() {
        hal.journal(Notice.BATTERY_COUNTED, 0, battery, 0);
        remember(0);
        state = State.NONE;
        battery = NO_BATTERY;
        energy.leaveOut(NO_BATTERY);
    }

    /**
     * A heartbeat period has passed.
     *
     * @param unsavedBytes what would have to be sent if the mains failed now
     * @return whether there is something to tell
     */
    public boolean tick(long unsavedBytes) {
        if (state == State.NONE) {
            return false;
        }
        boolean present = Field.CELL_PRESENT.in(hal.read(Register.CELL_STATUS, battery));
        if (state == State.GONE) {
            if (present) {
                recall();
            }
            return present;
        }
        if (!present) {
            state = State.GONE;
        } else if (state == State.LEFT_OUT && energy.covers(unsavedBytes)) {
            state = State.FREE;
            hal.journal(Notice.BATTERY_MAY_BE_PULLED, 0, battery, energy.certainMj());
            return true;
        }
        return false;
    }
}
