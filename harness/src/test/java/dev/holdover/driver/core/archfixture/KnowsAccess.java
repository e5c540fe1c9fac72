package dev.holdover.driver.core.archfixture;

import dev.holdover.driver.access.archfixture.Access;

/** Knows what is below it. */
public record KnowsAccess(Access other) {}
