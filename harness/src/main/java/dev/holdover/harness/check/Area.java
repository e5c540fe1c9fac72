package dev.holdover.harness.check;

/** The parts of an NVRAM, as the oracles tell stores apart. */
enum Area {
    SUPERBLOCK,
    RINGS,
    HEADERS,
    DIRTY_MAP,
    PAYLOADS,
    IMAGE,
    PRE_IMAGE
}
