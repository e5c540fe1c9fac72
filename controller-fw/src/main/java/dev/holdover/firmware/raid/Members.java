package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskOpcode;

/**
 * The disks of one volume, its spares behind them, as the firmware reaches them; in blocks of 4 KiB.
 *
 * <p>Each command ends with one {@link RaidVolume#diskCompleted}, never from within {@link #submit}. Disks carry no
 * commands of an earlier owner: whoever makes a volume resets the ports first.
 */
public interface Members {
    /** How many, spares included. */
    int count();

    /** Size of a disk in blocks of 4 KiB; 0: it is not there. */
    long blocks(int disk);

    /** Whether it is plugged in and answers. */
    boolean present(int disk);

    /**
     * Hands a command to a disk. What is written is copied out before this returns; what is read is there when the
     * command completes.
     *
     * @param fua through the volatile cache
     * @param tag the volume's own, unique among its open commands
     * @return false: the queue is full, the volume asks again after the next completion
     */
    boolean submit(int disk, DiskOpcode opcode, long block, int count, byte[] buffer, int at, boolean fua, int tag);
}
