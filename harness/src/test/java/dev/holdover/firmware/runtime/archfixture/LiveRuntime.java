package dev.holdover.firmware.runtime.archfixture;

/** A room that services may not know. */
public record LiveRuntime() {}
