package dev.holdover.harness.report.wave;

import dev.holdover.driver.core.DriverState;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import java.util.ArrayList;
import java.util.List;

/** The signals of one host: its state, and that of the driver of each card in it. */
final class HostSignals {
    private static final String NO_DRIVER = "NONE";

    private final Waves waves;
    private final int state;
    private final List<CardNode> cards;
    private final List<Integer> drivers = new ArrayList<>();
    private HostState now = HostState.OFF;

    HostSignals(Waves waves, Host host) {
        this.waves = waves;
        this.cards = host.cards();
        List<String> scope = List.of("hosts", host.name());
        state = waves.string("state", scope);
        for (CardNode card : cards) {
            drivers.add(waves.string("driver_of_" + card.name(), scope));
        }
        state(HostState.OFF);
    }

    /** The host's state until now. */
    HostState state() {
        return now;
    }

    void state(HostState next) {
        now = next;
        waves.set(state, next.name());
        if (next != HostState.RUNNING && next != HostState.HUNG) {
            drivers.forEach(driver -> waves.set(driver, NO_DRIVER));
        }
    }

    void driver(CardNode card, DriverState next) {
        waves.set(drivers.get(cards.indexOf(card)), next.name());
    }
}
