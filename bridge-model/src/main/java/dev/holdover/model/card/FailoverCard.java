package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.BridgeListener;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.power.EnergySource;
import dev.holdover.model.power.Sag;
import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private static final int FLASH = 10;
    private static final int TRIAL = 11;

    private final CardConfig config;
    private final Scheduler scheduler;
    private final Scheduler clock;
    private final CardTap tap;
    private final Lan lan;
    private final Nvram nvram;
    private final Bridge bridge;
    private final WatchdogTimer watchdog;
    private final DeadMan deadMan;
    private final EnergySource battery;
    private final EnergyBlock energy;
    private final Rails rails;
    private final EccBlock ecc;
    private final CardNvram cardNvram;
    private final Leases leases;
    private final PcieLink link;
    private final ProcessorCore processor;
    private final BootFlash flash;
    private final ResetUnit resets;
    private final PowerSequencer power;
    private final DaughterSlots daughters;

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
        this.battery = new EnergySource(config.batteryMj(), config.chargeMw(), config.loadMw());
        this.energy = new EnergyBlock(bridge, battery, config);
        this.rails = new Rails(scheduler, BATTERY, RAMP, battery, energy, bridge, config);
        this.ecc = new EccBlock(bridge, nvram, tap, clock, SCRUB, this::uncorrectable);
        this.cardNvram = new CardNvram(nvram, bridge);
        this.leases = new Leases(clock, LEASE, bridge);
        this.link = toHost.of(this);
        this.daughters = new DaughterSlots(
                bridge, link, () -> processorInterrupt(Field.PROC_DAUGHTER), this::diskDone, this::drawChanged);
        this.rails.feeds(daughters::drawMw);
        this.processor = new ProcessorCore(
                bridge,
                clock,
                INTERRUPT,
                TIMER,
                tap,
                embedded.of(this),
                daughters::processorStopped,
                () -> reset(Field.CAUSE_MACHINE_CHECK));
        this.flash = new BootFlash(
                bridge,
                scheduler,
                clock,
                FLASH,
                TRIAL,
                config.imageKey(),
                tap,
                () -> processorInterrupt(Field.PROC_FLASH));
        this.resets = new ResetUnit(config, bridge, clock, RESET_RELEASED, watchdog, processor, flash);
        this.power = new PowerSequencer(
                scheduler,
                clock,
                tap,
                rails,
                battery,
                bridge,
                nvram,
                ecc,
                leases,
                link,
                processor,
                resets,
                daughters,
                new PowerShown());
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

    /** The boot flash, with the image that runs. */
    public BootFlash flash() {
        return flash;
    }

    /** The slots for daughter cards. */
    public DaughterSlots daughters() {
        return daughters;
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
        return power.powered();
    }

    /** Whether a power domain has power. */
    public boolean powered(PowerDomain domain) {
        return power.powered(domain);
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

    /**
     * The disk in a daughter slot, as the processor reaches it now; {@link Processor#disk} tells how its commands end.
     * Null: it drives none there, or is itself behind the host's shut gate.
     */
    public @Nullable DiskPort disk(int slot) {
        return bridge.hostGateShut() ? null : daughters.diskOfProcessor(slot);
    }

    // What the world does.

    /** The main rail comes or goes. */
    public void mainRail(boolean good) {
        power.mainRail(good);
    }

    /** The main rail sags at the card, while the host's power stays good; see {@link Sag}. */
    public void sag(Sag sag) {
        power.sag(sag);
    }

    /** The main rail recovers, as fast as it fell. */
    public void railRecovers() {
        power.railRecovers();
    }

    /** Does something to the batteries, and lets the card feel it. */
    public void batteries(Consumer<EnergySource> what) {
        power.batteries(what);
    }

    /** The PCIe link to the host comes or goes. */
    public void linkChanged(boolean up) {
        if (!powered()) {
            return;
        }
        bridge.poke(Register.LINK_STATUS, up ? Field.LINK_UP.mask() : Field.LINK_LOST.mask());
        if (!up) {
            daughters.hostStopped();
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
        resets.bootConfirmed();
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

    private void diskDone(int slot, int tag, DiskStatus status) {
        processor.disk(slot, tag, status);
    }

    @Override
    public void daughterOrdered(int slot, long value, Side by) {
        daughters.ordered(slot, value, by);
    }

    @Override
    public void eccWritten(Register register, long value) {
        ecc.written(register, value);
    }

    @Override
    public void energyWritten(Register register, long value) {
        if (register == Register.POWER_CTRL && Field.POWER_SLEEP.in(value)) {
            power.sleep();
        } else if (register == Register.ES_TEST && energy.learn(value, scheduler.nowNs())) {
            power.sourceChanged();
        }
    }

    @Override
    public void gatesMoved() {
        if (bridge.cardGateShut()) {
            daughters.hostStopped();
        }
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

    private void drawChanged() {
        if (powered()) {
            rails.settle(scheduler.nowNs());
        }
    }

    @Override
    public void refresh(Register register) {
        long nowNs = scheduler.nowNs();
        if (register == Register.UPTIME) {
            bridge.poke(register, (clock.nowNs() - power.poweredAtNs()) / 1_000_000 & 0xffff_ffffL);
        } else if (register == Register.NIC_STATUS) {
            boolean live = powered(PowerDomain.NIC);
            long carrier = Field.NIC_CARRIER.set(0, live ? lan.carrier() : 0);
            bridge.poke(register, Field.NIC_FAULT.set(carrier, live ? lan.broken() : (1 << Lan.PORTS) - 1));
        } else if (register == Register.DAUGHTER_STATUS) {
            daughters.refresh();
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
            case RESET_RELEASED -> resets.released(a);
            case FLASH -> flash.done(a);
            case TRIAL -> {
                if (flash.trialIsOver(a)) {
                    reset(Field.CAUSE_BOOT_TIMER);
                }
            }
            case WATCHDOG -> watchdog.tick(a, b, nowNs);
            case BATTERY -> {
                if (rails.due(a)) {
                    power.batteryTick(nowNs);
                }
            }
            case RAMP -> {
                if (rails.rampDue(a)) {
                    power.railMoved(nowNs);
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

    private void uncorrectable() {
        processorInterrupt(Field.PROC_ECC);
        bridge.interruptHost(Field.INT_ECC);
    }

    private void reset(Field cause) {
        power.reset(cause);
    }

    /** What rails and batteries lead to, as both sides see it. */
    private final class PowerShown implements PowerSequencer.Listener {
        @Override
        public void energyChanged() {
            processorInterrupt(Field.PROC_POWER);
            bridge.interruptHost(Field.INT_ENERGY);
        }

        @Override
        public void gatesMoved() {
            FailoverCard.this.gatesMoved();
        }

        @Override
        public void addressesMoved() {
            FailoverCard.this.addressesMoved();
        }
    }
}
