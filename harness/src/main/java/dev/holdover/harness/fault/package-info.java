/** The catalogue of what can be done to a world: faults, and what an operator may ask for. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.fault;
