package dev.holdover.firmware.raid;

/** How a request ended. */
public enum RaidStatus {
    /** Done; a write is on every member that is there, behind their volatile caches. */
    OK,
    /** More members of the row fail than its level survives: the block's last content is lost until it is rewritten. */
    LOST_BLOCK,
    /** No copy of the row's checksums can be read: whatever the members hold can't be told from rot. */
    LOST_CHECKSUMS,
    /** Members are gone that the volume can't do without; a write may or may not be there when they are back. */
    STOPPED,
    /** Another card owns the members by now. Nothing was or will be retried; a write may or may not be there. */
    FENCED
}
