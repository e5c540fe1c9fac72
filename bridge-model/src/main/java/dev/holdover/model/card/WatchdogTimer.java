package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.time.Scheduler;

/** Lets the {@link Watchdog} fire: wakes at the end of each stage, and does what that stage is for. */
final class WatchdogTimer {
    private final Watchdog watchdog;
    private final Scheduler scheduler;
    private final int kind;
    private final CardTap tap;
    private final Runnable interrupt;
    private final Runnable reset;

    private long generation;
    private boolean stage1;
    /** When it looks at its deadline next; a later deadline waits for that, an earlier one does not. */
    private long wakesNs = Long.MAX_VALUE;

    /**
     * @param kind the event by which it wakes
     * @param interrupt stage 1: what it does to the processor
     * @param reset stage 2, or a reload before its window opened: the same
     */
    WatchdogTimer(Bridge bridge, Scheduler scheduler, int kind, CardTap tap, Runnable interrupt, Runnable reset) {
        this.watchdog = new Watchdog(bridge);
        this.scheduler = scheduler;
        this.kind = kind;
        this.tap = tap;
        this.interrupt = interrupt;
        this.reset = reset;
    }

    /** The processor is held in reset, or asleep: nothing is watched until it runs again. */
    void reset() {
        watchdog.reset();
        wakesNs = Long.MAX_VALUE;
        stage1 = false;
        stop();
    }

    /** Power is gone: nothing fires any more. */
    void stop() {
        generation++;
    }

    /** Starts by itself; see {@link Watchdog#start}. */
    void start(long stageNs, long nowNs) {
        watchdog.start(stageNs, nowNs);
        wake(watchdog.stage1Ns());
    }

    /** The firmware wrote one of the registers. */
    void written(Register register, long value) {
        if (watchdog.written(register, value, scheduler.nowNs())) {
            stage1 = false;
        }
        if (watchdog.early()) {
            watchdog.fired(Field.WDT_EARLY);
            tap.watchdog(0);
            reset.run();
        } else if (watchdog.enabled()) {
            long dueNs = Math.max(scheduler.nowNs(), stage1 ? watchdog.stage2Ns() : watchdog.stage1Ns());
            if (dueNs < wakesNs) {
                wake(dueNs);
            }
        }
    }

    /** It wakes, as asked for in {@code itsGeneration}. */
    void tick(long itsGeneration, long askedForNs, long nowNs) {
        if (itsGeneration != generation || askedForNs != wakesNs) {
            return;
        }
        wakesNs = Long.MAX_VALUE;
        if (!watchdog.enabled()) {
            return;
        }
        if (nowNs < watchdog.stage1Ns()) {
            wake(watchdog.stage1Ns());
        } else if (!stage1) {
            stage1 = true;
            watchdog.fired(Field.WDT_STAGE1);
            tap.watchdog(1);
            interrupt.run();
            wake(watchdog.stage2Ns());
        } else if (nowNs < watchdog.stage2Ns()) {
            wake(watchdog.stage2Ns());
        } else {
            watchdog.fired(Field.WDT_TIMED_OUT);
            tap.watchdog(2);
            reset.run();
        }
    }

    private void wake(long atNs) {
        wakesNs = atNs;
        scheduler.at(atNs, kind, generation, atNs);
    }
}
