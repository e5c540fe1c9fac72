package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.power.EnergySource;
import dev.holdover.model.power.Regulators;
import dev.holdover.model.power.Sag;
import dev.holdover.model.time.Scheduler;
import java.util.function.LongSupplier;

/**
 * What carries the card, and which of its power domains have power. While the host's power-good is there, each
 * domain has a regulator on the main rail; when power-good goes, a switch puts all of them on the batteries. A main
 * rail that sags at the card alone takes no power-good away: the domains fall one by one, and only the NVRAM, whose
 * regulator has a diode to the batteries, is held by these.
 *
 * <p>It wakes the card when a battery will be empty or cross a threshold, and when the rail crosses one of the
 * regulators'; whatever changes before that makes the old waking void.
 */
final class Rails {
    private static final int PERCENT_OF_PPM = (int) (Regulators.NOMINAL_PPM / 100);
    private static final PowerDomain[] DOMAINS = PowerDomain.values();
    private static final int ALL = (1 << DOMAINS.length) - 1;
    private static final int CORE = ALL & ~PowerDomain.NIC.bit();

    private final Scheduler scheduler;
    private final int kind;
    private final int rampKind;
    private final EnergySource battery;
    private final EnergyBlock energy;
    private final Bridge bridge;
    private final CardConfig config;
    private final Regulators regulators = new Regulators();
    private LongSupplier daughtersMw = () -> 0;
    private boolean main;
    private boolean asleep;
    private boolean carriedIntoStart;
    private int powered;
    private long carriedMw;
    private long generation;
    private long rampGeneration;

    /**
     * @param kind the event by which the card is woken for its batteries
     * @param rampKind the event by which it is woken for its main rail
     */
    Rails(
            Scheduler scheduler,
            int kind,
            int rampKind,
            EnergySource battery,
            EnergyBlock energy,
            Bridge bridge,
            CardConfig config) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.rampKind = rampKind;
        this.battery = battery;
        this.energy = energy;
        this.bridge = bridge;
        this.config = config;
    }

    /** What the daughter slots draw, in milliwatts, is on the same rails. */
    void feeds(LongSupplier itsDaughtersMw) {
        daughtersMw = itsDaughtersMw;
    }

    /** Whether the host's power is good. */
    boolean main() {
        return main;
    }

    /** The host's power comes or goes. */
    void main(boolean good, long nowNs) {
        main = good;
        asleep = false;
        if (good) {
            // An empty battery begins to charge, and is not to carry what has not started yet.
            carriedIntoStart = !battery.empty(nowNs);
            regulators.start(nowNs);
        } else {
            regulators.collapse();
        }
        settle(nowNs);
        expectRamp();
    }

    /** Whether any rail can carry the card. */
    boolean alive(long nowNs) {
        return main || !battery.empty(nowNs);
    }

    /** The main rail begins to sag. */
    void sag(Sag sag, long nowNs) {
        regulators.sag(sag, nowNs);
    }

    /** The main rail begins to recover. */
    void recover(long nowNs) {
        regulators.recover(nowNs);
    }

    /** The battery carries only what can't be switched off. */
    void sleep(long nowNs) {
        asleep = true;
        settle(nowNs);
    }

    /** Looks at rails and regulators; gives a bit for each domain that has power. */
    int settle(long nowNs) {
        int byMain = regulators.step(nowNs);
        boolean charged = !battery.empty(nowNs);
        // While the regulators start, the battery goes on carrying what it has carried until then.
        boolean byBattery = !main || carriedIntoStart && charged && regulators.starting();
        powered = main ? byMain : 0;
        powered |= charged ? byBattery ? ALL : PowerDomain.NVRAM.bit() : 0;
        long wantedMw = byBattery ? loadMw() : (byMain & PowerDomain.NVRAM.bit()) != 0 ? 0 : loadMw(PowerDomain.NVRAM);
        boolean carries = byBattery || wantedMw > 0;
        if (carries != battery.carrying() || carries && wantedMw != carriedMw) {
            carriedMw = wantedMw;
            if (carries) {
                battery.carry(wantedMw, nowNs);
            } else {
                battery.rest(nowNs);
            }
            expectChange();
        }
        return powered;
    }

    /** The same for a card that is off: its rail goes on, and nothing is carried. */
    void stepOff(long nowNs) {
        regulators.step(nowNs);
    }

    /** Whether {@code mask} holds all that a processor needs to run. */
    static boolean runs(int mask) {
        return (mask & CORE) == CORE;
    }

    /** Whether {@code mask} holds any of what a processor needs to run. */
    static boolean touchesProcessor(int mask) {
        return (mask & CORE) != 0;
    }

    /** What the card draws now, in milliwatts. */
    long loadMw() {
        long mw = 0;
        for (PowerDomain domain : DOMAINS) {
            mw += loadMw(domain);
        }
        return mw + (asleep ? 0 : daughtersMw.getAsLong());
    }

    /** What a domain draws now, in milliwatts. A processor without power leaves the NVRAM to refresh itself. */
    private long loadMw(PowerDomain domain) {
        boolean idle = asleep || (powered & PowerDomain.PROCESSOR.bit()) == 0;
        if ((powered & domain.bit()) == 0 || asleep && domain != PowerDomain.NVRAM) {
            return 0;
        }
        return idle && domain == PowerDomain.NVRAM ? energy.sleepingMw() : config.loadMw(domain);
    }

    /** Brings {@code register} up to date, if it tells of rails. */
    void refresh(Register register, long nowNs) {
        switch (register) {
            case DOMAIN_STATUS -> bridge.poke(register, asleep ? powered & PowerDomain.NVRAM.bit() : powered);
            case DOMAIN_LOAD_MW -> {
                for (PowerDomain domain : DOMAINS) {
                    bridge.poke(register, domain.ordinal(), loadMw(domain));
                }
            }
            case DAUGHTER_MW -> bridge.poke(register, daughtersMw.getAsLong());
            case LOAD_MW -> bridge.poke(register, loadMw());
            case HOLDUP_S -> bridge.poke(register, battery.gaugeMj(nowNs) / Math.max(1, loadMw()));
            case ES_CHANGES -> bridge.poke(register, generation & 0xffff_ffffL);
            case MAIN_PCT -> bridge.poke(register, main ? regulators.ppm(nowNs) / PERCENT_OF_PPM : 0);
            case RAIL_STATUS -> {
                long good = main ? Field.RAIL_MAIN.mask() : 0;
                bridge.poke(register, battery.empty(nowNs) ? good : good | Field.RAIL_BATTERY.mask());
            }
            default -> energy.refresh(register, nowNs);
        }
    }

    /** What the battery was expected to do is void. */
    void changed() {
        generation++;
    }

    /** Wakes the card when the battery will have changed by itself. */
    void expectChange() {
        generation++;
        long nextNs = energy.nextChangeNs(scheduler.nowNs());
        if (nextNs != Long.MAX_VALUE) {
            scheduler.at(nextNs, kind, generation, 0);
        }
    }

    /** Whether the waking of {@code itsGeneration} still counts. */
    boolean due(long itsGeneration) {
        return itsGeneration == generation;
    }

    /** Wakes the card when its main rail crosses the next threshold. */
    void expectRamp() {
        rampGeneration++;
        long nextNs = regulators.nextNs();
        if (nextNs != Long.MAX_VALUE) {
            scheduler.at(Math.max(nextNs, scheduler.nowNs()), rampKind, rampGeneration, 0);
        }
    }

    /** The same for the main rail. */
    boolean rampDue(long itsGeneration) {
        return itsGeneration == rampGeneration;
    }
}
