package dev.holdover.firmware.raid;

import org.jspecify.annotations.Nullable;

/** One thing that was asked of the volume. */
final class Request {
    /** What. */
    enum Kind {
        READ,
        WRITE,
        ZERO,
        FLUSH
    }

    /** What a write brought. */
    final byte[] data = new byte[Geometry.BLOCK];

    Kind kind = Kind.FLUSH;
    boolean open;
    /** No row's work has taken it yet. */
    boolean queued;

    long row;
    int column;
    int tag;
    /** Rises from request to request. */
    long number;
    /** Where a read goes to. */
    byte[] into = data;

    int at;
    /** The next one of the same work. */
    @Nullable
    Request next;
}
