package dev.holdover.model.disk;

/** One of the disk's (one or two) ports, with a queue of its own: what the owner of a slot talks to. */
@SuppressWarnings("DoNotCallSuggester")
public final class DiskPort {
    DiskPort() {}

    public DiskGeometry geometry() {
        throw new UnsupportedOperationException();
    }

    /** Plugged in, powered and alive. */
    public boolean present() {
        throw new UnsupportedOperationException();
    }

    /** Asks for a command; false: the queue is full. */
    public boolean submit(
            DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, long epoch, int tag) {
        throw new UnsupportedOperationException();
    }

    /** All open commands of this port are dropped without completion (controller reset). */
    public void reset() {
        throw new UnsupportedOperationException();
    }

    public void listen(DiskListener listener) {
        throw new UnsupportedOperationException();
    }
}
