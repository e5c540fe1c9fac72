/** What hosts do with their cards: clients that write, read back, and take over. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.workload;
