/** The way of a write from the submission ring to its completion. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.intake;
