/** Images of personalities on one daughter disk of the card: what outlives the loss of all batteries (claim 13). */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.store;
