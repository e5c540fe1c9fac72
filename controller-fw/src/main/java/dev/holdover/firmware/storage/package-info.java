/** The volumes that move with personalities: reservations at the disk array, and the mailbox on it. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.storage;
