/** What the peer has, what it still needs, and how it gets it. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.replicate;
