package dev.holdover.firmware.health;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;

/**
 * Is the host alive?
 *
 * <pre>
 * UNPROVEN -> ALIVE     it proved itself: its gate was opened
 * ALIVE    -> FAILED    power-good fell; it said so; or its heartbeat stopped
 * FAILED   -> ALIVE     it proved itself again, or a peer vouched for it
 * </pre>
 *
 * The ladder is climbed from the surest sign to the weakest: power-good, the host's own word,
 * heartbeats, the processes that the driver watches. A link to a peer that is down is no sign at all.
 */
public final class HostHealth {
    /** Told when the host has failed. */
    @FunctionalInterface
    public interface Listener {
        void hostFailed(FailureCause cause);

        /** The process that serves {@code slot} is silent, or no longer. */
        default void process(int slot, boolean silent) {}

        /** Whether the personality of {@code slot} can leave for another card now. */
        default boolean mayLeave(int slot) {
            return false;
        }
    }

    private enum State {
        UNPROVEN,
        ALIVE,
        FAILED
    }

    private final Hal hal;
    private final FirmwareConfig config;
    private final Listener listener;
    private State state = State.UNPROVEN;
    private final long[] processBeatNs = new long[NvramLayout.MAX_SLOTS];
    private long lastHeartbeatNs;
    private long watched;
    private long silent;

    public HostHealth(Hal hal, FirmwareConfig config, Listener listener) {
        this.hal = hal;
        this.config = config;
        this.listener = listener;
    }

    /** The host proved itself, or somebody vouched for it: from now on its heartbeat is expected. */
    public void trust() {
        state = State.ALIVE;
        lastHeartbeatNs = hal.nowNs();
        watched = 0;
        hal.arm(Timer.HOST_DEADLINE, 0, lastHeartbeatNs + config.silenceNs());
    }

    /** The host owned a personality when this card went down: it must show itself in time. */
    public void expect() {
        trust();
    }

    public boolean alive() {
        return state == State.ALIVE;
    }

    public boolean failed() {
        return state == State.FAILED;
    }

    public void heartbeat() {
        lastHeartbeatNs = hal.nowNs();
        if (state == State.ALIVE) {
            processes(hal.read(Register.PROCESS_STATUS));
        }
    }

    private void processes(long status) {
        long nowWatched = Field.PROCESS_WATCHED.get(status);
        long heard = Field.PROCESS_ALIVE.get(status) | nowWatched & ~watched;
        watched = nowWatched;
        for (int slot = 0; slot < processBeatNs.length && (watched | silent) != 0; slot++) {
            long bit = 1L << slot;
            processBeatNs[slot] = (heard & bit) != 0 ? lastHeartbeatNs : processBeatNs[slot];
            boolean late = (watched & bit) != 0 && lastHeartbeatNs - processBeatNs[slot] >= config.silenceNs();
            if (late != ((silent & bit) != 0)) {
                silent ^= bit;
                listener.process(slot, late);
            }
            if (late && listener.mayLeave(slot)) {
                fail(FailureCause.PROCESS_LOST);
                return;
            }
        }
    }

    /** A rail changed. */
    public void powerChanged() {
        if (!Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS))) {
            fail(FailureCause.POWER_LOST);
        }
    }

    /** The panic mailbox was written. */
    public void told() {
        long said = hal.read(Register.PANIC);
        hal.write(Register.PANIC, said);
        if (Field.PANIC_SHUTDOWN.in(said)) {
            fail(FailureCause.TOLD_SHUTDOWN);
        } else if (Field.PANIC_PANICKED.in(said)) {
            fail(FailureCause.PANICKED);
        }
    }

    /** An operator says that it must not go on; says whether it was trusted until now. */
    public boolean distrusted() {
        boolean was = state == State.ALIVE;
        fail(FailureCause.OPERATOR);
        return was;
    }

    /** HOST_DEADLINE is due. */
    public void deadline() {
        if (state != State.ALIVE) {
            return;
        }
        if (Field.PROC_HEARTBEAT.in(hal.read(Register.PROC_INT_CAUSE))) {
            // This processor may have stood still: what the host said meanwhile waits behind the timer.
            lastHeartbeatNs = hal.nowNs();
        }
        long dueNs = lastHeartbeatNs + config.silenceNs();
        if (hal.nowNs() >= dueNs) {
            fail(FailureCause.HEARTBEAT_LOST);
        } else {
            hal.arm(Timer.HOST_DEADLINE, 0, dueNs);
        }
    }

    public long stateHash() {
        return (state.ordinal() * 31L + lastHeartbeatNs) * 31 + watched + (silent << 8);
    }

    private void fail(FailureCause cause) {
        if (state == State.ALIVE) {
            state = State.FAILED;
            hal.disarm(Timer.HOST_DEADLINE, 0);
            hal.journal(Notice.HOST_FAILED, 0, cause.ordinal(), 0);
            listener.hostFailed(cause);
        }
    }
}
