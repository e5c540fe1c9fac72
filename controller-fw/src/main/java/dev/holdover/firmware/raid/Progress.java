package dev.holdover.firmware.raid;

/**
 * How far the background work is, and what it found since the volume was opened.
 *
 * @param rows rows of the volume
 * @param rebuilding place of the member that is being rebuilt; -1: none
 * @param rebuiltRows rows that it has
 * @param scrubbing whether a scrub is on
 * @param scrubbedRows rows that the scrub has seen
 * @param repaired blocks that were bad and have been rewritten
 * @param lost blocks that could not be had
 * @param parityRepaired rows whose parity was wrong
 * @param replayed intents replayed when the volume was opened
 */
public record Progress(
        long rows,
        int rebuilding,
        long rebuiltRows,
        boolean scrubbing,
        long scrubbedRows,
        long repaired,
        long lost,
        long parityRepaired,
        long replayed) {}
