package dev.holdover.firmware.raid;

import dev.holdover.model.disk.DiskStatus;
import org.jspecify.annotations.Nullable;

/**
 * A row under work: what was asked, what it held, what it is to hold. Masks are over columns unless said otherwise.
 *
 * <pre>
 * IDLE -> ZONE    a request came, or the background's turn
 * ZONE -> READ    the row's checksums are in memory
 * READ -> SLOT    all that must be read is read, verified or reconstructed; reads are answered; it changes
 * READ -> WRITE   the same; it does not change, but blocks are to be repaired or rebuilt
 * READ -> IDLE    the same, nothing to write
 * SLOT -> HELD    its intent is in this card's NVRAM
 * HELD -> WRITE   and where else it must be
 * ZONE -> WRITE   it is a replay
 * WRITE -> FLUSH  blocks and checksums are at the members; the row is free for the next
 * WRITE -> IDLE   the same, without intent
 * FLUSH -> IDLE   and behind their caches, and every change of membership is persisted
 * </pre>
 */
final class RowWork implements Owner {
    /** What it waits for. */
    enum Step {
        IDLE,
        ZONE,
        READ,
        SLOT,
        HELD,
        WRITE,
        FLUSH
    }

    /** Whose work it is. */
    enum Kind {
        REQUESTS,
        REBUILD,
        SCRUB,
        REPLAY
    }

    final int owner;
    final byte[] entry;
    /** By column: what the row held. */
    final byte[][] before;
    /** By column: what it is to hold; a scrub's place for further copies. */
    final byte[][] after;

    private final Rows rows;

    Step step = Step.IDLE;
    Kind kind = Kind.REQUESTS;
    long row;
    /** Nobody else may touch the row. */
    boolean locks;

    @Nullable
    Zone zone;
    /** The version of the zone that must be written; 0: none. */
    long zoneVersion;
    /** The row's checksums can't be read. */
    boolean unknown;

    /** The first of the requests it answers. */
    @Nullable
    Request requests;
    /** Asked for. */
    int reads;
    /** Replaced by new content, in {@code after}. */
    int fresh;
    /** Replaced by zeros. */
    int zeroed;
    /** {@code before} is verified, reconstructed, or zeros. */
    int have;
    /** Can't be had. */
    int gone;
    /** P and Q are to be made anew though no data changes. */
    boolean mend;
    /** Places whose block is not what it should be. */
    int bad;
    /** Places that a scrub has yet to read. */
    int unchecked;
    /** Commands under way. */
    int pending;
    /** Place that is rebuilt; -1: none. */
    int target = -1;
    /** In the intent log; -1: none. */
    int slot = -1;

    long sequence;

    RowWork(Core core, Rows rows) {
        this.rows = rows;
        owner = core.commands.register(this);
        int columns = core.geometry.columns();
        entry = new byte[core.entries.bytes()];
        before = new byte[columns][Geometry.BLOCK];
        after = new byte[columns][Geometry.BLOCK];
    }

    /** Takes the row for itself. */
    void begin(Kind newKind, long newRow) {
        kind = newKind;
        row = newRow;
        step = Step.ZONE;
        locks = true;
        zoneVersion = 0;
        unknown = false;
        reads = 0;
        fresh = 0;
        zeroed = 0;
        have = 0;
        gone = 0;
        mend = false;
        bad = 0;
        unchecked = 0;
        target = -1;
        slot = -1;
        requests = null;
    }

    int written() {
        return RowEntry.written(entry, 0);
    }

    int lost() {
        return RowEntry.lost(entry, 0);
    }

    /** Whether its content is to change. */
    boolean changes() {
        return (fresh | zeroed) != 0 || mend;
    }

    @Override
    public void ended(int place, DiskStatus status) {
        rows.ended(this, place, status);
    }
}
