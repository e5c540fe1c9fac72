package dev.holdover.model.disk;

/** Randomness of one disk, from outside. */
public interface DiskChance {
    /** Evenly from {@code low} to {@code high}, both included. */
    long between(long low, long high);
}
