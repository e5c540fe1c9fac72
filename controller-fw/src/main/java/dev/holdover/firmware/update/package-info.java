/** The update of the firmware itself, and the self-test of one that is new. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.update;
