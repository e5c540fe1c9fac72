package dev.holdover.model.disk;

/** A place in a queue, and the command in it. Used over and over: nothing is allocated once its data has grown. */
final class Command {
    /** How far it is. */
    enum State {
        FREE,
        QUEUED,
        /** Its time has come, and an earlier write to the same blocks is still open. */
        BLOCKED,
        EXECUTING,
        /** Nothing of it happens any more but its completion. */
        ENDED
    }

    private static final byte[] NOTHING = {};

    final DiskPort port;
    final int index;
    State state = State.FREE;
    DiskStatus status = DiskStatus.SUCCESS;
    long generation;
    long sequence;
    DiskOpcode opcode = DiskOpcode.FLUSH;
    long lba;
    int count;
    byte[] buffer = NOTHING;
    int at;
    byte[] data = NOTHING;
    boolean fua;
    long epoch;
    int tag;
    long restNs;
    boolean lied;
    boolean failed;
    boolean lost;
    long landLba;
    long landUnits;

    Command(DiskPort port, int index) {
        this.port = port;
        this.index = index;
    }

    /** Keeps the bytes of a write. */
    void copyIn(byte[] from, int offset, int length) {
        if (data.length < length) {
            data = new byte[length];
        }
        System.arraycopy(from, offset, data, 0, length);
    }

    /** Whether it may still do something. */
    boolean alive() {
        return state == State.QUEUED || state == State.BLOCKED || state == State.EXECUTING;
    }

    /** Whether it is a write that must land before {@code later}. */
    boolean before(Command later) {
        return alive()
                && opcode.writes()
                && sequence < later.sequence
                && lba < later.lba + later.count
                && later.lba < lba + count;
    }

    void free() {
        state = State.FREE;
        buffer = NOTHING;
        generation++;
    }
}
