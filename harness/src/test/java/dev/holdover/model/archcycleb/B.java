package dev.holdover.model.archcycleb;

import dev.holdover.model.archcyclea.A;

/** One half of a cycle between rooms. */
public record B(A other) {}
