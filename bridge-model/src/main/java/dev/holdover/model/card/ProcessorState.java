package dev.holdover.model.card;

/** What the embedded processor is doing. */
public enum ProcessorState {
    /** No rail. */
    OFF,
    /** Switched off on purpose, while the NVRAM refreshes itself on battery. */
    SLEEPING,
    /** Held in reset. */
    RESET,
    /** Held by the boot ROM, which found no image that may run; a reset lets it look again. */
    HALTED,
    /** Runs its firmware. */
    RUNNING,
    /** Executes nothing, keeps its state; only a reset or luck brings it back. */
    HUNG,
    /** The firmware trapped; only a reset brings it back. */
    CRASHED
}
