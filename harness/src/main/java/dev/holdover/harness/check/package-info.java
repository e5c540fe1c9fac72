/** Oracles: the invariants, watched in every run, and the ledger of what was promised. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.check;
