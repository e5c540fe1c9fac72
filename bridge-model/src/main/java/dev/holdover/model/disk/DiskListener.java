package dev.holdover.model.disk;

/** Hears the ends of commands. It may submit others at once: the place of the one that ended is free. */
public interface DiskListener {
    /** A command has ended; {@code tag} as given to {@link DiskPort#submit}. */
    void completed(int tag, DiskStatus status);
}
