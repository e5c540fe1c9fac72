package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.BridgeListener;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.power.EnergySource;
import dev.holdover.model.power.Sag;
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
    private static final int RAMP = 8;
    static final int UART = 9;

    private final CardConfig config;
    private final Scheduler scheduler;
    private final Scheduler clock;
    private final CardTap tap;
    private final Lan lan;
    private final Nvram nvram;
    private final Bridge bridge;
    private final WatchdogTimer watchdog;
    private final DeadMan deadMan;
    private final BootMonitor boots;
    private final EnergySource battery;
    private final EnergyBlock energy;
    private final Rails rails;
    private final EccBlock ecc;
    private final CardNvram cardNvram;
    private final Leases leases;
    private final PcieLink link;
    private final ProcessorCore processor;

    private long resetGeneration;
    private long poweredAtNs;
    private int domains;

    /** Makes what sits on the card's far side of the wiring, given the card itself. */
    @FunctionalInterface
    public interface Wiring<T> {
        T of(FailoverCard card);
    }

    /**
     * @param scheduler true time: what batteries and rails go by
     * @param clock the card's own oscillator: what timers, watchdog, dead-men and firmware go by
     * @param lan what the card's own ports are plugged into
     * @param toHost makes the link to the host, which the card's bridge completes
     * @param embedded makes the processor with its firmware; it must not touch the card yet
     */
    public FailoverCard(
            CardConfig config,
            Scheduler scheduler,
            Scheduler clock,
            Lan lan,
            CardTap tap,
            Wiring<PcieLink> toHost,
            Wiring<Processor> embedded) {
        this.config = config;
        this.scheduler = scheduler;
        this.clock = clock;
        this.tap = tap;
        this.lan = lan;
        NvramLayout layout = config.layout();
        this.nvram = new Nvram((int) layout.totalBytes(), tap);
        this.bridge = new Bridge(nvram, layout, this);
        this.watchdog = new WatchdogTimer(
                bridge,
                clock,
                WATCHDOG,
                tap,
                () -> processorInterrupt(Field.PROC_WATCHDOG),
                () -> reset(Field.CAUSE_WATCHDOG));
        this.deadMan = new DeadMan(bridge, clock, HOST_GATE_DEADLINE);
        this.boots = new BootMonitor(bridge, config.resetNs());
        this.battery = new EnergySource(config.batteryMj(), config.chargeMw(), config.loadMw());
        this.energy = new EnergyBlock(bridge, battery, config);
        this.rails = new Rails(scheduler, BATTERY, RAMP, battery, energy, bridge, config);
        this.ecc = new EccBlock(bridge, nvram, tap, clock, SCRUB, this::uncorrectable);
        this.cardNvram = new CardNvram(nvram, bridge);
        this.leases = new Leases(clock, LEASE, bridge);
        this.link = toHost.of(this);
        this.processor = new ProcessorCore(
                bridge, clock, INTERRUPT, TIMER, tap, embedded.of(this), () -> reset(Field.CAUSE_MACHINE_CHECK));
    }

    /** The bridge, which completes the host's transactions. */
    public Bridge bridge() {
        return bridge;
    }

    /** The link that its slot gives it to the host. */
    public PcieLink link() {
        return link;
    }

    /** The console's UART, with the side that the line is plugged into. */
    public Uart uart() {
        return processor.uart();
    }

    /** True time, in nanoseconds; the firmware knows its own clock's only. */
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
        return processor.state();
    }

    public boolean mainRail() {
        return rails.main();
    }

    /** Whether the firmware is in the middle of something right now, as between two of its stores. */
    public boolean executing() {
        return processor.executing();
    }

    /** Whether any rail carries the card. */
    public boolean powered() {
        return processor.state() != ProcessorState.OFF;
    }

    /** Whether a power domain has power. */
    public boolean powered(PowerDomain domain) {
        return (domains & domain.bit()) != 0;
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
        processor.timers().arm(id, atNs);
    }

    public void disarm(int id) {
        processor.timers().disarm(id);
    }

    /** Sends a frame from one of the card's own ports; see {@link Lan}. */
    public void transmit(int port, int toCard, byte[] frame, int at, int length) {
        if (powered(PowerDomain.NIC)) {
            lan.transmit(port, toCard, frame, at, length);
        }
    }

    // What the world does.

    /** The main rail comes or goes. */
    public void mainRail(boolean good) {
        if (good == rails.main()) {
            return;
        }
        long nowNs = scheduler.nowNs();
        rails.main(good, nowNs);
        boolean alive = rails.alive(nowNs);
        tap.rails(good, alive && !good);
        if (!alive) {
            powerOff();
        } else if (!powered()) {
            powerOn();
        } else {
            boolean stopped = moveDomains(nowNs);
            if (state() == ProcessorState.SLEEPING) {
                reset(Field.CAUSE_WAKE);
            } else if (!good) {
                bridge.releaseHostGate();
            }
            energyChanged();
            unwindIf(stopped);
        }
    }

    /** The main rail sags at the card, while the host's power stays good; see {@link Sag}. */
    public void sag(Sag sag) {
        rails.sag(sag, scheduler.nowNs());
        railMoved(scheduler.nowNs());
    }

    /** The main rail recovers, as fast as it fell. */
    public void railRecovers() {
        rails.recover(scheduler.nowNs());
        railMoved(scheduler.nowNs());
    }

    private void railMoved(long nowNs) {
        if (powered()) {
            boolean stopped = moveDomains(nowNs);
            rails.expectRamp();
            unwindIf(stopped);
        } else {
            rails.stepOff(nowNs);
            rails.expectRamp();
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
        rails.changed();
        batteryTick(scheduler.nowNs());
    }

    /** Without main rail an empty battery is the end. */
    private boolean diedOfBattery(long nowNs) {
        if (rails.alive(nowNs)) {
            return false;
        }
        tap.rails(false, false);
        powerOff();
        return true;
    }

    /**
     * Power domains have lost or got their power. The bridge's registers go with its power, and the bridge holds the
     * processor's reset: a processor runs only while it, the bridge and the NVRAM have power.
     *
     * @return whether the processor was stopped; whoever calls it calls {@link #unwindIf} at the end
     */
    private boolean moveDomains(long nowNs) {
        int before = domains;
        domains = rails.settle(nowNs);
        int lost = before & ~domains;
        int got = domains & ~before;
        if (domains == before) {
            return false;
        }
        if ((lost & PowerDomain.NVRAM.bit()) != 0) {
            bridge.releaseHostGate();
            nvram.lose();
        }
        if ((lost & PowerDomain.BRIDGE.bit()) != 0) {
            loseBridge();
        }
        if ((got & PowerDomain.BRIDGE.bit()) != 0) {
            ecc.powerOn();
        }
        boolean stops = Rails.touchesProcessor(lost);
        if (stops) {
            bridge.poke(
                    Register.RESET_CAUSE, bridge.peek(Register.RESET_CAUSE, Side.CARD) | Field.CAUSE_BROWN_OUT.mask());
            holdInReset();
        } else if (Rails.touchesProcessor(got)) {
            releaseLater();
        }
        tap.domains(lost, got);
        if ((lost & PowerDomain.NVRAM.bit()) != 0) {
            tap.nvramLost();
        }
        return stops;
    }

    private void unwindIf(boolean stopped) {
        if (stopped) {
            processor.unwind();
        }
    }

    private void loseBridge() {
        bridge.reset();
        bridge.poke(Register.RESET_CAUSE, 0);
        leases.reset();
        gatesMoved();
        addressesMoved();
        link.down();
    }

    private void energyChanged() {
        processorInterrupt(Field.PROC_POWER);
        bridge.interruptHost(Field.INT_ENERGY);
    }

    /** Processor and NIC are switched off, the NVRAM refreshes itself. */
    private void sleep() {
        if (rails.main() || state() != ProcessorState.RUNNING) {
            return;
        }
        processor.halt(ProcessorState.SLEEPING);
        watchdog.reset();
        processor.timers().reset();
        resetGeneration++;
        bridge.shutCardGate();
        rails.sleep(scheduler.nowNs());
        processor.unwind();
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
        if (powered(PowerDomain.NIC)) {
            processor.frame(port, frame, at, length);
        }
    }

    /** The firmware traps; inside one of its own stores it is unwound from there. */
    public void crashProcessor() {
        processor.crash();
    }

    /** The processor stops executing but keeps its state. */
    public void hangProcessor() {
        processor.hang();
    }

    /** A hung processor goes on where it was. */
    public void resumeProcessor() {
        processor.resume();
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
        processor.raiseInterrupt();
    }

    @Override
    public void processorReset() {
        reset(Field.CAUSE_SOFT);
    }

    @Override
    public void heartbeat() {
        deadMan.heartbeat();
        processorInterrupt(Field.PROC_HEARTBEAT);
    }

    @Override
    public void watchdogWritten(Register register, long value) {
        watchdog.written(register, value);
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
        deadMan.gateMoved();
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
            bridge.poke(register, (clock.nowNs() - poweredAtNs) / 1_000_000 & 0xffff_ffffL);
        } else if (register == Register.NIC_STATUS) {
            boolean live = powered(PowerDomain.NIC);
            long carrier = Field.NIC_CARRIER.set(0, live ? lan.carrier() : 0);
            bridge.poke(register, Field.NIC_FAULT.set(carrier, live ? lan.broken() : (1 << Lan.PORTS) - 1));
        } else if (register == Register.LEASE_US) {
            leases.refresh();
        } else {
            rails.refresh(register, nowNs);
            ecc.refresh(register, clock.nowNs());
        }
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        switch (kind) {
            case INTERRUPT -> processor.interrupt();
            case RESET_RELEASED -> {
                if (a == resetGeneration && state() == ProcessorState.RESET) {
                    boot(nowNs);
                }
            }
            case WATCHDOG -> watchdog.tick(a, b, nowNs);
            case BATTERY -> {
                if (rails.due(a)) {
                    batteryTick(nowNs);
                }
            }
            case RAMP -> {
                if (rails.rampDue(a)) {
                    railMoved(nowNs);
                }
            }
            case UART -> processor.uart().sent(a);
            case TIMER -> processor.timer((int) a, b);
            case HOST_GATE_DEADLINE -> deadMan.tick(nowNs);
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

    private void boot(long nowNs) {
        boots.begun();
        processor.release();
        if (config.bootWatchdogNs() > 0) {
            watchdog.start(config.bootWatchdogNs(), nowNs);
        }
        processor.boot();
    }

    private void uncorrectable() {
        processorInterrupt(Field.PROC_ECC);
        bridge.interruptHost(Field.INT_ECC);
    }

    private void batteryTick(long nowNs) {
        if (!diedOfBattery(nowNs)) {
            boolean stopped = moveDomains(nowNs);
            rails.expectChange();
            energyChanged();
            unwindIf(stopped);
        }
    }

    private void reset(Field cause) {
        if (!powered()) {
            return;
        }
        bridge.poke(Register.RESET_CAUSE, bridge.peek(Register.RESET_CAUSE, Side.CARD) | cause.mask());
        holdInReset();
        processor.unwind();
    }

    private void holdInReset() {
        processor.halt(ProcessorState.RESET);
        watchdog.reset();
        bridge.poke(Register.BOOT_STATE, 0);
        bridge.poke(Register.PROC_INT_CAUSE, 0);
        processor.timers().reset();
        if (!bridge.hostGateShut()) {
            bridge.shutCardGate();
        }
        bridge.interruptHost(Field.INT_BOOT);
        releaseLater();
    }

    /** The reset lasts its time from now on; without power it lasts until there is some. */
    private void releaseLater() {
        resetGeneration++;
        if (Rails.runs(domains)) {
            clock.after(boots.reset(), RESET_RELEASED, resetGeneration, 0);
        }
    }

    private void powerOn() {
        poweredAtNs = clock.nowNs();
        domains = rails.settle(scheduler.nowNs());
        bridge.reset();
        leases.reset();
        boots.powerOn();
        bridge.poke(Register.RESET_CAUSE, Field.CAUSE_POR.mask());
        bridge.poke(Register.LINK_STATUS, link.up() ? Field.LINK_UP.mask() : 0);
        ecc.powerOn();
        holdInReset();
    }

    private void powerOff() {
        processor.halt(ProcessorState.OFF);
        watchdog.stop();
        resetGeneration++;
        domains = 0;
        nvram.lose();
        bridge.reset();
        gatesMoved();
        addressesMoved();
        tap.nvramLost();
        link.down();
        processor.unwind();
    }
}
