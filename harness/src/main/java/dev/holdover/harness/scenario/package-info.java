/**
 * The scenario format: a YAML story of hosts, cards, wires and feeds, of what breaks when and of what must be seen by
 * when, read into plain records.
 *
 * <p>{@link dev.holdover.harness.scenario.ScenarioFile} is the way in. A file passes three stages, each of which
 * reports with {@code file:line:column}: YAML to a tree with places, the tree against the JSON Schema, and the parts
 * against each other. Longs are in base units everywhere: nanoseconds, bytes, bits per second, millijoules,
 * milliwatts, parts per million.
 */
@NullMarked
package dev.holdover.harness.scenario;

import org.jspecify.annotations.NullMarked;
