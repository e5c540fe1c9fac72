package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.Members;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import java.util.Optional;

/**
 * The disks of one personality's volume in the card's daughter slots. A disk belongs to the volume from when it is
 * reserved for the owner's epoch: before that it is as if it were not there.
 */
final class DaughterMembers implements Members {
    private enum Reservation {
        NONE,
        ASKED,
        HELD
    }

    private static final int RESERVE_TAG = 0x4000_0000;
    private static final int LIFE_SHIFT = 20;
    private static final int LIFE_MASK = 0x3ff;
    private static final int TAG_MASK = (1 << LIFE_SHIFT) - 1;
    private static final byte[] NO_DATA = {};

    private final Disks disks;
    private final Personality personality;
    private final List<Integer> slots;
    private final Reservation[] reservations;
    private long epoch;
    private int life;

    DaughterMembers(Hal hal, Personality personality, List<Integer> slots) {
        this.disks = hal.disks();
        this.personality = personality;
        this.slots = slots;
        this.reservations = new Reservation[slots.size()];
        clear();
    }

    private void clear() {
        for (int i = 0; i < reservations.length; i++) {
            reservations[i] = Reservation.NONE;
        }
    }

    /** A new life of the volume begins, or the old one has ended: what is under way is dropped. */
    void begin() {
        life = life + 1 & LIFE_MASK;
        epoch = personality.epoch();
        for (int i = 0; i < slots.size(); i++) {
            disks.reset(slots.get(i));
            disks.key(slots.get(i), epoch);
        }
        clear();
    }

    /** What is under way is dropped; the disks stay reserved. */
    void restart() {
        life = life + 1 & LIFE_MASK;
        for (int i = 0; i < slots.size(); i++) {
            if (reservations[i] == Reservation.HELD) {
                disks.reset(slots.get(i));
            } else {
                reservations[i] = Reservation.NONE;
            }
        }
    }

    /** The epoch that the disks are asked to be kept for. */
    long epoch() {
        return epoch;
    }

    /** Asks every disk that is there and was not asked yet to be kept for the epoch. */
    void reserve() {
        for (int i = 0; i < slots.size(); i++) {
            boolean there = disks.geometry(slots.get(i)).isPresent();
            if (!there) {
                reservations[i] = Reservation.NONE;
            } else if (reservations[i] == Reservation.NONE
                    && disks.submit(slots.get(i), DiskOpcode.RESERVE, 0, 0, NO_DATA, 0, false, tag(RESERVE_TAG))) {
                reservations[i] = Reservation.ASKED;
            }
        }
    }

    /** Whether some disk that is there has not answered yet. */
    boolean waits() {
        for (int i = 0; i < slots.size(); i++) {
            if (reservations[i] == Reservation.ASKED
                    && disks.geometry(slots.get(i)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Which member is in a daughter slot, or -1. */
    int at(int slot) {
        return slots.indexOf(slot);
    }

    /** Whether a tag is of this life. */
    boolean current(int tag) {
        return (tag >>> LIFE_SHIFT & LIFE_MASK) == life;
    }

    /** Whether a tag is that of a reservation. */
    static boolean isReservation(int tag) {
        return (tag & RESERVE_TAG) != 0;
    }

    /** The volume's own tag. */
    static int own(int tag) {
        return tag & TAG_MASK;
    }

    /** A reservation was answered; says whether the disk is the volume's now. */
    boolean reserved(int disk, DiskStatus status) {
        reservations[disk] = status == DiskStatus.SUCCESS ? Reservation.HELD : Reservation.NONE;
        return status == DiskStatus.SUCCESS;
    }

    @Override
    public int count() {
        return slots.size();
    }

    @Override
    public long blocks(int disk) {
        Optional<DiskGeometry> geometry = disks.geometry(slots.get(disk));
        return geometry.isPresent() ? geometry.get().blocks() / perBlock(geometry.get()) : 0;
    }

    @Override
    public boolean present(int disk) {
        return reservations[disk] == Reservation.HELD
                && disks.geometry(slots.get(disk)).isPresent();
    }

    @Override
    public boolean submit(
            int disk, DiskOpcode opcode, long block, int count, byte[] buffer, int at, boolean fua, int tag) {
        Optional<DiskGeometry> geometry = disks.geometry(slots.get(disk));
        if (geometry.isEmpty()) {
            return false;
        }
        int per = perBlock(geometry.get());
        return disks.submit(slots.get(disk), opcode, block * per, count * per, buffer, at, fua, tag(tag));
    }

    private int tag(int own) {
        return life << LIFE_SHIFT | own;
    }

    private static int perBlock(DiskGeometry geometry) {
        return NvramLayout.BLOCK / geometry.logicalBytes();
    }
}
