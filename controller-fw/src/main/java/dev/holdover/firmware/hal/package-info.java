/** All that the firmware may touch. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.hal;
