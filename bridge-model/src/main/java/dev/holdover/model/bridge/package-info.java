/** The non-transparent bridge: registers with two faces, windows, gates, doorbells, mailbox and interrupts. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.bridge;
