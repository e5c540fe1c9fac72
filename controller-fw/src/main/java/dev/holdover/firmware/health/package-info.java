/** Is the host alive? Is the peer? */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.health;
