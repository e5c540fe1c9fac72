package dev.holdover.harness.scenario;

/**
 * A wire between two cards, the same in both directions.
 *
 * @param name its name
 * @param endA the card at one end
 * @param endB the card at the other end, never the same
 * @param latencyNs time of flight
 * @param bitsPerSecond bandwidth of each direction; above zero
 * @param lossPpm messages lost, in parts per million
 * @param duplicatePpm messages that arrive twice
 * @param reorderPpm messages that are overtaken
 * @param corruptPpm messages that arrive with changed bits
 */
public record WireSpec(
        String name,
        String endA,
        String endB,
        Range latencyNs,
        long bitsPerSecond,
        Range lossPpm,
        Range duplicatePpm,
        Range reorderPpm,
        Range corruptPpm) {}
