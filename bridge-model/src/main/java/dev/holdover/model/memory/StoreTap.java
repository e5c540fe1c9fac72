package dev.holdover.model.memory;

import dev.holdover.model.contract.Side;

/** Told of every range that is stored in the NVRAM, by whichever way it came. */
@FunctionalInterface
public interface StoreTap {
    void stored(Side by, long offset, int length);
}
