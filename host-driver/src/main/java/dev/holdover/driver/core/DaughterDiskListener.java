package dev.holdover.driver.core;

/** Told by a {@link DaughterDisk} what happens; called from within {@code poll} and {@code onInterrupt}. */
public interface DaughterDiskListener {
    /**
     * A command has ended. A read that is DONE has filled the caller's array.
     *
     * @param ticket what the disk returned when it took it
     */
    void completed(long ticket, DiskOutcome outcome);

    /** The disk takes commands from now on: the first time, or again. */
    default void ready() {}

    /** It was pulled, lost its power or died; told once, after its commands have ended as GONE. */
    default void gone() {}
}
