package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.RowWork.Kind;
import dev.holdover.firmware.raid.RowWork.Step;
import dev.holdover.model.disk.DiskStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows under work, each on its way through {@link Step}. */
final class Rows {
    private final Core core;
    private final Geometry geometry;
    private final Zones zones;
    private final Slots slots;
    private final FlushRounds flushes;
    private final RowReader reader;
    private final RowUpdate update;
    private final RowWork[] works;
    private int idle;

    Rows(Core core, Zones zones, Slots slots, FlushRounds flushes) {
        this.core = core;
        this.geometry = core.geometry;
        this.zones = zones;
        this.slots = slots;
        this.flushes = flushes;
        reader = new RowReader(core);
        update = new RowUpdate(core, reader);
        works = new RowWork[core.limits.rows()];
        for (int i = 0; i < works.length; i++) {
            works[i] = new RowWork(core, this);
        }
        idle = works.length;
    }

    boolean anyIdle() {
        return idle > 0;
    }

    boolean allIdle() {
        return idle == works.length;
    }

    boolean locked(long row) {
        for (RowWork work : works) {
            if (work.locks && work.row == row) {
                return true;
            }
        }
        return false;
    }

    /** The first row that a rebuild of the place, or a scrub, has under work; or {@code none}. */
    long firstUnder(Kind kind, long none) {
        long first = none;
        for (RowWork work : works) {
            if (work.step != Step.IDLE && work.kind == kind) {
                first = Math.min(first, work.row);
            }
        }
        return first;
    }

    /** Begins on a row that nobody has locked; some work is idle. */
    RowWork begin(Kind kind, long row) {
        for (RowWork work : works) {
            if (work.step == Step.IDLE) {
                idle--;
                work.begin(kind, row);
                return work;
            }
        }
        throw new IllegalStateException("no work is idle");
    }

    /** Replays what a slot of the intent log holds; its row has been locked by {@link #begin}. */
    void replay(RowWork work, int slot) {
        work.slot = slot;
        work.sequence = slots.decode(work);
    }

    /** What a request asks of the row; later ones of the same column replace earlier ones. */
    void add(RowWork work, Request request) {
        request.next = work.requests;
        work.requests = request;
        int column = 1 << request.column;
        switch (request.kind) {
            case READ -> work.reads |= column;
            case ZERO -> {
                work.zeroed |= column;
                work.fresh &= ~column;
            }
            case WRITE -> {
                work.fresh |= column;
                work.zeroed &= ~column;
                System.arraycopy(request.data, 0, work.after[request.column], 0, Geometry.BLOCK);
            }
            case FLUSH -> throw new IllegalStateException("a flush has no row");
        }
    }

    /** Goes on with every row that can; says whether one did. */
    boolean poll() {
        boolean moved = false;
        for (RowWork work : works) {
            while (work.step != Step.IDLE && !core.ended() && advance(work)) {
                moved = true;
            }
        }
        return moved;
    }

    private boolean advance(RowWork work) {
        return switch (work.step) {
            case IDLE, FLUSH -> false;
            case ZONE -> openZone(work);
            case READ -> work.pending == 0 && read(work);
            case SLOT -> store(work);
            case HELD -> core.log.held(work.slot) && apply(work);
            case WRITE -> work.pending == 0 && finish(work);
        };
    }

    private boolean openZone(RowWork work) {
        Zone zone = work.zone;
        if (zone == null) {
            zone = zones.use(geometry.zone(work.row));
            work.zone = zone;
        }
        if (zone == null || !zone.loaded()) {
            return false;
        }
        if (work.kind == Kind.REPLAY) {
            return apply(work);
        }
        reader.open(work);
        int present = work.written() & ~work.lost();
        if (work.kind == Kind.REBUILD) {
            work.reads = present & 1 << core.steps.rebuiltColumn(geometry, work.row, work.target);
        } else if (work.kind == Kind.SCRUB) {
            work.reads = present;
            work.unchecked = checkable(work, present);
        }
        work.step = Step.READ;
        return true;
    }

    private int checkable(RowWork work, int columns) {
        int places = 0;
        for (int place = 0; place < geometry.members(); place++) {
            boolean there =
                    core.table.readable(place, work.row) && (columns >> geometry.columnAt(work.row, place) & 1) != 0;
            places |= there ? 1 << place : 0;
        }
        return places;
    }

    private boolean read(RowWork work) {
        int columns = 0;
        for (int place = 0; place < geometry.members(); place++) {
            int column = 1 << geometry.columnAt(work.row, place);
            if ((work.unchecked >> place & 1) != 0 && (columns & column) == 0) {
                columns |= column;
                work.unchecked &= ~(1 << place);
                fetch(work, place);
            }
        }
        if (work.pending > 0) {
            return false;
        }
        columns = reader.next(work);
        for (int column = 0; column < geometry.columns(); column++) {
            if ((columns >> column & 1) != 0) {
                fetch(work, reader.source(work, column));
            }
        }
        if (work.pending > 0) {
            return false;
        }
        reader.settle(work);
        answerReads(work);
        return decide(work);
    }

    private void fetch(RowWork work, int place) {
        work.pending++;
        core.commands.read(
                work.owner,
                place,
                core.table.disk(place),
                geometry.rowAt(work.row),
                target(work, geometry.columnAt(work.row, place)));
    }

    /** Where a read goes to: a further copy must not spoil the one that is had. */
    private static byte[] target(RowWork work, int column) {
        return (work.have >> column & 1) != 0 ? work.after[column] : work.before[column];
    }

    void ended(RowWork work, int place, DiskStatus status) {
        core.strike(place, status);
        work.pending--;
        if (work.step != Step.READ) {
            core.wrote(place);
            return;
        }
        int column = geometry.columnAt(work.row, place);
        if (status == DiskStatus.SUCCESS && reader.verifies(work, column, target(work, column))) {
            work.have |= 1 << column;
        } else if (status == DiskStatus.SUCCESS || status == DiskStatus.UNRECOVERED_READ_ERROR) {
            work.bad |= 1 << place;
        }
    }

    private boolean decide(RowWork work) {
        boolean whole = (geometry.dataMask() & work.gone) == 0;
        if (work.kind == Kind.SCRUB && !work.mend && whole && !update.parityHolds(work)) {
            work.mend = true;
            core.note(RaidEvent.PARITY_REPAIRED, -1, work.row);
            return true;
        }
        if (work.changes()) {
            update.compute(work);
            work.step = Step.SLOT;
            return true;
        }
        // Nothing tells a damaged copy of checksums that are in memory; the first row of a zone writes all of them.
        if (work.kind != Kind.REQUESTS && geometry.entry(work.row) == 0) {
            work.zoneVersion = Objects.requireNonNull(work.zone).touch();
        }
        writeMembers(work);
        return true;
    }

    private boolean store(RowWork work) {
        if (!slots.free()) {
            return false;
        }
        slots.store(work);
        work.step = Step.HELD;
        return true;
    }

    private boolean apply(RowWork work) {
        Zone zone = Objects.requireNonNull(work.zone);
        System.arraycopy(work.entry, 0, zone.bytes, zone.at(work.row), work.entry.length);
        work.zoneVersion = zone.touch();
        writeMembers(work);
        return true;
    }

    private void writeMembers(RowWork work) {
        work.step = Step.WRITE;
        for (int place = 0; place < geometry.members(); place++) {
            int column = geometry.columnAt(work.row, place);
            boolean fresh = (work.fresh >> column & 1) != 0;
            boolean had = (work.have & ~work.gone & work.written() & 1 << column) != 0;
            boolean repair = had && !fresh && ((work.bad >> place & 1) != 0 || place == work.target);
            if (!core.table.writable(place, work.row) || !fresh && !repair || fresh && skips(work, place, column)) {
                continue;
            }
            work.pending++;
            int source = place == work.target ? core.steps.rebuiltColumn(geometry, work.row, place) : column;
            byte[] block = fresh ? work.after[column] : work.before[source];
            core.commands.write(work.owner, place, core.table.disk(place), geometry.rowAt(work.row), block);
            if (repair && place != work.target) {
                core.note(RaidEvent.BLOCK_REPAIRED, place, work.row);
            }
        }
    }

    private boolean skips(RowWork work, int place, int column) {
        boolean rebuilt = core.table.state(place) == MemberTable.State.REBUILDING && !core.steps.writesRebuilt();
        int copy = geometry.copies() == 1 || geometry.place(work.row, column, 0) == place ? 0 : 1;
        return rebuilt || !core.steps.writesCopy(copy);
    }

    private boolean finish(RowWork work) {
        Zone zone = Objects.requireNonNull(work.zone);
        if (!zone.isWritten(work.zoneVersion)) {
            return false;
        }
        zone.leave();
        work.zone = null;
        work.locks = false;
        if (work.slot >= 0) {
            work.step = Step.FLUSH;
            flushes.join(work);
        } else {
            end(work, RaidStatus.OK);
        }
        return true;
    }

    /** Members have flushed, and whoever must know of changed membership does. */
    void close(RowWork work) {
        slots.clear(work);
        if (work.kind == Kind.REPLAY) {
            core.note(RaidEvent.REPLAYED, -1, work.row);
        }
        end(work, RaidStatus.OK);
    }

    private void end(RowWork work, RaidStatus status) {
        work.step = Step.IDLE;
        idle++;
        Request request = work.requests;
        work.requests = null;
        while (request != null) {
            Request next = request.next;
            finish(request, status);
            request = next;
        }
    }

    private void answerReads(RowWork work) {
        Request kept = null;
        Request request = work.requests;
        work.requests = null;
        while (request != null) {
            Request next = request.next;
            if (request.kind != Request.Kind.READ) {
                request.next = kept;
                kept = request;
            } else {
                answer(work, request);
            }
            request = next;
        }
        // Whoever hears of a read may ask for more, but not of this work: its row stays locked.
        work.requests = kept;
        work.reads = 0;
    }

    private void answer(RowWork work, Request request) {
        if ((work.gone >> request.column & 1) != 0) {
            finish(request, work.unknown ? RaidStatus.LOST_CHECKSUMS : RaidStatus.LOST_BLOCK);
        } else {
            System.arraycopy(work.before[request.column], 0, request.into, request.at, Geometry.BLOCK);
            finish(request, RaidStatus.OK);
        }
    }

    private void finish(@Nullable Request request, RaidStatus status) {
        if (request != null && request.open) {
            request.open = false;
            core.listener.done(request.tag, status);
        }
    }
}
