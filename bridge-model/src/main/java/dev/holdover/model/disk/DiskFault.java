package dev.holdover.model.disk;

/** What can go wrong with a disk, for its counters. */
public enum DiskFault {
    DEATH("Commands that ended because the disk is dead"),
    LATENT_ERROR("Reads that met a block that can't be read"),
    ROT("Blocks of which bits flipped"),
    FAILED_WRITE("Writes that ended with WRITE_FAULT"),
    LOST_WRITE("Writes that succeeded and are not there"),
    MISDIRECTED_WRITE("Writes that succeeded and are elsewhere"),
    TORN_WRITE("Writes that succeeded and are there in part"),
    SLOWNESS("Commands that took longer"),
    LYING_FLUSH("FLUSH and FUA that were said to be done and were not");

    private final String doc;

    DiskFault(String doc) {
        this.doc = doc;
    }

    /** What its counter counts. */
    public String doc() {
        return doc;
    }
}
