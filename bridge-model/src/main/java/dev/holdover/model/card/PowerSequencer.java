package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.power.EnergySource;
import dev.holdover.model.power.Sag;
import dev.holdover.model.time.Scheduler;
import java.util.function.Consumer;

/** What rails and batteries do to the rest of the card: what lives, and what is lost with the rest. */
final class PowerSequencer {
    /** Told of what the card's registers and interrupts must show. */
    interface Listener {
        void energyChanged();

        void gatesMoved();

        void addressesMoved();
    }

    private final Scheduler scheduler;
    private final Scheduler clock;
    private final CardTap tap;
    private final Rails rails;
    private final EnergySource battery;
    private final Bridge bridge;
    private final Nvram nvram;
    private final EccBlock ecc;
    private final Leases leases;
    private final PcieLink link;
    private final ProcessorCore processor;
    private final ResetUnit resets;
    private final DaughterSlots daughters;
    private final Listener listener;

    private long poweredAtNs;
    private int domains;

    /**
     * @param scheduler true time
     * @param clock the card's own oscillator
     */
    PowerSequencer(
            Scheduler scheduler,
            Scheduler clock,
            CardTap tap,
            Rails rails,
            EnergySource battery,
            Bridge bridge,
            Nvram nvram,
            EccBlock ecc,
            Leases leases,
            PcieLink link,
            ProcessorCore processor,
            ResetUnit resets,
            DaughterSlots daughters,
            Listener listener) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.tap = tap;
        this.rails = rails;
        this.battery = battery;
        this.bridge = bridge;
        this.nvram = nvram;
        this.ecc = ecc;
        this.leases = leases;
        this.link = link;
        this.processor = processor;
        this.resets = resets;
        this.daughters = daughters;
        this.listener = listener;
    }

    /** When power last came on, by the card's own clock. */
    long poweredAtNs() {
        return poweredAtNs;
    }

    /** Whether any rail carries the card. */
    boolean powered() {
        return processor.state() != ProcessorState.OFF;
    }

    boolean powered(PowerDomain domain) {
        return (domains & domain.bit()) != 0;
    }

    /** The processor is reset for {@code cause}, if there is power at all. */
    void reset(Field cause) {
        if (!powered()) {
            return;
        }
        resets.note(cause);
        resets.hold(Rails.runs(domains));
        processor.unwind();
    }

    void mainRail(boolean good) {
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
            if (processor.state() == ProcessorState.SLEEPING) {
                daughters.railsChanged(true);
                reset(Field.CAUSE_WAKE);
            } else if (!good) {
                bridge.releaseHostGate();
            }
            listener.energyChanged();
            unwindIf(stopped);
        }
    }

    void sag(Sag sag) {
        rails.sag(sag, scheduler.nowNs());
        railMoved(scheduler.nowNs());
    }

    void railRecovers() {
        rails.recover(scheduler.nowNs());
        railMoved(scheduler.nowNs());
    }

    /** The main rail's voltage has moved on. */
    void railMoved(long nowNs) {
        if (powered()) {
            boolean stopped = moveDomains(nowNs);
            rails.expectRamp();
            unwindIf(stopped);
        } else {
            rails.stepOff(nowNs);
            rails.expectRamp();
        }
    }

    void batteries(Consumer<EnergySource> what) {
        what.accept(battery);
        sourceChanged();
    }

    /** Batteries are used otherwise than before. */
    void sourceChanged() {
        if (!powered()) {
            return;
        }
        rails.changed();
        batteryTick(scheduler.nowNs());
    }

    /** A battery may have become empty, or crossed a threshold. */
    void batteryTick(long nowNs) {
        if (!diedOfBattery(nowNs)) {
            boolean stopped = moveDomains(nowNs);
            rails.expectChange();
            listener.energyChanged();
            unwindIf(stopped);
        }
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
            resets.note(Field.CAUSE_BROWN_OUT);
            resets.hold(Rails.runs(domains));
        } else if (Rails.touchesProcessor(got)) {
            resets.releaseLater(Rails.runs(domains));
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
        daughters.show();
        bridge.poke(Register.RESET_CAUSE, 0);
        leases.reset();
        listener.gatesMoved();
        listener.addressesMoved();
        link.down();
    }

    /** Processor, NIC and daughter slots are switched off, the NVRAM refreshes itself. */
    void sleep() {
        if (rails.main() || processor.state() != ProcessorState.RUNNING) {
            return;
        }
        resets.sleep();
        rails.sleep(scheduler.nowNs());
        daughters.railsChanged(false);
        processor.unwind();
    }

    private void powerOn() {
        poweredAtNs = clock.nowNs();
        domains = rails.settle(scheduler.nowNs());
        bridge.reset();
        leases.reset();
        resets.powerOn();
        bridge.poke(Register.RESET_CAUSE, Field.CAUSE_POR.mask());
        daughters.railsChanged(true);
        bridge.poke(Register.LINK_STATUS, link.up() ? Field.LINK_UP.mask() : 0);
        ecc.powerOn();
        resets.hold(Rails.runs(domains));
    }

    private void powerOff() {
        resets.powerOff();
        domains = 0;
        nvram.lose();
        bridge.reset();
        daughters.railsChanged(false);
        listener.gatesMoved();
        listener.addressesMoved();
        link.down();
        tap.nvramLost();
        processor.unwind();
    }
}
