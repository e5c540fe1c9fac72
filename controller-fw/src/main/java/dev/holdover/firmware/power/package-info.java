/** The energy budget: nothing is acknowledged that the battery can't save. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.power;
