package dev.holdover.harness.run;

import dev.holdover.harness.scenario.CardSpec;
import dev.holdover.harness.scenario.Scenario;
import java.util.Optional;

/** Who is meant by a name: an event on a host may be its card's, and the other way round. */
final class Names {
    private final Scenario scenario;

    Names(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Whether something that happened to {@code who} is what a scenario means by {@code named}. */
    boolean related(String named, String who) {
        if (named.equals(who)) {
            return true;
        }
        for (CardSpec card : scenario.cards()) {
            if (card.name().equals(named) && card.host().equals(who)
                    || card.host().equals(named) && card.name().equals(who)) {
                return true;
            }
        }
        return false;
    }

    /** The host called {@code name}, if it is one. */
    Optional<String> host(String name) {
        return scenario.hosts().stream()
                .map(host -> host.name())
                .filter(name::equals)
                .findFirst();
    }
}
