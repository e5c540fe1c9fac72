package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A power feed. A host on two feeds has a redundant supply.
 *
 * @param name its name
 * @param hosts the hosts that it powers; none if there are only switches on it
 */
public record FeedSpec(String name, List<String> hosts) {
    /** Copies the list. */
    public FeedSpec {
        hosts = List.copyOf(hosts);
    }
}
