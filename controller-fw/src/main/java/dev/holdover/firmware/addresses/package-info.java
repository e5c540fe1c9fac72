/** The network addresses of personalities: armed behind an open gate, announced, withdrawn. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.addresses;
