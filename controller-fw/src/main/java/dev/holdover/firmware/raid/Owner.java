package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;

/** Who asked a disk for something. */
interface Owner {
    /**
     * A command has ended.
     *
     * @param lane the one of the owner's lanes that it was given, most often a place
     */
    void ended(int lane, DiskStatus status);
}
