/** The numbers that the claims have, measured in scenarios. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.figure;
