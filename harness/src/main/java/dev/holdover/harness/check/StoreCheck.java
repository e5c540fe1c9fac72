package dev.holdover.harness.check;

import dev.holdover.model.contract.Side;

/** An oracle that looks at stores to certain areas. */
@FunctionalInterface
interface StoreCheck {
    /** Bytes were stored; {@code slot} is -1 in front of the slots. */
    void stored(CardOracle card, Side by, int slot, long offset, int length);
}
