/** Who owns a personality: fencing, certificate, hand-over, claim. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.takeover;
