package dev.holdover.firmware.hal;

import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import java.util.Optional;

/** The disks in the card's daughter slots, those that the embedded processor drives (claim 11). */
public interface Disks {
    /** A card without any. */
    Disks NONE = new Disks() {
        @Override
        public Optional<DiskGeometry> geometry(int slot) {
            return Optional.empty();
        }

        @Override
        public void key(int slot, long epoch) {
            // Nobody asks for it.
        }

        @Override
        public boolean submit(
                int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag) {
            return false;
        }

        @Override
        public void reset(int slot) {
            // Nothing is under way.
        }
    };

    /** The shape of the disk in a slot; empty: there is none, it does not answer, or the host drives it. */
    Optional<DiskGeometry> geometry(int slot);

    /** Commands to the disk in a slot bear this epoch from now on; reserved for a higher one, it refuses them. */
    void key(int slot, long epoch);

    /**
     * Gives a command to a disk; its end comes as {@code Firmware.disk}.
     *
     * @param lba first logical block, by the disk's geometry; so is {@code count}
     * @param tag the caller's own, unique among a slot's open commands
     * @return false: it was not taken; the queue is full, or the disk is not there
     */
    boolean submit(int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int tag);

    /** What is under way at the disk in a slot is dropped, and ends without a word. */
    void reset(int slot);
}
