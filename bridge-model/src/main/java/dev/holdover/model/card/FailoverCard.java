package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.BridgeListener;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.power.EnergySource;
import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.function.Consumer;

/**
 * The NVRAM fail-over controller as hardware, wired (claim 1): what the host reaches through its
 * link, what the firmware reaches through {@link #read}, {@link #write} and {@link #nvram}, and what
 * the world does to it: rails, frames, crashes.
 */
public final class FailoverCard implements Component, BridgeListener {
    /** Number of timers that the firmware has. */
    public static final int TIMERS = 128;

    private static final int INTERRUPT = 0;
    private static final int RESET_RELEASED = 1;
    private static final int WATCHDOG = 2;
    private static final int BATTERY = 3;
    private static final int TIMER = 4;
    private static final int HOST_GATE_DEADLINE = 5;
    private static final int SCRUB = 6;
    private static final int LEASE = 7;
    private static final int FRAME = 8;
    private static final byte[] NO_FRAME = {};

    private static final long INTERRUPT_LATENCY_NS = 300;

    private final CardConfig config;
    private final Scheduler scheduler;
    private final CardTap tap;
    private final Lan lan;
    private final Nvram nvram;
    private final Bridge bridge;
    private final Watchdog watchdog;
    private final BootMonitor boots;
    private final EnergySource battery;
    private final EnergyBlock energy;
    private final EccBlock ecc;
    private final CardNvram cardNvram;
    private final Leases leases;
    private final Timers timers;
    private final PcieLink link;
    private final Processor processor;

    private ProcessorState state = ProcessorState.OFF;
    private boolean mainRail;
    private boolean inProcessor;
    private boolean interruptPending;
    /** When the watchdog looks at its deadline next; a later deadline waits for that, an earlier one does not. */
    private long watchdogWakesNs = Long.MAX_VALUE;

    private boolean watchdogStage1;
    private long resetGeneration;
    private long batteryGeneration;
    private long lastHeartbeatNs;
    private long poweredAtNs;

    /** Makes what sits on the card's far side of the wiring, given the card itself. */
    @FunctionalInterface
    public interface Wiring<T> {
        T of(FailoverCard card);
    }

    /**
     * @param lan what the card's own ports are plugged into
     * @param toHost makes the link to the host, which the card's bridge completes
     * @param embedded makes the processor with its firmware; it must not touch the card yet
     */
    public FailoverCard(
            CardConfig config,
            Scheduler scheduler,
            Lan lan,
            CardTap tap,
            Wiring<PcieLink> toHost,
            Wiring<Processor> embedded) {
        this.config = config;
        this.scheduler = scheduler;
        this.tap = tap;
        this.lan = lan;
        NvramLayout layout = config.layout();
        this.nvram = new Nvram((int) layout.totalBytes(), tap);
        this.timers = new Timers(scheduler, TIMER, TIMERS);
        this.bridge = new Bridge(nvram, layout, this);
        this.watchdog = new Watchdog(bridge);
        this.boots = new BootMonitor(bridge, config.resetNs());
        this.battery = new EnergySource(config.batteryMj(), config.chargeMw(), config.loadMw());
        this.energy = new EnergyBlock(bridge, battery, config);
        this.ecc = new EccBlock(bridge, nvram, tap, scheduler, SCRUB, this::uncorrectable);
        this.cardNvram = new CardNvram(nvram, bridge);
        this.leases = new Leases(scheduler, LEASE, bridge);
        this.link = toHost.of(this);
        this.processor = embedded.of(this);
    }

    /** The bridge, which completes the host's transactions. */
    public Bridge bridge() {
        return bridge;
    }

    /** The link that its slot gives it to the host. */
    public PcieLink link() {
        return link;
    }

    public long nowNs() {
        return scheduler.nowNs();
    }

    /** The memory itself, without gates: for provisioning and for oracles. */
    public Nvram memory() {
        return nvram;
    }

    public NvramLayout layout() {
        return config.layout();
    }

    public ProcessorState state() {
        return state;
    }

    public boolean mainRail() {
        return mainRail;
    }

    /** Whether the firmware is in the middle of something right now, as between two of its stores. */
    public boolean executing() {
        return inProcessor;
    }

    /** Whether any rail carries the card. */
    public boolean powered() {
        return state != ProcessorState.OFF;
    }

    // What the firmware reaches.

    public long read(Register register, int n) {
        return bridge.cardRead(register, n);
    }

    public void write(Register register, int n, long value) {
        bridge.cardWrite(register, n, value);
    }

    /** The NVRAM from the processor's side, behind the host's gate. */
    public NvramAccess nvram() {
        return cardNvram;
    }

    /** Arms timer {@code id}; an earlier deadline of it is forgotten. */
    public void arm(int id, long atNs) {
        timers.arm(id, atNs);
    }

    public void disarm(int id) {
        timers.disarm(id);
    }

    /** Sends a frame from one of the card's own ports; see {@link Lan}. */
    public void transmit(int port, int toCard, byte[] frame, int at, int length) {
        lan.transmit(port, toCard, frame, at, length);
    }

    // What the world does.

    /** The main rail comes or goes. */
    public void mainRail(boolean good) {
        if (good == mainRail) {
            return;
        }
        long nowNs = scheduler.nowNs();
        mainRail = good;
        if (good) {
            battery.rest(nowNs);
        } else {
            battery.carry(config.loadMw(), nowNs);
        }
        batteryGeneration++;
        boolean alive = good || !battery.empty(nowNs);
        tap.rails(good, alive && !good);
        if (!alive) {
            powerOff();
        } else if (!powered()) {
            powerOn(nowNs);
        } else if (state == ProcessorState.SLEEPING) {
            reset(Field.CAUSE_WAKE);
        } else {
            if (!good) {
                expectBattery();
                bridge.releaseHostGate();
            }
            processorInterrupt(Field.PROC_POWER);
            bridge.interruptHost(Field.INT_ENERGY);
        }
    }

    /** The main rail sags below what the regulators need, and recovers: the processor starts anew. */
    public void brownOut() {
        if (mainRail && state != ProcessorState.OFF) {
            reset(Field.CAUSE_BROWN_OUT);
        }
    }

    /** Does something to the batteries, and lets the card feel it. */
    public void batteries(Consumer<EnergySource> what) {
        what.accept(battery);
        sourceChanged();
    }

    private void sourceChanged() {
        if (!powered()) {
            return;
        }
        long nowNs = scheduler.nowNs();
        batteryGeneration++;
        if (!mainRail && battery.empty(nowNs)) {
            tap.rails(false, false);
            powerOff();
            return;
        }
        expectBattery();
        processorInterrupt(Field.PROC_POWER);
        bridge.interruptHost(Field.INT_ENERGY);
    }

    private void expectBattery() {
        long nextNs = energy.nextChangeNs(scheduler.nowNs());
        if (nextNs != Long.MAX_VALUE) {
            scheduler.at(nextNs, BATTERY, batteryGeneration, 0);
        }
    }

    /** Processor and NIC are switched off, the NVRAM refreshes itself. */
    private void sleep() {
        if (mainRail || state != ProcessorState.RUNNING) {
            return;
        }
        processor.stop();
        enterState(ProcessorState.SLEEPING);
        watchdog.reset();
        watchdogWakesNs = Long.MAX_VALUE;
        watchdogStage1 = false;
        timers.reset();
        resetGeneration++;
        batteryGeneration++;
        bridge.shutCardGate();
        battery.carry(energy.sleepingMw(), scheduler.nowNs());
        expectBattery();
        unwind();
    }

    /** The PCIe link to the host comes or goes. */
    public void linkChanged(boolean up) {
        if (!powered()) {
            return;
        }
        bridge.poke(Register.LINK_STATUS, up ? Field.LINK_UP.mask() : Field.LINK_LOST.mask());
        if (!up) {
            bridge.note(Field.AER_SURPRISE_DOWN);
            bridge.releaseHostGate();
        }
        processorInterrupt(Field.PROC_LINK);
    }

    /** A frame arrives at an own port. */
    public void receive(int port, byte[] frame, int at, int length) {
        if (state == ProcessorState.RUNNING) {
            turn(FRAME, port, frame, at, length);
        }
    }

    /** The firmware traps; inside one of its own stores it is unwound from there. */
    public void crashProcessor() {
        if (state == ProcessorState.RUNNING || state == ProcessorState.HUNG) {
            enterState(ProcessorState.CRASHED);
            processor.stop();
            unwind();
        }
    }

    /** The processor stops executing but keeps its state. */
    public void hangProcessor() {
        if (state == ProcessorState.RUNNING) {
            enterState(ProcessorState.HUNG);
        }
    }

    /** A hung processor goes on where it was. */
    public void resumeProcessor() {
        if (state != ProcessorState.HUNG) {
            return;
        }
        enterState(ProcessorState.RUNNING);
        raiseInterrupt();
        timers.catchUp();
    }

    /** Flips bits of the NVRAM's word at {@code address}: a one for each data bit and each check bit. */
    public void flipBits(long address, long dataFlips, int checkFlips) {
        ecc.flip(address, dataFlips, checkFlips);
    }

    /** The patrol scrubber stands still, or goes on. */
    public void scrubberStuck(boolean stuck) {
        ecc.stuck(stuck);
    }

    /** Energy left, in millijoules. */
    public long chargeMj() {
        return battery.chargeMj(scheduler.nowNs());
    }

    // What the bridge sets off.

    @Override
    public void processorInterrupt(Field cause) {
        bridge.poke(Register.PROC_INT_CAUSE, bridge.peek(Register.PROC_INT_CAUSE, Side.CARD) | cause.mask());
        raiseInterrupt();
    }

    @Override
    public void processorReset() {
        reset(Field.CAUSE_SOFT);
    }

    @Override
    public void heartbeat() {
        lastHeartbeatNs = scheduler.nowNs();
        processorInterrupt(Field.PROC_HEARTBEAT);
    }

    @Override
    public void watchdogWritten(Register register, long value) {
        if (watchdog.written(register, value, scheduler.nowNs())) {
            watchdogStage1 = false;
        }
        if (watchdog.early()) {
            watchdog.fired(Field.WDT_EARLY);
            tap.watchdog(0);
            reset(Field.CAUSE_WATCHDOG);
        } else if (watchdog.enabled()) {
            long dueNs = Math.max(scheduler.nowNs(), watchdogStage1 ? watchdog.stage2Ns() : watchdog.stage1Ns());
            if (dueNs < watchdogWakesNs) {
                wakeWatchdog(dueNs);
            }
        }
    }

    @Override
    public void bootConfirmed() {
        boots.confirmed();
    }

    @Override
    public void leaseWritten(int window, long us) {
        leases.written(window, us);
        tap.lease(window, leases.untilNs(window));
    }

    @Override
    public boolean leaseExpired(int window) {
        return leases.expired(window);
    }

    @Override
    public void eccWritten(Register register, long value) {
        ecc.written(register, value);
    }

    @Override
    public void energyWritten(Register register, long value) {
        if (register == Register.POWER_CTRL && Field.POWER_SLEEP.in(value)) {
            sleep();
        } else if (register == Register.ES_TEST && energy.learn(value, scheduler.nowNs())) {
            sourceChanged();
        }
    }

    @Override
    public void gatesMoved() {
        int windows = 0;
        for (int window = 0; window < config.layout().slots(); window++) {
            windows |= bridge.windowOpen(window) ? 1 << window : 0;
        }
        tap.gates(bridge.cardGateShut(), bridge.hostGateShut(), windows);
        if (bridge.hostGateShut()) {
            scheduler.after(heartbeatLimitNs(), HOST_GATE_DEADLINE, 0, 0);
        }
    }

    @Override
    public void addressesMoved() {
        tap.addresses(bridge.armedAddresses());
    }

    @Override
    public void message(long address, int data) {
        link.message(address, data);
    }

    @Override
    public void refresh(Register register) {
        long nowNs = scheduler.nowNs();
        if (register == Register.UPTIME) {
            bridge.poke(register, (nowNs - poweredAtNs) / 1_000_000 & 0xffff_ffffL);
        } else if (register == Register.LEASE_US) {
            leases.refresh();
        } else {
            energy.refresh(register, mainRail, nowNs);
            ecc.refresh(register, nowNs);
        }
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        switch (kind) {
            case INTERRUPT -> interrupt();
            case RESET_RELEASED -> {
                if (a == resetGeneration && state == ProcessorState.RESET) {
                    boot(nowNs);
                }
            }
            case WATCHDOG -> {
                if (a == resetGeneration && b == watchdogWakesNs) {
                    watchdogTick(nowNs);
                }
            }
            case BATTERY -> {
                if (a == batteryGeneration) {
                    batteryTick(nowNs);
                }
            }
            case TIMER -> timer((int) a, b, nowNs);
            case HOST_GATE_DEADLINE -> hostGateTick(nowNs);
            case LEASE -> {
                if (leases.due((int) a, nowNs)) {
                    processorInterrupt(Field.PROC_LEASE);
                }
            }
            case SCRUB -> {
                if (powered()) {
                    ecc.scrub(a, nowNs);
                }
            }
            default -> throw new IllegalArgumentException("event " + kind);
        }
    }

    private void interrupt() {
        interruptPending = false;
        if (state != ProcessorState.RUNNING || bridge.peek(Register.PROC_INT_CAUSE, Side.CARD) == 0) {
            return;
        }
        turn(INTERRUPT, 0, NO_FRAME, 0, 0);
    }

    private void timer(int id, long askedForNs, long nowNs) {
        if (!timers.due(id, askedForNs, nowNs)) {
            return;
        }
        if (state == ProcessorState.HUNG) {
            timers.miss(id);
        }
        if (state != ProcessorState.RUNNING) {
            return;
        }
        turn(TIMER, id, NO_FRAME, 0, 0);
    }

    private void boot(long nowNs) {
        boots.begun();
        enterState(ProcessorState.RUNNING);
        if (config.bootWatchdogNs() > 0) {
            watchdog.start(config.bootWatchdogNs(), nowNs);
            wakeWatchdog(watchdog.stage1Ns());
        }
        turn(RESET_RELEASED, 0, NO_FRAME, 0, 0);
        raiseInterrupt();
    }

    /** The firmware runs to the end of one call, unless something stops it there. */
    private void turn(int why, int number, byte[] frame, int at, int length) {
        assert !inProcessor : "the processor does one thing at a time";
        inProcessor = true;
        long nowNs = scheduler.nowNs();
        try {
            switch (why) {
                case INTERRUPT -> processor.interrupt(nowNs);
                case TIMER -> processor.timer(number, nowNs);
                case FRAME -> processor.frame(number, frame, at, length, nowNs);
                default -> processor.boot(nowNs);
            }
        } catch (Processor.Stopped stopped) {
            assert state != ProcessorState.RUNNING;
        } catch (UncorrectableError error) {
            machineCheck();
        } finally {
            inProcessor = false;
        }
    }

    /** The firmware does not survive a read that gave nothing: it begins anew, and finds the address in the log. */
    private void machineCheck() {
        inProcessor = false;
        reset(Field.CAUSE_MACHINE_CHECK);
    }

    private void uncorrectable() {
        processorInterrupt(Field.PROC_ECC);
        bridge.interruptHost(Field.INT_ECC);
    }

    private void unwind() {
        if (inProcessor) {
            throw new Processor.Stopped();
        }
    }

    private void raiseInterrupt() {
        if (!interruptPending && state == ProcessorState.RUNNING) {
            interruptPending = true;
            scheduler.after(INTERRUPT_LATENCY_NS, INTERRUPT, 0, 0);
        }
    }

    private void watchdogTick(long nowNs) {
        watchdogWakesNs = Long.MAX_VALUE;
        if (!watchdog.enabled()) {
            return;
        }
        if (nowNs < watchdog.stage1Ns()) {
            wakeWatchdog(watchdog.stage1Ns());
        } else if (!watchdogStage1) {
            watchdogStage1 = true;
            watchdog.fired(Field.WDT_STAGE1);
            tap.watchdog(1);
            processorInterrupt(Field.PROC_WATCHDOG);
            wakeWatchdog(watchdog.stage2Ns());
        } else if (nowNs < watchdog.stage2Ns()) {
            wakeWatchdog(watchdog.stage2Ns());
        } else {
            watchdog.fired(Field.WDT_TIMED_OUT);
            tap.watchdog(2);
            reset(Field.CAUSE_WATCHDOG);
        }
    }

    private void wakeWatchdog(long atNs) {
        watchdogWakesNs = atNs;
        scheduler.at(atNs, WATCHDOG, resetGeneration, atNs);
    }

    private void batteryTick(long nowNs) {
        if (!mainRail && battery.empty(nowNs)) {
            tap.rails(false, false);
            powerOff();
        } else {
            processorInterrupt(Field.PROC_POWER);
            bridge.interruptHost(Field.INT_ENERGY);
            expectBattery();
        }
    }

    /** The host holds the NVRAM only as long as it shows that it lives. */
    private void hostGateTick(long nowNs) {
        if (!bridge.hostGateShut()) {
            return;
        }
        long deadlineNs = lastHeartbeatNs + heartbeatLimitNs();
        if (nowNs >= deadlineNs) {
            bridge.releaseHostGate();
        } else {
            scheduler.at(deadlineNs, HOST_GATE_DEADLINE, 0, 0);
        }
    }

    private long heartbeatLimitNs() {
        return bridge.peek(Register.HEARTBEAT_PERIOD_US, Side.CARD)
                * 1000
                * bridge.peek(Register.HEARTBEAT_LIMIT, Side.CARD);
    }

    private void reset(Field cause) {
        if (!powered()) {
            return;
        }
        bridge.poke(Register.RESET_CAUSE, bridge.peek(Register.RESET_CAUSE, Side.CARD) | cause.mask());
        holdInReset();
        unwind();
    }

    private void holdInReset() {
        processor.stop();
        enterState(ProcessorState.RESET);
        watchdog.reset();
        watchdogWakesNs = Long.MAX_VALUE;
        watchdogStage1 = false;
        bridge.poke(Register.BOOT_STATE, 0);
        bridge.poke(Register.PROC_INT_CAUSE, 0);
        timers.reset();
        if (!bridge.hostGateShut()) {
            bridge.shutCardGate();
        }
        bridge.interruptHost(Field.INT_BOOT);
        scheduler.after(boots.reset(), RESET_RELEASED, ++resetGeneration, 0);
    }

    private void powerOn(long nowNs) {
        poweredAtNs = nowNs;
        bridge.reset();
        leases.reset();
        boots.powerOn();
        bridge.poke(Register.RESET_CAUSE, Field.CAUSE_POR.mask());
        bridge.poke(Register.LINK_STATUS, link.up() ? Field.LINK_UP.mask() : 0);
        ecc.powerOn();
        holdInReset();
    }

    private void powerOff() {
        processor.stop();
        enterState(ProcessorState.OFF);
        resetGeneration++;
        nvram.lose();
        bridge.reset();
        gatesMoved();
        addressesMoved();
        tap.nvramLost();
        link.down();
        unwind();
    }

    private void enterState(ProcessorState next) {
        state = next;
        tap.processor(next);
    }
}
