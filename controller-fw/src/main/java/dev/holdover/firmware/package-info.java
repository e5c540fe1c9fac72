/** The firmware of the embedded processor: {@link dev.holdover.firmware.Firmware} and its services. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware;
