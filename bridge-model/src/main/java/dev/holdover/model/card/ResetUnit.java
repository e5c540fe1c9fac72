package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.time.Scheduler;

/** Holds the embedded processor in reset and lets it go again, with what that means for the card around it. */
final class ResetUnit {
    private final CardConfig config;
    private final Bridge bridge;
    private final Scheduler clock;
    private final int kind;
    private final WatchdogTimer watchdog;
    private final ProcessorCore processor;
    private final BootFlash flash;
    private final BootMonitor boots;
    private long generation;

    /** @param kind the event by which {@link #released} is called */
    ResetUnit(
            CardConfig config,
            Bridge bridge,
            Scheduler clock,
            int kind,
            WatchdogTimer watchdog,
            ProcessorCore processor,
            BootFlash flash) {
        this.config = config;
        this.bridge = bridge;
        this.clock = clock;
        this.kind = kind;
        this.watchdog = watchdog;
        this.processor = processor;
        this.flash = flash;
        this.boots = new BootMonitor(bridge, config.resetNs());
    }

    /** RESET_CAUSE tells of {@code cause} too. */
    void note(Field cause) {
        bridge.poke(Register.RESET_CAUSE, bridge.peek(Register.RESET_CAUSE, Side.CARD) | cause.mask());
    }

    /** The firmware says that its boot is good. */
    void bootConfirmed() {
        boots.confirmed();
    }

    /** Power came on: nothing is known of earlier boots. */
    void powerOn() {
        boots.powerOn();
    }

    /**
     * The processor loses its state and is held. Whoever calls it unwinds the processor at the end.
     *
     * @param power whether there is power to release it again
     */
    void hold(boolean power) {
        processor.halt(ProcessorState.RESET);
        watchdog.reset();
        flash.hold();
        bridge.poke(Register.BOOT_STATE, 0);
        bridge.poke(Register.PROC_INT_CAUSE, 0);
        processor.timers().reset();
        if (!bridge.hostGateShut()) {
            bridge.shutCardGate();
        }
        bridge.interruptHost(Field.INT_BOOT);
        releaseLater(power);
    }

    /** The reset lasts its time from now on; without power it lasts until there is some. */
    void releaseLater(boolean power) {
        generation++;
        if (power) {
            clock.after(boots.reset(), kind, generation, 0);
        }
    }

    /** The time of a reset is over; {@code ofGeneration} as it was given to the event. */
    void released(long ofGeneration) {
        if (ofGeneration == generation && processor.state() == ProcessorState.RESET) {
            flash.select(this::run, this::stay);
        }
    }

    private void run() {
        boots.begun();
        processor.release();
        if (config.bootWatchdogNs() > 0) {
            watchdog.start(config.bootWatchdogNs(), clock.nowNs());
        }
        processor.boot();
    }

    private void stay() {
        processor.halt(ProcessorState.HALTED);
        bridge.poke(Register.BOOT_STATE, BootState.HALTED.ordinal());
        bridge.interruptHost(Field.INT_BOOT);
    }

    /** The processor is switched off until {@link #hold}, and the gate shut. */
    void sleep() {
        processor.halt(ProcessorState.SLEEPING);
        flash.hold();
        watchdog.reset();
        processor.timers().reset();
        generation++;
        bridge.shutCardGate();
    }

    /** No rail carries the processor any more. */
    void powerOff() {
        processor.halt(ProcessorState.OFF);
        flash.hold();
        watchdog.stop();
        generation++;
    }
}
