/** Worlds in virtual time: the event loop, hosts, wires, power feeds, and the cards between them. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.world;
