package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.time.Scheduler;

/**
 * The embedded processor: its state, its interrupt line, its timers, and the turns in which it executes its
 * firmware. Each turn runs to its end, unless the processor stops in the middle of it.
 */
final class ProcessorCore {
    private static final byte[] NO_FRAME = {};
    private static final long INTERRUPT_LATENCY_NS = 300;

    private final Bridge bridge;
    private final Scheduler scheduler;
    private final int interruptKind;
    private final CardTap tap;
    private final Processor firmware;
    private final Runnable machineCheck;
    private final Runnable stopped;
    private final DiskCompletions disks = new DiskCompletions();
    private final Timers timers;
    private final Uart uart;

    private ProcessorState state = ProcessorState.OFF;
    private boolean executing;
    private boolean interruptPending;

    private enum Entry {
        BOOT,
        INTERRUPT,
        TIMER,
        FRAME,
        DISK
    }

    /**
     * @param interruptKind the event by which the interrupt line is looked at
     * @param timerKind the event by which a timer is called; see {@link Timers}
     * @param stopped told when it is held in reset: what it had given to devices is dropped
     * @param machineCheck the firmware read a word that can't be corrected: it must be reset
     */
    ProcessorCore(
            Bridge bridge,
            Scheduler scheduler,
            int interruptKind,
            int timerKind,
            CardTap tap,
            Processor firmware,
            Runnable stopped,
            Runnable machineCheck) {
        this.bridge = bridge;
        this.scheduler = scheduler;
        this.interruptKind = interruptKind;
        this.tap = tap;
        this.firmware = firmware;
        this.uart = new Uart(bridge, scheduler, FailoverCard.UART, tap, this::characterInterrupt);
        this.stopped = stopped;
        this.machineCheck = machineCheck;
        this.timers = new Timers(scheduler, timerKind, FailoverCard.TIMERS);
    }

    ProcessorState state() {
        return state;
    }

    /** Whether the firmware is in the middle of a turn right now. */
    boolean executing() {
        return executing;
    }

    Timers timers() {
        return timers;
    }

    Uart uart() {
        return uart;
    }

    private void characterInterrupt() {
        long causes = bridge.peek(Register.PROC_INT_CAUSE, Side.CARD);
        bridge.poke(Register.PROC_INT_CAUSE, causes | Field.PROC_UART.mask());
        raiseInterrupt();
    }

    /** The interrupt line was raised: the firmware is called, if it runs, a little later. */
    void raiseInterrupt() {
        if (!interruptPending && state == ProcessorState.RUNNING) {
            interruptPending = true;
            scheduler.after(INTERRUPT_LATENCY_NS, interruptKind, 0, 0);
        }
    }

    void interrupt() {
        interruptPending = false;
        takeDisks();
        if (state == ProcessorState.RUNNING && bridge.peek(Register.PROC_INT_CAUSE, Side.CARD) != 0) {
            turn(Entry.INTERRUPT, 0, NO_FRAME, 0, 0);
        }
    }

    void timer(int id, long askedForNs) {
        if (!timers.due(id, askedForNs, scheduler.nowNs())) {
            return;
        }
        if (state == ProcessorState.HUNG) {
            timers.miss(id);
        } else if (state == ProcessorState.RUNNING) {
            turn(Entry.TIMER, id, NO_FRAME, 0, 0);
        }
    }

    void frame(int port, byte[] frame, int at, int length) {
        if (state == ProcessorState.RUNNING) {
            turn(Entry.FRAME, port, frame, at, length);
        }
    }

    /** A command that the firmware gave to a disk has ended. */
    void disk(int slot, int tag, DiskStatus status) {
        if (state != ProcessorState.RUNNING && state != ProcessorState.HUNG) {
            return;
        }
        disks.add(slot, tag, status);
        if (executing) {
            raiseInterrupt();
        } else {
            takeDisks();
        }
    }

    private void takeDisks() {
        while (state == ProcessorState.RUNNING && disks.next()) {
            turn(Entry.DISK, 0, NO_FRAME, 0, 0);
        }
    }

    /** Reset is released; {@link #boot} must follow. */
    void release() {
        uart.release();
        enter(ProcessorState.RUNNING);
    }

    void boot() {
        turn(Entry.BOOT, 0, NO_FRAME, 0, 0);
        raiseInterrupt();
    }

    /** Stops executing and loses its state, for {@code next}. Whoever calls it calls {@link #unwind} at the end. */
    void halt(ProcessorState next) {
        firmware.stop();
        disks.clear();
        stopped.run();
        uart.hold();
        enter(next);
    }

    /** Ends the turn in whose middle the processor was stopped. */
    void unwind() {
        if (executing) {
            throw new Processor.Stopped();
        }
    }

    /** The firmware traps. */
    void crash() {
        if (state == ProcessorState.RUNNING || state == ProcessorState.HUNG) {
            enter(ProcessorState.CRASHED);
            firmware.stop();
            unwind();
        }
    }

    /** Executes nothing from now on, but keeps its state. */
    void hang() {
        if (state == ProcessorState.RUNNING) {
            enter(ProcessorState.HUNG);
        }
    }

    /** Hung, it goes on where it was, with what it missed. */
    void resume() {
        if (state == ProcessorState.HUNG) {
            enter(ProcessorState.RUNNING);
            raiseInterrupt();
            timers.catchUp();
        }
    }

    private void turn(Entry entry, int number, byte[] frame, int at, int length) {
        assert !executing : "the processor does one thing at a time";
        executing = true;
        long nowNs = scheduler.nowNs();
        try {
            switch (entry) {
                case BOOT -> firmware.boot(nowNs);
                case INTERRUPT -> firmware.interrupt(nowNs);
                case TIMER -> firmware.timer(number, nowNs);
                case FRAME -> firmware.frame(number, frame, at, length, nowNs);
                case DISK -> firmware.disk(disks.slot(), disks.tag(), disks.status(), nowNs);
            }
        } catch (Processor.Stopped stopped) {
            assert state != ProcessorState.RUNNING;
        } catch (UncorrectableError error) {
            // The firmware does not survive a read that gave nothing: it begins anew, and finds the address in the log.
            executing = false;
            machineCheck.run();
        } finally {
            executing = false;
        }
    }

    private void enter(ProcessorState next) {
        state = next;
        tap.processor(next);
    }
}
