package dev.holdover.firmware.archfixture;

import dev.holdover.firmware.runtime.archfixture.LiveRuntime;

/** Knows what is below it. */
public record KnowsRuntime(LiveRuntime other) {}
