package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.RowWork.Kind;

/** Rebuild and scrub: row by row, as fast as they may, behind requests that wait for a row. */
final class Background {
    private static final long NS_PER_S = 1_000_000_000L;
    /** What was not used so long is forfeited: no burst after a pause. */
    private static final long SAVED_NS = NS_PER_S / 10;

    private final Core core;
    private final Rows rows;
    private long lastNs;
    private long creditNs;
    private long checkpointed;
    private boolean scrubbing;
    private long scrubbed;

    Background(Core core, Rows rows) {
        this.core = core;
        this.rows = rows;
    }

    void tick(long nowNs) {
        long rowNs = rowNs();
        creditNs = Math.min(creditNs + Math.max(0, nowNs - lastNs), Math.max(SAVED_NS, rowNs));
        lastNs = nowNs;
    }

    private long rowNs() {
        return Math.max(1, NS_PER_S / core.limits.backgroundRowsPerSecond());
    }

    void scrub(boolean on) {
        scrubbing = on;
        scrubbed = 0;
    }

    Progress progress() {
        return core.progress(scrubbing, rows.firstUnder(Kind.SCRUB, scrubbed));
    }

    /** Takes its turn; says whether it did something. */
    boolean poll(boolean requestsWait) {
        int place = core.table.rebuilding();
        if (place >= 0) {
            return rebuild(place, requestsWait);
        }
        return scrubbing && scrubNext(requestsWait);
    }

    private boolean rebuild(int place, boolean requestsWait) {
        long done = rows.firstUnder(Kind.REBUILD, core.table.begun(place));
        core.table.fill(place, done);
        if (done == core.table.rows()) {
            core.table.inSync(place);
            checkpointed = 0;
            core.note(RaidEvent.REBUILD_ENDED, place, done);
            return true;
        }
        if (done < checkpointed) {
            checkpointed = done;
        }
        if (done - checkpointed >= core.limits.checkpointRows()) {
            checkpointed = done;
            core.table.checkpoint();
        }
        long row = core.table.begun(place);
        if (row >= core.table.rows() || !may(row, requestsWait)) {
            return false;
        }
        rows.begin(Kind.REBUILD, row).target = place;
        core.table.begin(place, row + 1);
        return true;
    }

    private boolean scrubNext(boolean requestsWait) {
        if (scrubbed == core.table.rows()) {
            if (rows.firstUnder(Kind.SCRUB, scrubbed) < scrubbed) {
                return false;
            }
            scrubbing = false;
            core.table.checkpoint();
            core.note(RaidEvent.SCRUB_ENDED, -1, scrubbed);
            return true;
        }
        if (!may(scrubbed, requestsWait)) {
            return false;
        }
        rows.begin(Kind.SCRUB, scrubbed++);
        return true;
    }

    private boolean may(long row, boolean requestsWait) {
        boolean may = !requestsWait && creditNs >= rowNs() && rows.anyIdle() && !rows.locked(row);
        creditNs -= may ? rowNs() : 0;
        return may;
    }
}
