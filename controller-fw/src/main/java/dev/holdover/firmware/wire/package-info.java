/** Frames between cards: encoding, checksum, signature, and who may speak in which session. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.wire;
