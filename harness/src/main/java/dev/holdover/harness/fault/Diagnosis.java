package dev.holdover.harness.fault;

import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class of a fault: what the diagnostic ladders may say of it.
 *
 * @param struck the cards that it strikes, or whose hosts it strikes
 * @param there what these may say
 * @param elsewhere what the others may say
 * @param certain whether somebody must say something of it if it is the only fault and lasts
 * @param linkOnly whether nothing but a path between cards is broken: no reason to shut a gate
 */
public record Diagnosis(
        List<CardNode> struck, Set<Verdict> there, Set<Verdict> elsewhere, boolean certain, boolean linkOnly) {
    /** No ladder has a word for it. */
    public static final Diagnosis NONE = new Diagnosis(List.of(), Set.of(), Set.of(), false, false);

    /** A card that can't be heard is silent, or dead if others say so too. */
    private static final Set<Verdict> MUTE = Set.of(Verdict.PEER_SILENT, Verdict.PEER_DEAD);

    /** Copies list and sets. */
    public Diagnosis {
        struck = List.copyOf(struck);
        there = Set.copyOf(there);
        elsewhere = Set.copyOf(elsewhere);
    }

    /** A host is gone, and its card lives. */
    static Diagnosis host(Cluster cluster, String name, Verdict verdict) {
        return host(cluster.host(name).cards(), verdict);
    }

    /** The hosts of these cards are gone, and the cards live. */
    static Diagnosis host(List<CardNode> cards, Verdict verdict) {
        return new Diagnosis(cards, Set.of(verdict), Set.of(Verdict.PEER_HOST), true, false);
    }

    /** A host does nothing that its card would see, and may look as if it hung. */
    static Diagnosis mute(CardNode card) {
        return new Diagnosis(List.of(card), Set.of(Verdict.HOST_HANG), Set.of(Verdict.PEER_HOST), false, false);
    }

    /** The power of these cards' hosts is gone; the cards may fall asleep, or die when their batteries are empty. */
    static Diagnosis power(List<CardNode> cards, Verdict... verdicts) {
        return new Diagnosis(cards, Set.of(verdicts), and(MUTE, Verdict.PEER_HOST), true, false);
    }

    /** A card's firmware is silent for a while. */
    static Diagnosis firmware(CardNode card) {
        return new Diagnosis(List.of(card), Set.of(), MUTE, false, false);
    }

    /** A card's domains lose their power one by one: processor, ports, and the bridge with its link to the host. */
    static Diagnosis sag(CardNode card) {
        Set<Verdict> there = Set.of(Verdict.OWN_NIC, Verdict.HOST_LINK);
        return new Diagnosis(List.of(card), there, and(MUTE, Verdict.PEER_NIC, Verdict.PEER_HOST), false, false);
    }

    /** A wire, or one member's cable or port is broken. */
    static Diagnosis port(Cluster cluster, String name, Verdict there, Verdict elsewhere) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return new Diagnosis(cluster.cards(), Set.of(there), Set.of(there), true, true);
        }
        Optional<CardNode> card = card(cluster, name.substring(slash + 1));
        return card.map(each -> new Diagnosis(List.of(each), Set.of(there), and(MUTE, elsewhere), true, true))
                // A host's or a station's port is none of the cards': their ladders do not see it.
                .orElse(new Diagnosis(List.of(), Set.of(), Set.of(), false, true));
    }

    /** A card's path is bad in a way that no port shows. */
    static Diagnosis path(Cluster cluster, String plug, boolean certain, Verdict... verdicts) {
        boolean ofCard = card(cluster, plug.substring(plug.indexOf('/') + 1)).isPresent();
        return ofCard ? between(certain, verdicts) : between(false);
    }

    /** What is between the cards is broken. */
    static Diagnosis between(boolean certain, Verdict... verdicts) {
        return new Diagnosis(List.of(), Set.of(), Set.of(verdicts), certain, true);
    }

    /** The same where the host may come back before its heartbeat is missed: it boots then, and has no link. */
    Diagnosis orBoots() {
        return new Diagnosis(struck, and(there, Verdict.HOST_LINK), elsewhere, certain, linkOnly);
    }

    /** The same, with what else may be said. */
    Diagnosis or(Verdict... verdicts) {
        return new Diagnosis(struck, and(there, verdicts), and(elsewhere, verdicts), certain, linkOnly);
    }

    private static Set<Verdict> and(Set<Verdict> some, Verdict... others) {
        return Stream.concat(some.stream(), Arrays.stream(others)).collect(Collectors.toSet());
    }

    private static Optional<CardNode> card(Cluster cluster, String name) {
        return cluster.cards().stream().filter(card -> card.name().equals(name)).findFirst();
    }
}
