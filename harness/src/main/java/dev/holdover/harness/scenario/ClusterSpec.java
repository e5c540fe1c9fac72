package dev.holdover.harness.scenario;

/**
 * What holds for all cards together.
 *
 * @param leaseNs how long an owner may go on without a majority
 * @param driftPpm how far each card's clock may be from true time, in parts per million
 * @param holdNs how long a guest's home must have been healthy before it goes back; {@link Long#MAX_VALUE}: it stays
 * @param moves how many moves there may be within {@code movesWithinNs}
 * @param movesWithinNs see {@code moves}
 */
public record ClusterSpec(long leaseNs, long driftPpm, long holdNs, int moves, long movesWithinNs) {}
