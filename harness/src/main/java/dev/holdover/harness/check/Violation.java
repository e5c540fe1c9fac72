package dev.holdover.harness.check;

/**
 * A promise that was broken.
 *
 * @param number of the invariant; zero: an expectation of the scenario
 * @param name of the invariant, or "expectation"
 * @param timeNs when
 * @param text what was seen
 */
public record Violation(int number, String name, long timeNs, String text) {}
