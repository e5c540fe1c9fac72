package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

/** The card that holds the other copy says over the network that this card's host may come back (claim 6). */
final class AllowReconnect implements Deed {
    @Override
    public String word() {
        return "allow-reconnect";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "peer is told to let the host back";
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        cluster.otherCopies(card).stream()
                .filter(other -> other.firmware().isPresent())
                .findFirst()
                .ifPresent(voucher -> voucher.firmware()
                        .orElseThrow()
                        .operator()
                        .vouch(
                                voucher.slotOf(card.config().slots().get(0).personality()),
                                card.config().card()));
    }
}
