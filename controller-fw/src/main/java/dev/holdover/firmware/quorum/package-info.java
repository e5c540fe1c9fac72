/** Leases, votes, and who may take over without a certificate. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.quorum;
