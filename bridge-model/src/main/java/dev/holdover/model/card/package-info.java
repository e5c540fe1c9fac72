/** The whole card: bridge, NVRAM, power, reset unit, watchdog and NIC port, wired. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.card;
