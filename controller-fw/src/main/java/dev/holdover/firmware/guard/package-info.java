/** The card's gate: when to shut it, and what opens it again. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.guard;
