package dev.holdover.harness.scenario;

import java.util.List;
import java.util.Optional;

/**
 * A LAN: a switch that joins own ports of cards, and hosts.
 *
 * @param name its name
 * @param cards the cards that have an own port on it
 * @param hosts the hosts that have a port on it for their clients
 * @param poweredBy the feed that powers the switch; empty: its power never fails
 * @param latencyNs time of flight
 * @param bitsPerSecond bandwidth of each cable in each direction; above zero
 * @param lossPpm frames lost, in parts per million
 * @param duplicatePpm frames that arrive twice
 * @param reorderPpm frames that are overtaken
 * @param corruptPpm frames that arrive with changed bits
 */
public record LanSpec(
        String name,
        List<String> cards,
        List<String> hosts,
        Optional<String> poweredBy,
        Range latencyNs,
        long bitsPerSecond,
        Range lossPpm,
        Range duplicatePpm,
        Range reorderPpm,
        Range corruptPpm) {
    /** Copies the lists. */
    public LanSpec {
        cards = List.copyOf(cards);
        hosts = List.copyOf(hosts);
    }

    /** The same LAN with other hosts on it. */
    LanSpec withHosts(List<String> others) {
        return new LanSpec(
                name,
                cards,
                others,
                poweredBy,
                latencyNs,
                bitsPerSecond,
                lossPpm,
                duplicatePpm,
                reorderPpm,
                corruptPpm);
    }
}
