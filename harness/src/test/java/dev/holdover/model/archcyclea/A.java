package dev.holdover.model.archcyclea;

import dev.holdover.model.archcycleb.B;

/** One half of a cycle between rooms. */
public record A(B other) {}
