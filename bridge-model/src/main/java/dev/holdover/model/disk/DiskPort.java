package dev.holdover.model.disk;

import java.util.Objects;

/** One of the disk's (one or two) ports, with a queue of its own: what the owner of a slot talks to. */
public final class DiskPort {
    /** The most blocks of one command: NVMe counts them in 16 bits. */
    public static final int MAX_BLOCKS = 65_536;

    private final Disk disk;
    private final int number;
    private final Command[] commands;
    private DiskListener listener = (tag, status) -> {};

    /** @param first index of its first command among those of the disk */
    DiskPort(Disk disk, int number, int first, int depth) {
        this.disk = disk;
        this.number = number;
        this.commands = new Command[depth];
        for (int i = 0; i < depth; i++) {
            commands[i] = new Command(this, first + i);
        }
    }

    public DiskGeometry geometry() {
        return disk.geometry();
    }

    /** Plugged in, powered and alive. */
    public boolean present() {
        return disk.present();
    }

    /**
     * Asks for a command. It is answered by {@link DiskListener#completed}, later and never from here; one whose blocks
     * are not there by {@link DiskStatus#LBA_OUT_OF_RANGE}, one to a disk that is not present by
     * {@link DiskStatus#DEVICE_GONE}.
     *
     * @param lba the first logical block; not looked at for FLUSH and RESERVE, as {@code count}
     * @param count logical blocks, 1 to {@link #MAX_BLOCKS}
     * @param buffer copied for a WRITE before this returns, filled right before the completion of a READ
     * @param at where in the buffer the first block is
     * @param fua write through the volatile cache
     * @param epoch on whose behalf; zero: without a reservation. The key of a RESERVE
     * @param tag the caller's own, unique among its open commands
     * @return false: the queue is full
     * @throws IndexOutOfBoundsException if the buffer does not hold blocks that are to be read or written
     * @throws IllegalArgumentException if the tag is that of an open command
     */
    public boolean submit(
            DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, long epoch, int tag) {
        boolean data = (opcode == DiskOpcode.READ || opcode == DiskOpcode.WRITE) && disk.holds(lba, count);
        int length = data ? count * geometry().logicalBytes() : 0;
        if (data) {
            Objects.checkFromIndexSize(at, length, buffer.length);
        }
        Command command = place(tag);
        if (command.state != Command.State.FREE) {
            return false;
        }
        command.opcode = opcode;
        command.lba = lba;
        command.count = count;
        command.buffer = buffer;
        command.at = at;
        command.fua = fua;
        command.epoch = epoch;
        command.tag = tag;
        if (data && opcode == DiskOpcode.WRITE) {
            command.copyIn(buffer, at, length);
        }
        disk.queue(command, number);
        return true;
    }

    /** The first free place, or another if there is none. */
    private Command place(int tag) {
        Command free = commands[0];
        for (Command each : commands) {
            if (each.state == Command.State.FREE) {
                free = free.state == Command.State.FREE ? free : each;
            } else if (each.tag == tag) {
                throw new IllegalArgumentException("tag " + tag + " is that of an open command");
            }
        }
        return free;
    }

    /**
     * Controller reset: all open commands of this port are dropped without completion. Of a write that executes any
     * part may have landed, and nothing of it lands later.
     */
    public void reset() {
        disk.drop(commands);
    }

    /**
     * What it is plugged into has no power any more, while another port keeps the disk alive: all open commands end
     * with {@link DiskStatus#DEVICE_GONE}. Of a write that executed any part may have landed, and nothing lands later.
     */
    public void powerLost() {
        disk.cut(commands);
    }

    /** From now on {@code listener} hears the ends of commands, and nobody else. */
    public void listen(DiskListener listener) {
        this.listener = listener;
    }

    Command command(int index) {
        return commands[index];
    }

    void completed(int tag, DiskStatus status) {
        listener.completed(tag, status);
    }
}
