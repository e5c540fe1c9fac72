package dev.holdover.harness.report.history;

import dev.holdover.driver.core.DriverState;
import dev.holdover.harness.world.HostState;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Role;
import java.util.Locale;

/** A state as a span shows it. */
record State(String value, Tone tone) {
    static final State NO_POWER = new State("no power", Tone.OFF);
    static final State UP = new State("up", Tone.GOOD);
    static final State DOWN = new State("down", Tone.BAD);

    static State of(HostState state) {
        Tone tone = switch (state) {
            case OFF -> Tone.OFF;
            case BOOTING -> Tone.BUSY;
            case RUNNING -> Tone.GOOD;
            case HUNG, CRASHED -> Tone.BAD;
        };
        return new State(word(state), tone);
    }

    static State of(DriverState state) {
        Tone tone = switch (state) {
            case ABSENT -> Tone.OFF;
            case WAITING, PROVING -> Tone.BUSY;
            case UP -> Tone.GOOD;
            case DEGRADED -> Tone.WARN;
        };
        return new State(word(state), tone);
    }

    static State of(ProcessorState state) {
        Tone tone = switch (state) {
            case OFF, SLEEPING -> Tone.OFF;
            case RESET -> Tone.BUSY;
            case RUNNING -> Tone.GOOD;
            case HALTED, HUNG, CRASHED -> Tone.BAD;
        };
        return new State(word(state), tone);
    }

    static State of(Role role, long epoch) {
        Tone tone = switch (role) {
            case ACTIVE -> Tone.OWNER;
            case BACKUP_SYNC, WITNESS -> Tone.GOOD;
            case RECOVER, GATED, DRAINING, DRAINED, CATCHUP, CLAIMING, REPLAYING, RETURNING -> Tone.BUSY;
            case STALE, SUPERSEDED -> Tone.WARN;
            case FORKED -> Tone.BAD;
            case BOOT -> Tone.OFF;
        };
        return new State(epoch > 0 ? word(role) + ", epoch " + epoch : word(role), tone);
    }

    /** Which gates stand open: the card's shuts the host out, the host's shuts the firmware out. */
    static State gates(boolean cardGateShut, boolean hostGateShut) {
        if (cardGateShut) {
            return hostGateShut ? new State("both shut", Tone.BAD) : new State("host shut out", Tone.WARN);
        }
        return hostGateShut ? new State("firmware shut out", Tone.WARN) : new State("open", Tone.OWNER);
    }

    static State rails(boolean main, boolean battery) {
        if (main) {
            return new State("main", Tone.GOOD);
        }
        return battery ? new State("battery", Tone.WARN) : NO_POWER;
    }

    static State works(boolean works) {
        return works ? UP : DOWN;
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
