package dev.holdover.driver.core;

/** What became of a write. */
public enum Outcome {
    /** Durable, as the card's ack mode promises. */
    DURABLE,
    /** Damaged on its way to the card; nothing was stored. */
    CORRUPT,
    /** Outside the image, or across a 4 KiB block; nothing was stored. */
    OUT_OF_BOUNDS,
    /** Another card owns the personality by now; nothing was stored. */
    FENCED,
    /** The battery could not save it; nothing was stored. */
    NO_ENERGY,
    /** Nothing was stored, because the write before it, that it depends on, was not. */
    UNLINKED,
    /** The card was lost before it answered: the write may or may not be there. */
    UNKNOWN,
    /** The card's memory can't be read there any more, and is not repaired yet. */
    POISONED
}
