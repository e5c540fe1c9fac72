/** One host's identity on this card: its slot, its role, its epoch, its log. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.personality;
