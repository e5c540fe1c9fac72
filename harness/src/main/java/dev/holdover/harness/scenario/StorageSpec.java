package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A disk array with a volume for each personality.
 *
 * @param name its name, unique in the scenario
 * @param sizeBytes size of each volume, a multiple of 512
 * @param latencyNs how long a command takes
 * @param hosts the hosts that have a path to it, with their cards
 * @param writeEveryNs from one command of a personality to the next, if its host's workload is not idle
 * @param giveUpNs after which a take-over goes on without the volume
 */
public record StorageSpec(
        String name, long sizeBytes, Range latencyNs, List<String> hosts, Range writeEveryNs, long giveUpNs) {
    /** Copies the list. */
    public StorageSpec {
        hosts = List.copyOf(hosts);
    }
}
