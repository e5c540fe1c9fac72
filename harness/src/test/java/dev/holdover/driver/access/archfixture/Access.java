package dev.holdover.driver.access.archfixture;

/** A room that the core may not know. */
public record Access() {}
