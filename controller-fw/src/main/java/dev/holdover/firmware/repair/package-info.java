/** What the firmware does about NVRAM that can't be read any more. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.repair;
