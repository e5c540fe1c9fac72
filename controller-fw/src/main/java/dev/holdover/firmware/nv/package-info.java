/** The NV state machine: what the NVRAM holds is saved elsewhere for a long outage, and comes back (claim 13). */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.nv;
