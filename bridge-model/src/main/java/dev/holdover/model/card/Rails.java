package dev.holdover.model.card;

import dev.holdover.model.power.EnergySource;
import dev.holdover.model.time.Scheduler;

/**
 * What carries the card: the host's main rail, and the battery without it. It wakes the card when the battery
 * will be empty or cross a threshold; whatever changes before that makes the old waking void.
 */
final class Rails {
    private final Scheduler scheduler;
    private final int kind;
    private final EnergySource battery;
    private final EnergyBlock energy;
    private final CardConfig config;
    private boolean main;
    private long generation;

    /** @param kind the event by which the card is woken */
    Rails(Scheduler scheduler, int kind, EnergySource battery, EnergyBlock energy, CardConfig config) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.battery = battery;
        this.energy = energy;
        this.config = config;
    }

    /** Whether the main rail is good. */
    boolean main() {
        return main;
    }

    /** The main rail comes or goes. */
    void main(boolean good, long nowNs) {
        main = good;
        if (good) {
            battery.rest(nowNs);
        } else {
            battery.carry(config.loadMw(), nowNs);
        }
        changed();
    }

    /** Whether any rail can carry the card. */
    boolean alive(long nowNs) {
        return main || !battery.empty(nowNs);
    }

    /** The battery carries only what can't be switched off. */
    void sleep(long nowNs) {
        changed();
        battery.carry(energy.sleepingMw(), nowNs);
        expectChange();
    }

    /** What the battery was expected to do is void. */
    void changed() {
        generation++;
    }

    /** Wakes the card when the battery will have changed by itself. */
    void expectChange() {
        long nextNs = energy.nextChangeNs(scheduler.nowNs());
        if (nextNs != Long.MAX_VALUE) {
            scheduler.at(nextNs, kind, generation, 0);
        }
    }

    /** Whether the waking of {@code itsGeneration} still counts. */
    boolean due(long itsGeneration) {
        return itsGeneration == generation;
    }
}
