package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.RowWork.Kind;
import org.jspecify.annotations.Nullable;

/** What was asked of the volume and has not ended, in the order of asking. */
final class Requests {
    private final RaidListener listener;
    private final Request[] pool;
    private final Request[] queue;
    private int queued;
    private int openFlushes;
    private long number;

    Requests(int size, RaidListener listener) {
        this.listener = listener;
        pool = new Request[size];
        queue = new Request[size];
        for (int i = 0; i < size; i++) {
            pool[i] = new Request();
        }
    }

    /** A free request; null: there is none. */
    @Nullable
    Request take(Request.Kind kind, int tag) {
        for (Request request : pool) {
            if (!request.open) {
                request.open = true;
                request.kind = kind;
                request.tag = tag;
                request.number = number++;
                openFlushes += kind == Request.Kind.FLUSH ? 1 : 0;
                return request;
            }
        }
        return null;
    }

    void queue(Request request) {
        queue[queued++] = request;
    }

    /** Whether some wait for a row's work to become idle. */
    boolean wait(Rows rows) {
        return queued > 0 && !rows.anyIdle();
    }

    /** Gives rows that nobody has locked to work, with all that was asked of each; says whether it did. */
    boolean dispatch(Rows rows) {
        boolean moved = false;
        int first = 0;
        while (first < queued && rows.anyIdle()) {
            if (rows.locked(queue[first].row)) {
                first++;
            } else {
                gather(rows.begin(Kind.REQUESTS, queue[first].row), rows, first);
                moved = true;
            }
        }
        return moved;
    }

    private void gather(RowWork work, Rows rows, int first) {
        int kept = first;
        for (int i = first; i < queued; i++) {
            Request request = queue[i];
            if (request.row == work.row) {
                rows.add(work, request);
            } else {
                queue[kept++] = request;
            }
        }
        queued = kept;
    }

    /** Ends flushes before which nothing is open. */
    boolean endFlushes() {
        boolean ended = false;
        for (int i = 0; openFlushes > 0 && i < pool.length; i++) {
            Request flush = pool[i];
            if (flush.open && flush.kind == Request.Kind.FLUSH && isOldest(flush)) {
                openFlushes--;
                flush.open = false;
                listener.done(flush.tag, RaidStatus.OK);
                ended = true;
            }
        }
        return ended;
    }

    private boolean isOldest(Request flush) {
        for (Request other : pool) {
            if (other.open && other.number < flush.number) {
                return false;
            }
        }
        return true;
    }

    /** Everything ends like this. */
    void end(RaidStatus status) {
        queued = 0;
        openFlushes = 0;
        for (Request request : pool) {
            if (request.open) {
                request.open = false;
                listener.done(request.tag, status);
            }
        }
    }
}
