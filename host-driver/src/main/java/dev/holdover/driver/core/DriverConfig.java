package dev.holdover.driver.core;

import dev.holdover.model.contract.SipHash;
import java.util.function.LongSupplier;

/**
 * What the driver is told once.
 *
 * @param unlockKey answers the card's challenges, and checks the card's answers
 * @param entropy sixty-four bits that nobody can guess, for the driver's own challenges
 */
public record DriverConfig(SipHash unlockKey, LongSupplier entropy) {}
