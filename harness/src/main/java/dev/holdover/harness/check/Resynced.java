package dev.holdover.harness.check;

/**
 * What the resyncs of a run came to.
 *
 * @param sentBytes bytes of blocks that were sent, each time
 * @param differingBytes bytes of the blocks that differed when they began, or were written meanwhile
 */
public record Resynced(long sentBytes, long differingBytes) {}
